"""The two indices over all families: how unequally actors are treated, and how far a text is from wire reporting.

Their parts and weights are fitted or fixed on data that the families alone do not see; until then they say so.
"""

from __future__ import annotations

import numpy as np

from biasscore.measures.spec import Measured, MeasureSpec, unmeasured

_NONE = {"en": "none", "ar": "none"}
SPECS = (
    MeasureSpec(
        "wire_distance",
        "index",
        0.0,
        np.inf,
        "0 = like wire reporting, larger = further",
        "distance from agency copy on the same event (not yet measured)",
        "notes on reliability",
        headline="",
        languages=_NONE,
        additive=False,
    ),
)


def measure(documents: int) -> dict[str, Measured]:
    """Columns of both indices."""
    return {spec.name: unmeasured(documents, "no_model") for spec in SPECS}
