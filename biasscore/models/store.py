"""Reads shipped models: an ``.npz`` without pickle, and beside it a card (TOML) that says what it is.

Matrices are stored as int8 with one scale a row (``name`` and ``name.scale``); vectors as float32.
"""

from __future__ import annotations

import hashlib
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore.errors import ModelError

Floats = NDArray[np.float32]
_STEPS = 127


@dataclass(frozen=True)
class Model:
    """Coefficients by name, and their card.

    Attributes
    ----------
    arrays : mapping of str to ndarray
        float32, read-only.
    words : mapping of str to tuple of str
        Word lists that go with tables.
    card : mapping
        Name, version, data, licence, figures, limits, digest.
    """

    arrays: Mapping[str, Floats]
    words: Mapping[str, tuple[str, ...]]
    card: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """First twelve digits of the SHA-256 of the coefficients."""
        return str(self.card["sha256"])[:12]


@cache
def load_model(name: str) -> Model:
    """Load a shipped model once.

    Raises
    ------
    ModelError
        The file is not the one its card describes.
    """
    folder = files("biasscore.models").joinpath("data")
    card = tomllib.loads(folder.joinpath(f"{name}.toml").read_text("utf-8"))
    raw = folder.joinpath(f"{name}.npz").read_bytes()
    got = sha256(raw)
    if got != card["sha256"]:
        raise ModelError(f"model {name!r} is not the one of its card: digest {got[:12]}, card {card['sha256'][:12]}")
    return unpack(raw, card)


def unpack(raw: bytes, card: Mapping[str, Any]) -> Model:
    """The model that a model file holds."""
    return Model(*_unpack(raw), card)


def sha256(packed: bytes) -> str:
    """Digest of a model file, as its card states it."""
    return hashlib.sha256(packed).hexdigest()


def _unpack(raw: bytes) -> tuple[dict[str, Floats], dict[str, tuple[str, ...]]]:
    arrays: dict[str, Floats] = {}
    words: dict[str, tuple[str, ...]] = {}
    with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
        for key in stored.files:
            value = stored[key]
            if key.endswith(".scale"):
                continue
            if value.dtype == np.uint8:
                words[key] = tuple(value.tobytes().decode("utf-8").split("\n"))
                continue
            if value.dtype == np.int8:
                value = value.astype(np.float32) * stored[f"{key}.scale"][:, None]
            value.setflags(write=False)
            arrays[key] = value
    return arrays, words


def pack(arrays: Mapping[str, Floats], words: Mapping[str, tuple[str, ...]]) -> bytes:
    """The bytes of a model file: matrices rounded to int8, one scale a row.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Matrices and vectors.
    words : mapping of str to tuple of str
        Word lists.

    Returns
    -------
    bytes
    """
    stored: dict[str, NDArray[Any]] = {
        key: np.frombuffer("\n".join(list_).encode("utf-8"), np.uint8) for key, list_ in words.items()
    }
    for key, value in arrays.items():
        if value.ndim < 2:
            stored[key] = value.astype(np.float32)
            continue
        scale = np.maximum(np.abs(value).max(1) / _STEPS, 1e-12).astype(np.float32)
        stored[key] = np.rint(value / scale[:, None]).astype(np.int8)
        stored[f"{key}.scale"] = scale
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **stored)  # type: ignore[arg-type]
    return buffer.getvalue()
