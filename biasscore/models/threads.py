"""One thread for matrix products.

The matrices of the shipped models are small: several threads would spend more time waiting for each other than working,
and how a product is split between them may change its last bit.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _controller() -> ThreadpoolController:
    """The libraries that are loaded; looked up once, when numpy is there."""
    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """A context in which BLAS uses one thread; what was set before is set again at its end."""
    limit: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limit
