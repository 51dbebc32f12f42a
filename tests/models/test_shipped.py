"""Every shipped model has a card that says what it was fitted on, and all of them together stay small."""

from __future__ import annotations

from pathlib import Path

import pytest

from biasscore.models import store

DATA = Path(store.__file__).parent / "data"
NAMES = sorted(path.stem for path in DATA.glob("*.npz"))
LARGEST = 4_000_000
"""Bytes of all models together."""


@pytest.mark.parametrize("name", NAMES)
def test_card(name: str) -> None:
    card = store.load_model(name).card
    assert card["name"] == name
    assert {"version", "what", "data", "licence", "trained_by", "measured_by", "limits"} <= set(card)
    assert (Path(__file__).parents[2] / card["trained_by"]).exists()
    assert (Path(__file__).parents[2] / card["measured_by"]).exists()


def test_no_card_without_a_model_and_not_too_large() -> None:
    assert sorted(path.stem for path in DATA.glob("*.toml")) == NAMES
    assert sum(path.stat().st_size for path in DATA.glob("*.npz")) <= LARGEST
