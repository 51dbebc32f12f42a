"""Numbers as people read them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any


def shown(value: float) -> str:
    """Two decimals, or a dash for NaN."""
    return "–" if math.isnan(value) else f"{value:.2f}"


def interval(row: Mapping[str, Any]) -> str:
    """The 95 % interval, or the reason why there is none."""
    if math.isnan(row["value"]):
        return str(row["reason"] or "").replace("_", " ")
    return f"{shown(row['low'])} … {shown(row['high'])}"


def percentile(row: Mapping[str, Any]) -> str:
    """Place in the reference."""
    return "" if math.isnan(row["percentile"]) else f"{row['percentile']:.0f}"
