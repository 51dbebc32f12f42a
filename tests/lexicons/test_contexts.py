"""Contexts in which an entry does not fire: what stands beside it in its own sentence, and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

import biasscore as bs
from biasscore.lexicons.contexts import Contexts
from biasscore.lexicons.lexicon import Entry

UNLESS = ("insurance _", "_ form", "lay _ to", "the false _", "_ on the fund")
FREE, ENTRY = (Entry("claim", "", 1.0, (), "any", unless, "", "") for unless in ((), UNLESS))


def _fires(text: str, contexts: Contexts) -> bool:
    """Whether 'claim' fires in a text, in which a full stop ends a sentence."""
    words = text.replace(".", " .").split()
    place = np.array([words.index("claim")], np.int32)
    word = np.array(contexts.numbers(words), np.int32)
    sentence = np.cumsum([0, *(word == "." for word in words[:-1])]).astype(np.int32)
    return bool(contexts.outside(place, place + 1, np.zeros(1, np.int32), word, sentence)[0])


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("claim", True),
        ("the claim of the mayor", True),
        ("an insurance claim", False),
        ("insurance. claim", True),
        ("a claim form", False),
        ("a claim. form", True),
        ("they lay claim to it", False),
        ("they lay claim", True),
        ("they lay. claim to it", True),
        ("the false claim", False),
        ("a false claim", True),
        ("false claim", True),
        ("a claim on the fund", False),
        ("a claim on the wall", True),
        ("a claim on the", True),
        ("a claim on. the fund", True),
    ],
)
def test_an_entry_is_silent_in_its_contexts_only(text: str, fires: bool) -> None:
    assert _fires(text, Contexts([ENTRY])) is fires


def test_an_entry_without_contexts_always_fires() -> None:
    assert Contexts([FREE, ENTRY]).guarded.tolist() == [False, True]


def test_the_last_word_of_a_text_is_no_context_of_the_next() -> None:
    texts = [
        "The town council spoke of the insurance",
        "Claim that the bridge is safe, and nobody in the town listens.",
    ]
    assert [one.to_json() for one in bs.score_many(texts)] == [bs.score(text).to_json() for text in texts]
