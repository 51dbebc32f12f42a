"""The index ``one_sidedness`` over all families: how unequally actors are treated (``wire_distance`` has its own file).

Its parts and weights are fixed on data that the families alone do not see; until then it says so.
"""

from __future__ import annotations

import numpy as np

from biasscore.measures.spec import Measured, MeasureSpec, unmeasured

_NONE = {"en": "none", "ar": "none"}
SPECS = (
    MeasureSpec(
        "one_sidedness",
        "index",
        0.0,
        np.inf,
        "0 = actors are treated alike",
        "how unequally a report treats the actors of its story (not yet measured)",
        "Entman (2007)",
        headline="",
        languages=_NONE,
        additive=False,
    ),
)


def measure(documents: int) -> dict[str, Measured]:
    """Column of the index."""
    return {spec.name: unmeasured(documents, "no_model") for spec in SPECS}
