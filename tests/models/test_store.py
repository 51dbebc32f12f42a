"""Shipped models: packed small, read without pickle, refused when they are not the ones of their cards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from biasscore.errors import ModelError
from biasscore.models import store


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(store, "files", lambda _: tmp_path)
    return tmp_path / "data"


def write(folder: Path, name: str, packed: bytes, sha256: str) -> None:
    (folder / f"{name}.npz").write_bytes(packed)
    (folder / f"{name}.toml").write_text(f'name = "{name}"\nsha256 = "{sha256}"\n')


def test_matrices_come_back_to_within_half_a_step(shipped: Path) -> None:
    matrix = np.random.default_rng(0).normal(size=(7, 50)).astype(np.float32)
    vector = np.arange(5, dtype=np.float32) / 3
    packed = store.pack({"matrix": matrix, "vector": vector}, {"words": ("the", "café", "قال")})
    write(shipped, "round_trip", packed, store.sha256(packed))
    model = store.load_model("round_trip")
    step = np.abs(matrix).max(1, keepdims=True) / 127
    assert (np.abs(model.arrays["matrix"] - matrix) <= 0.5001 * step).all()
    assert (model.arrays["vector"] == vector).all()
    assert model.words["words"] == ("the", "café", "قال")
    with pytest.raises(ValueError, match="read-only"):
        model.arrays["matrix"][0, 0] = 1.0


def test_the_same_arrays_give_the_same_bytes() -> None:
    arrays = {"matrix": np.eye(3, dtype=np.float32)}
    assert store.pack(arrays, {}) == store.pack(arrays, {})


def test_another_file_than_the_card_describes_is_refused(shipped: Path) -> None:
    packed = store.pack({"matrix": np.eye(3, dtype=np.float32)}, {})
    write(shipped, "changed", packed, store.sha256(b"another"))
    with pytest.raises(ModelError, match="'changed' is not the one of its card"):
        store.load_model("changed")
