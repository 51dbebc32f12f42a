"""Reference: how every measure is distributed over a collection of texts, and where a value stands in it.

Figures only, one JSON file a reference: no text, no outlet's name. Every outlet has the same weight, however many of
its articles are in the collection.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from biasscore.errors import ArgumentError, UnknownNameError
from biasscore.norms.variance import components

Floats = NDArray[np.float64]

SCHEMA = 1
DEFAULT = "us_news"
SHARES = np.linspace(0.0, 1.0, 101)
"""Shares at which quantiles are kept."""
_DECIMALS = 6
_LEAST_TEXTS = 20
"""Texts with a value below which a measure has no reference."""
_FIGURES = ("mean", "sd", "mu", "tau2", "sigma2", "length_r")


class _Value(Protocol):
    @property
    def value(self) -> float: ...


class Measured(Protocol):
    """What a reference needs of a profile."""

    status: str
    language: str
    n_words: int
    outlet: str | None

    def __iter__(self) -> Any: ...

    def __getitem__(self, name: str, /) -> _Value: ...


class Norm(NamedTuple):
    """Distribution of one measure in one language.

    Attributes
    ----------
    documents, outlets : int
        Texts with a value, and their outlets.
    mean, sd : float
        Over texts, every outlet with the same weight.
    mu, tau2, sigma2 : float
        Random-effects model over outlets: mean, variance between outlets and within, of values winsorised at the 1st
        and 99th percentile.
    length_r : float
        Correlation with the logarithm of the number of words.
    quantiles : ndarray, shape (101,)
        At 0, 1, .. 100 per cent.
    """

    documents: int
    outlets: int
    mean: float
    sd: float
    mu: float
    tau2: float
    sigma2: float
    length_r: float
    quantiles: Floats

    @property
    def tame(self) -> tuple[float, float]:
        """Ends that means over documents are winsorised at: 1 and 99 per cent, or none where these are the same."""
        return _tame(self.quantiles)


class Places(NamedTuple):
    """Where values stand: percentile (0..100, ties in the middle) and z, of the values' shape; NaN without a norm."""

    percentile: Floats
    z: Floats


@dataclass(frozen=True, eq=False)
class Reference:
    """Distributions of measures over a collection of texts, by language.

    Attributes
    ----------
    name, version, description : str
        What it is; name and digest are in the provenance of every profile that was placed in it.
    norms : mapping
        Language -> measure (as in ``Profile``, with voice) -> Norm.
    """

    name: str
    version: str
    norms: Mapping[str, Mapping[str, Norm]]
    description: str = ""
    _scales: dict[tuple[str, tuple[str, ...]], tuple[Floats, Floats, Floats]] = field(
        init=False, repr=False, default_factory=dict
    )

    # --- made and kept

    @classmethod
    def from_profiles(
        cls, profiles: Iterable[Measured], *, name: str = "own", version: str = "1", description: str = ""
    ) -> Reference:
        """A reference made of profiles.

        Parameters
        ----------
        profiles : iterable of Profile
            Every outlet weighs the same; profiles without an outlet count as one outlet each.
        name, version, description : str
            What to call it.

        Raises
        ------
        ArgumentError
            No profile that was measured.
        """
        measured = [profile for profile in profiles if profile.status == "ok"]
        if not measured:
            raise ArgumentError("a reference needs profiles with status 'ok'; got none")
        norms = {}
        for language in sorted({profile.language for profile in measured}):
            norms[language] = _norms([profile for profile in measured if profile.language == language])
        return cls(name, version, norms, description)

    @classmethod
    def load(cls, source: str | Path) -> Reference:
        """A shipped reference by its name, or one that was saved, by its path.

        Raises
        ------
        UnknownNameError
            No shipped reference of that name.
        ArgumentError
            Not a reference of this schema, or its digest does not fit its figures.
        """
        if isinstance(source, Path) or source.endswith(".json"):
            return _read(Path(source).read_text("utf-8"), str(source))
        return _shipped(source)

    def save(self, path: str | Path) -> None:
        """Write it as JSON."""
        Path(path).write_text(self.to_json(), "utf-8")

    def to_json(self) -> str:
        """The reference as JSON: one line a measure, always the same bytes for the same figures."""
        lines = [
            f'"schema": {SCHEMA}',
            *(f'"{key}": {json.dumps(getattr(self, key))}' for key in ("name", "version", "description")),
            f'"digest": "{self.digest}"',
        ]
        return "{\n" + ",\n".join([*lines, f'"norms": {self._figures}']) + "\n}\n"

    @cached_property
    def _figures(self) -> str:
        languages = []
        for language, norms in sorted(self.norms.items()):
            rows = ",\n".join(f"{json.dumps(name)}: {_norm_json(norm)}" for name, norm in sorted(norms.items()))
            languages.append(f'"{language}": {{\n{rows}\n}}')
        return "{\n" + ",\n".join(languages) + "\n}"

    @cached_property
    def digest(self) -> str:
        """First twelve digits of the SHA-256 of its figures."""
        return hashlib.sha256(self._figures.encode()).hexdigest()[:12]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_scales": {}}

    def __eq__(self, other: object) -> bool:
        return self.provenance == other.provenance if isinstance(other, Reference) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.name, self.version, self.digest))

    def __repr__(self) -> str:
        sizes = ", ".join(f"{language} {len(norms)} measures" for language, norms in sorted(self.norms.items()))
        return f"<Reference {self.name} {self.version} ({self.digest}): {sizes}>"

    @property
    def provenance(self) -> dict[str, str]:
        """Name, version and digest."""
        return {"name": self.name, "version": self.version, "digest": self.digest}

    # --- used

    def norm(self, language: str, measure: str) -> Norm | None:
        """Norm of a measure (with voice) in a language; None where there is none."""
        return self.norms.get(language, {}).get(measure)

    def place(self, language: str, measures: Sequence[str], values: Floats) -> Places:
        """Places of values.

        Parameters
        ----------
        language : str
            ISO 639-1 code.
        measures : sequence of str
            Names with voice, one a row of ``values``.
        values : ndarray of float64, shape (measures, documents)
            NaN where nothing was measured.
        """
        key = language, tuple(measures)
        if key not in self._scales:
            self._scales[key] = _scales([self.norm(language, measure) for measure in measures])
        quantiles, mean, sd = self._scales[key]
        return Places(percentiles(quantiles, values), (values - mean[:, None]) / sd[:, None])


def _scales(norms: Sequence[Norm | None]) -> tuple[Floats, Floats, Floats]:
    """Quantiles, means and standard deviations as columns; NaN for a measure without a norm."""
    unknown = np.full(len(SHARES), np.nan)
    quantiles = np.array([unknown if norm is None else norm.quantiles for norm in norms])
    mean, sd = (np.array([np.nan if norm is None else getattr(norm, key) for norm in norms]) for key in ("mean", "sd"))
    return quantiles, mean, sd


def percentiles(quantiles: Floats, values: Floats) -> Floats:
    """Percentiles of values; a value that many texts have stands in the middle of them.

    Parameters
    ----------
    quantiles : ndarray, shape (measures, 101)
        NaN for a measure without a norm.
    values : ndarray, shape (measures, documents)
        NaN where nothing was measured.
    """
    rounded = np.round(values, _DECIMALS)
    left, right = _ranks(quantiles, rounded, np.less), _ranks(quantiles, rounded, np.less_equal)
    last = len(SHARES) - 1
    below, above = np.clip(left - 1, 0, last), np.clip(left, 0, last)
    low, high = (np.take_along_axis(quantiles, place, 1) for place in (below, above))
    width = high - low
    part = np.clip(np.where(width > 0, (rounded - low) / np.where(width > 0, width, 1.0), 0.0), 0.0, 1.0)
    between = SHARES[below] + part * (SHARES[above] - SHARES[below])
    tied = (SHARES[above] + SHARES[np.clip(right - 1, 0, last)]) / 2
    found: Floats = 100 * np.where(right > left, tied, between)
    found[np.isnan(values) | np.isnan(quantiles[:, :1])] = np.nan
    return found


def _ranks(quantiles: Floats, values: Floats, below: np.ufunc) -> NDArray[np.intp]:
    """How many of its measure's quantiles are below each value: a binary search of all values at once."""
    size = quantiles.shape[1]
    row = np.arange(len(quantiles))[:, None] * size
    rank = np.zeros(values.shape, np.intp)
    step = 1 << (size.bit_length() - 1)
    while step:
        further = rank + step
        reached = below(quantiles.take(row + np.minimum(further, size) - 1), values) & (further <= size)
        rank += step * reached
        step //= 2
    return rank


@cache
def _shipped(name: str) -> Reference:
    folder = files("biasscore.norms").joinpath("data")
    names = sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".json"))
    if name not in names:
        raise UnknownNameError.nearest("reference", name, names)
    return _read(folder.joinpath(f"{name}.json").read_text("utf-8"), name)


def _read(text: str, where: str) -> Reference:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArgumentError(f"not a reference: {where} is not JSON ({error})") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        got = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise ArgumentError(f"not a reference of schema {SCHEMA}: {where} has {got!r}")
    norms = {
        language: {
            measure: Norm(
                documents=row["documents"],
                outlets=row["outlets"],
                quantiles=np.array(row["quantiles"], float),
                **{key: math.nan if row[key] is None else float(row[key]) for key in _FIGURES},
            )
            for measure, row in rows.items()
        }
        for language, rows in data["norms"].items()
    }
    reference = Reference(data["name"], data["version"], norms, data["description"])
    if reference.digest != data["digest"]:
        raise ArgumentError(f"the figures of {where} are not those of its digest {data['digest']!r}")
    return reference


def _norm_json(norm: Norm) -> str:
    figures = ", ".join(f'"{key}": {_number(getattr(norm, key))}' for key in _FIGURES)
    quantiles = ", ".join(_number(value) for value in norm.quantiles.tolist())
    return f'{{"documents": {norm.documents}, "outlets": {norm.outlets}, {figures}, "quantiles": [{quantiles}]}}'


def _number(value: float) -> str:
    return "null" if math.isnan(value) else f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _norms(profiles: Sequence[Measured]) -> dict[str, Norm]:
    names = list(profiles[0])
    values = np.array([[profile[name].value for name in names] for profile in profiles])
    length = np.log(np.array([max(profile.n_words, 1) for profile in profiles], float))
    outlets = np.array(
        [str(profile.outlet) if profile.outlet else f"\0{number}" for number, profile in enumerate(profiles)]
    )
    found = {}
    for place, name in enumerate(names):
        norm = _norm(values[:, place], outlets, length)
        if norm is not None:
            found[name] = norm
    return found


def _norm(values: Floats, outlets: NDArray[np.str_], length: Floats) -> Norm | None:
    known = np.isfinite(values)
    values, length = values[known], length[known]
    if len(values) < _LEAST_TEXTS:
        return None
    _, outlet, sizes = np.unique(outlets[known], return_inverse=True, return_counts=True)
    weight = 1.0 / sizes[outlet] / len(sizes)
    mean = float(weight @ values)
    sd = math.sqrt(float(weight @ (values - mean) ** 2))
    if round(sd, _DECIMALS) == 0:
        return None
    quantiles = _quantiles(values, weight)
    mu, tau2, sigma2 = components(np.clip(values, *_tame(quantiles)), outlet)
    figures = (mean, sd, mu, tau2, sigma2, _correlation(values, length, weight))
    rounded = {key: round(figure, _DECIMALS) for key, figure in zip(_FIGURES, figures, strict=True)}
    return Norm(documents=len(values), outlets=len(sizes), quantiles=quantiles, **rounded)


def _tame(quantiles: Floats) -> tuple[float, float]:
    low, high = float(quantiles[1]), float(quantiles[-2])
    return (low, high) if low < high else (-math.inf, math.inf)


def _quantiles(values: Floats, weight: Floats) -> Floats:
    """Quantiles of the weighted distribution: the smallest value that at least that share does not exceed."""
    order = np.argsort(values, kind="stable")
    share = np.round(np.cumsum(weight[order]), 9)
    place = np.searchsorted(share, SHARES * share[-1], "left")
    quantiles: Floats = np.round(values[order][np.minimum(place, len(values) - 1)], _DECIMALS) + 0.0
    return quantiles


def _correlation(x: Floats, y: Floats, weight: Floats) -> float:
    dx, dy = x - weight @ x, y - weight @ y
    spread = math.sqrt(float(weight @ dx**2) * float(weight @ dy**2))
    return float(weight @ (dx * dy)) / spread if spread > 0 else math.nan
