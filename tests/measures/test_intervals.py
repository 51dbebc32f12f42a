"""The 95 % intervals hold the truth 95 times in a hundred (the whole simulation: benchmarks/validity/intervals.py)."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest

import biasscore as bs
from biasscore.measures.statistics import diversities, mean_interval, rate_interval, spread_interval

SIMULATION = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "validity" / "intervals.py"))


@pytest.mark.parametrize("kind", SIMULATION["KINDS"], ids=lambda kind: kind.__name__)
def test_coverage(kind):
    inside, _, _ = SIMULATION["coverage"](kind, times=3000, seed=1)
    assert 0.92 <= inside <= 0.98  # 93 to 97, and what 3,000 draws may stray


def test_the_value_lies_in_its_interval():
    rng = np.random.default_rng(3)
    n = rng.poisson(1.5, 500)
    ends = rate_interval(n, n, 1.0, np.full(500, 4.0))
    assert np.all((ends.low <= n / 4) & (n / 4 <= ends.high))
    for _ in range(200):
        counts = rng.integers(1, 6, rng.integers(1, 30))
        p = counts / counts.sum()
        _, (low, high) = diversities(counts, np.array([len(counts)]))
        assert 1 <= low <= np.exp(-(p * np.log(p)).sum()) + 1e-12 <= high + 1e-12
        x = rng.choice([-1.0, 0.0, 0.2, 1.0], rng.integers(3, 30))
        ends = spread_interval([(x**k).sum() for k in (1, 2, 3, 4)], len(x), 1.0)
        assert 0 <= ends.low <= x.std() + 1e-9 <= ends.high + 2e-9 <= 1 + 2e-9


def test_a_few_equal_values_are_no_certainty():
    assert diversities(np.array([1]), np.array([1]))[1].high > 3
    steps = mean_interval(-2.0, 2.0, 2.0, -1, 1, 0.7)
    assert steps.high - steps.low > 0.5
    assert spread_interval([0.0, 0.0, 0.0, 0.0], 8, 1.0) == (0.0, 1.0)


def test_more_text_is_surer():
    once, often = (
        bs.score("The vile regime lied. Rain fell all day in the north of the country. " * k) for k in (3, 30)
    )
    for name in ("loaded_language.density.author", "framing.naming.author", "sentiment.volatility.author"):
        assert often[name].high - often[name].low < once[name].high - once[name].low, name


def test_one_source_often_is_no_surer_than_one_source_once():
    said = "Anna Lee said that the {} would open on Monday. "
    once, often = (bs.score("".join(map(said.format, things))) for things in (["bridge"], ["bridge", "port", "dam"]))
    assert often["sourcing.named_share"].n == 3
    assert often["sourcing.named_share"].low == pytest.approx(once["sourcing.named_share"].low)
    two = bs.score(said.format("bridge") + said.format("port").replace("Anna Lee", "Omar Haddad"))
    assert two["sourcing.named_share"].low > once["sourcing.named_share"].low
