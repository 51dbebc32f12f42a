"""The garbage collector waits for a block, and is left as it was found."""

from __future__ import annotations

import gc

import pytest

import biasscore
from biasscore.engine import collection_waits


@pytest.mark.parametrize("on", [True, False])
def test_collector_is_left_as_it_was(on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with collection_waits():
            assert not gc.isenabled()
        assert gc.isenabled() is on
        with pytest.raises(KeyError), collection_waits():
            raise KeyError
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()


def test_scoring_leaves_no_cycles() -> None:
    text = "The minister said on Monday that talks had failed. Critics called the plan a disgrace. " * 3
    scorer = biasscore.Scorer()
    list(scorer.score_many([text] * 3))
    gc.collect()
    profiles = list(scorer.score_many([text + str(number) for number in range(20)]))
    del profiles
    assert gc.collect() < 20
