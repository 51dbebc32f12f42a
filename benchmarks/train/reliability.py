"""Fits the weights of the outlets' reliability: ``python benchmarks/train/reliability.py`` (``--check`` only compares).

Target: PC1 of Lin et al. (2023), half centred by political side (PC1 is confounded with it). Features: measures in
standard deviations over the fitted documents, clipped at 3, unknown = mean. Ridge on documents, every outlet with the
same weight, weights held to theory's sign. Only train outlets are fitted on; benchmarks/validity/reliability.py
cross-validates the same recipe.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from corpora import profiles, train_ok
from scipy.optimize import nnls

import biasscore as bs
from biasscore.measures.weighted import Weights
from biasscore.models.store import pack, sha256
from biasscore.norms.variance import components
from biasscore.outlet_scores import INDICATORS

HERE = Path(bs.__file__).parent / "models" / "data"
VERSION = "2026.1"
RIDGE, HALF, LEAST_ARTICLES = 300.0, 0.5, 10
LOADED = (
    "sentence_share",
    "intensifier",
    "factive",
    "booster",
    "one_sided_term",
    "label",
    "exaggeration",
    "implicative",
)
SIGNS = {
    "loaded_language.density.author": -1,
    "loaded_language.density.all": -1,
    **{f"loaded_language.{name}.all": -1 for name in LOADED},
    "loaded_language.scare_quote.author": -1,
    "loaded_language.hedge.all": 1,
    "sourcing.unattributed_evaluation": -1,
    "sourcing.attributed_share": 1,
    "sourcing.attribution_density": 1,
    "sourcing.neutral_cue_share": 1,
    "sourcing.source_count": 1,
    "sourcing.source_diversity": 1,
    "sourcing.named_share": 1,
    "sourcing.anonymous_share": -1,
    "sourcing.top_source_share": -1,
    "sourcing.endorsing_cue_share": -1,
    "sourcing.secondary_share": -1,
    "sourcing.longest_unattributed_run": -1,
    "sourcing.orphan_sources": -1,
    "stance.first_person": -1,
    "stance.second_person": -1,
    "stance.question": -1,
    "stance.exclamation": -1,
    "stance.obligation": -1,
    "stance.negation": -1,
    "stance.contraction": -1,
    "stance.connective": -1,
    "stance.number": 1,
}
"""Column -> sign that theory gives it (+ = more reliable)."""


class Outlets(NamedTuple):
    """Documents of outlets with enough articles and a PC1.

    Attributes
    ----------
    values : ndarray, shape (columns, documents)
        In the order of ``SIGNS``.
    outlet : ndarray of int, shape (documents,)
        Row of the other fields.
    pc1 : ndarray, shape (outlets,)
        Target.
    side : ndarray of str, shape (outlets,)
        left, center or right: that of most of its articles.
    names : list of str
        Domains.
    """

    values: np.ndarray
    outlet: np.ndarray
    pc1: np.ndarray
    side: np.ndarray
    names: list[str]


def outlets(rows: list[dict], found: list[bs.Profile]) -> Outlets:
    """Rows and their profiles as columns."""
    count = Counter(row["domain"] for row in rows)
    names = sorted({r["domain"] for r in rows if count[r["domain"]] >= LEAST_ARTICLES and r["pc1"] is not None})
    place = {name: number for number, name in enumerate(names)}
    chosen = [(row, profile) for row, profile in zip(rows, found, strict=True) if row["domain"] in place]
    values = np.array([[profile[name].value for _, profile in chosen] for name in SIGNS])
    by_name: dict[str, list[dict]] = {}
    for row, _ in chosen:
        by_name.setdefault(row["domain"], []).append(row)
    side = [Counter(row["label"] for row in by_name[name]).most_common(1)[0][0] for name in names]
    outlet = np.array([place[row["domain"]] for row, _ in chosen])
    return Outlets(values, outlet, np.array([by_name[name][0]["pc1"] for name in names]), np.array(side), names)


def fit(data: Outlets, chosen: np.ndarray | None = None, columns: np.ndarray | None = None) -> Weights:
    """Fit on some outlets (all by default), on some columns (all by default)."""
    of = np.ones(len(data.names), bool) if chosen is None else chosen
    used = np.ones(len(SIGNS), bool) if columns is None else columns
    rows = of[data.outlet]
    values, outlet = data.values[:, rows], data.outlet[rows]
    weight = (1.0 / np.bincount(outlet, minlength=len(data.names)).clip(1))[outlet]
    known = np.isfinite(values)
    total = (known * weight).sum(1)
    mean = np.where(known, values * weight, 0).sum(1) / total
    sd = np.sqrt(np.where(known, weight * (values - mean[:, None]) ** 2, 0).sum(1) / total)
    scale = Weights(tuple(SIGNS), mean, np.where(sd > 0, sd, 1.0), np.zeros(len(SIGNS)), np.zeros(len(SIGNS)), 1.0)
    z = scale.scaled(values).T
    target = data.pc1.copy()
    for side in set(data.side.tolist()):
        here = data.side == side
        target[here] -= HALF * (data.pc1[here & of].mean() - data.pc1[of].mean())
    y, weight = target[outlet], weight / weight.mean()
    y = y - np.average(y, weights=weight)
    signs = np.array(list(SIGNS.values()), float)
    design = (z * signs * used) * np.sqrt(weight)[:, None]
    ridge = np.sqrt(RIDGE) * np.eye(len(signs))
    beta, _ = nnls(np.vstack([design, ridge]), np.concatenate([y * np.sqrt(weight), np.zeros(len(signs))]))
    return scale._replace(weight=beta * signs)


def scores(weights: Weights, values: np.ndarray) -> np.ndarray:
    """Score of every document."""
    return weights.contributions(values).sum(0)


def main() -> int:
    rows = train_ok("abp_outlets")
    data = outlets(rows, profiles(rows, reference=None))
    found = fit(data)
    spread = scores(found, data.values).std()
    weight = np.round(found.weight / spread, 4) + 0.0
    found = found._replace(weight=weight)
    mu, tau2, sigma2 = components(scores(found, data.values), data.outlet)
    arrays = {"mean": found.mean, "sd": found.sd, "weight": weight, "model": np.array([mu, tau2, sigma2])}
    packed = pack({name: np.round(value, 6) for name, value in arrays.items()}, {"names": list(SIGNS)})
    text = card(data, weight, (mu, tau2, sigma2), sha256(packed))
    path = HERE / "reliability.toml"
    same = path.exists() and path.read_text("utf-8") == text
    print("as shipped" if same else "changed")
    for name, beta in sorted(zip(SIGNS, weight, strict=True), key=lambda pair: -abs(pair[1])):
        print(f"  {beta:+.3f} {name}")
    if "--check" in sys.argv:
        return 0 if same else 1
    (HERE / "reliability.npz").write_bytes(packed)
    path.write_text(text, "utf-8")
    return 0


def validity(data: Outlets, name: str) -> float:
    """Spearman correlation of the outlets' means of one measure with PC1, train outlets."""
    from scipy.stats import spearmanr

    row = data.values[list(SIGNS).index(name)]
    known = np.isfinite(row)
    mean = np.bincount(data.outlet[known], row[known], len(data.names)) / np.bincount(
        data.outlet[known], minlength=len(data.names)
    ).clip(1)
    return float(spearmanr(mean, data.pc1).statistic)


def card(data: Outlets, weight: np.ndarray, model: tuple[float, float, float], digest: str) -> str:
    """The model's card."""
    names = [indicator.measure for indicator in INDICATORS.values() if indicator.measure in SIGNS]
    lines = [
        'name = "reliability"',
        f'version = "{VERSION}"',
        'what = "weights of the outlets\' composite of text-observable reliability indicators"',
        'trained_by = "benchmarks/train/reliability.py"',
        'measured_by = "benchmarks/validity/reliability.py"',
        'data = "Article-Bias-Prediction (Baly et al. 2020): train of abp_outlets; target: PC1, Lin et al. (2023)"',
        'licence = "Apache-2.0 (compilation); coefficients MIT"',
        f'method = "sign-constrained ridge on documents of {len(data.names)} outlets, PC1 half centred by side"',
        'limits = "US outlets before 2021; PC1 rates outlets, not articles; falsity, ownership and corrections are not '
        'in a text; untested on state media"',
        f'sha256 = "{digest}"',
        "",
        "[model] # mean, variance between and within outlets, of documents' scores",
        f"mu = {model[0]:.4f}\ntau2 = {model[1]:.4f}\nsigma2 = {model[2]:.4f}",
        "",
        "[validity] # Spearman of outlets' means with PC1, train outlets, one measure alone",
        *(f'"{name}" = {validity(data, name):.2f}' for name in names),
        "",
        "[weights] # per standard deviation",
        *(f'"{name}" = {beta:.4f}' for name, beta in zip(SIGNS, weight, strict=True)),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
