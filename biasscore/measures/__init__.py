"""From annotations to scores: counts, never searches text.

The name is also a public function, ``biasscore.measures(family=None)``: importing this package sets the root's
attribute of that name, so the package itself can be called.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biasscore.measures.spec import MeasureSpec


class _Measures(ModuleType):
    def __call__(self, family: str | None = None) -> tuple[MeasureSpec, ...]:
        """Definitions of all measures, or of one family's (see ``catalogue.listed``)."""
        found: tuple[MeasureSpec, ...] = import_module("biasscore.measures.catalogue").listed(family)
        return found


sys.modules[__name__].__class__ = _Measures
