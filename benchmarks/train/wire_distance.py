"""Fits the weights of wire_distance: ``python benchmarks/train/wire_distance.py`` (``--check`` only compares).

Logistic regression on differences between an agency article and another report of the same event, whole and cut to
exactly equal words; no intercept; every event weighs 1 / sqrt(its pairs); weights held to theory's sign. Stance is
penalised ten times as much as the rest, so that sourcing leads. Chosen by cross-validation over train events.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from corpora import profiles, train_ok, wire_rows
from pairs import scored, wire_pairs
from scipy.optimize import minimize

import biasscore as bs
from biasscore.measures.weighted import Weights
from biasscore.measures.wire_distance import NAME
from biasscore.models.store import pack, sha256

HERE = Path(bs.__file__).parent / "models" / "data"
VERSION = "2026.1"
PENALTY, STANCE_PENALTY, FOLDS = 3.0, 30.0, 10
LOADED = (
    "density",
    "sentence_share",
    "intensifier",
    "factive",
    "one_sided_term",
    "label",
    "exaggeration",
    "scare_quote",
    "implicative",
    "assertive",
    "booster",
)
SIGNS = {
    "sourcing.attributed_share": -1,
    "sourcing.attribution_density": -1,
    "sourcing.quoted_share": 0,
    "sourcing.neutral_cue_share": -1,
    "sourcing.named_share": -1,
    "sourcing.anonymous_share": 0,
    "sourcing.top_source_share": 1,
    "sourcing.endorsing_cue_share": 1,
    "sourcing.secondary_share": 1,
    "sourcing.unattributed_evaluation": 1,
    **{f"loaded_language.{name}.author": 1 for name in LOADED},
    "stance.first_person": 1,
    "stance.second_person": 1,
    "stance.question": 1,
    "stance.exclamation": 1,
    "stance.obligation": 1,
    "stance.negation": 1,
    "stance.contraction": 1,
    "stance.connective": 1,
    "stance.present": 1,
    "stance.number": -1,
    "stance.sentence_length": 0,
    "stance.word_length": 0,
}
"""Column -> sign that theory gives it (+ = further from an agency), 0 = none. Nothing that grows with the length of a
text is among them (numbers of sources, the longest run without one)."""


def values(found: list[bs.Profile], names: list[str]) -> np.ndarray:
    """Values of some columns, shape (columns, documents)."""
    return np.array([[profile[name].value for profile in found] for name in names])


def fit(differences: np.ndarray, weight: np.ndarray, names: list[str]) -> np.ndarray:
    """Weights from differences (other minus agency), shape (pairs, columns)."""
    penalty = np.array([STANCE_PENALTY if name.startswith("stance.") else PENALTY for name in names])
    weight = weight / weight.mean()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        margin = differences @ beta
        pull = weight / (1 + np.exp(margin))
        value = (weight * np.logaddexp(0, -margin)).sum() + (penalty * beta**2).sum() / 2
        return value, penalty * beta - differences.T @ pull

    bounds = [((0, None), (None, 0), (None, None))[(1, -1, 0).index(SIGNS[name])] for name in names]
    return minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds).x


def scale() -> tuple[list[str], np.ndarray, np.ndarray]:
    """Columns that are measured, their means and standard deviations over us_news."""
    reference = bs.Reference.from_profiles(profiles(train_ok("abp_outlets"), reference=None))
    norms = {name: norm for name in SIGNS if (norm := reference.norm("en", name))}
    return list(norms), np.array([n.mean for n in norms.values()]), np.array([n.sd for n in norms.values()])


def main() -> int:
    names, mean, sd = scale()
    plain = Weights(tuple(names), mean, sd, np.ones(len(names)), np.zeros(len(names)), 1.0)
    pairs = wire_pairs("train")
    per_event = Counter(pair.event for pair in pairs)
    weight = np.array([per_event[pair.event] ** -0.5 for pair in pairs])
    kinds = []
    for equal in (False, True):
        first, second = zip(*scored(pairs, equal=equal, reference=None), strict=True)
        kinds.append((plain.scaled(values(second, names)) - plain.scaled(values(first, names))).T)
    events = sorted(per_event)
    fold_of = dict(zip(events, np.random.default_rng(0).permutation(len(events)) % FOLDS, strict=True))
    fold = np.array([fold_of[pair.event] for pair in pairs])
    agency = plain.scaled(values(profiles(wire_rows(), reference=None), names))
    arrays = {"mean": mean, "sd": sd, "origin": agency.mean(1)}
    figures = {}
    for suffix, columns in (("", names), ("_core", [name for name in names if not name.startswith("stance.")])):
        chosen = np.isin(names, columns)
        both, twice = np.vstack(kinds)[:, chosen], np.tile(weight, 2)
        margins = np.zeros((2, len(pairs)))
        for number in range(FOLDS):
            beta = fit(both[np.tile(fold != number, 2)], twice[np.tile(fold != number, 2)], columns)
            for kind in (0, 1):
                margins[kind, fold == number] = kinds[kind][fold == number][:, chosen] @ beta
        beta = np.zeros(len(names))
        beta[chosen] = np.round(fit(both, twice, columns), 4)
        arrays[f"weight{suffix}"] = beta
        arrays[f"spread{suffix}"] = np.array([(beta @ agency).std()])
        figures[suffix] = [float((margin > 0).mean()) for margin in margins]
        whole, equal = figures[suffix]
        print(f"weights{suffix}: cross-validated paired accuracy {whole:.3f}, equal words {equal:.3f}")
    packed = pack({name: np.round(value, 6) for name, value in arrays.items()}, {"names": names})
    text = card(names, arrays, figures, len(pairs), len(events), sha256(packed))
    path = HERE / f"{NAME}.toml"
    same = path.exists() and path.read_text("utf-8") == text
    print("as shipped" if same else "changed")
    for name, beta in sorted(zip(names, arrays["weight"], strict=True), key=lambda pair: -abs(pair[1])):
        print(f"  {beta:+.3f} {name}")
    if "--check" in sys.argv:
        return 0 if same else 1
    HERE.mkdir(exist_ok=True)
    (HERE / f"{NAME}.npz").write_bytes(packed)
    path.write_text(text, "utf-8")
    return 0


def card(
    names: list[str],
    arrays: dict[str, np.ndarray],
    figures: dict[str, list[float]],
    pairs: int,
    events: int,
    digest: str,
) -> str:
    """The model's card."""
    reach = np.abs(arrays["weight"])
    groups = ("sourcing", "loaded", "stance")
    share = {group: reach[[name.startswith(group) for name in names]].sum() / reach.sum() for group in groups}
    lines = [
        f'name = "{NAME}"',
        f'version = "{VERSION}"',
        'what = "weights of the index wire_distance: how unlike agency copy on the same event a text is"',
        'trained_by = "benchmarks/train/wire_distance.py"',
        'measured_by = "benchmarks/validity/reliability.py"',
        'data = "Article-Bias-Prediction (Baly et al. 2020): train rows with train_ok of abp_wire_events, abp_events"',
        'licence = "Apache-2.0 (compilation); coefficients MIT"',
        f'method = "sign-constrained logistic regression on {pairs} pair differences of {events} events"',
        'limits = "all agency texts are Reuters; US politics 2010 to 2020; English; not reliability, not truth"',
        f'sha256 = "{digest}"',
        "",
        "[figures] # paired accuracy, cross-validated over train events",
        *(
            f"{kind}{suffix} = {value:.3f}"
            for suffix, pair in figures.items()
            for kind, value in zip(("whole", "equal_words"), pair, strict=True)
        ),
        *(f"share_{group} = {value:.2f}" for group, value in share.items()),
        "",
        "[weights] # per standard deviation of us_news; core: without stance",
        *(
            f'"{name}" = {{ weight = {weight:.4f}, core = {core:.4f}, sign = {SIGNS[name]} }}'
            for name, weight, core in zip(names, arrays["weight"], arrays["weight_core"], strict=True)
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
