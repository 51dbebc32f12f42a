"""Scores of forms: from the table where it has them, from letters where nothing else is known."""

from __future__ import annotations

import numpy as np

from biasscore.models.forms import FormScores, letter_buckets
from biasscore.models.store import load_model
from biasscore.models.vectors import word_vectors
from biasscore.text.reading import Reader


def scores() -> FormScores:
    return FormScores(load_model("loaded_wording"), word_vectors())


def test_the_hash_of_letter_sequences_is_pinned() -> None:
    assert letter_buckets("abc") == [213, 5627]
    assert letter_buckets("ab") == [3484]
    assert letter_buckets("a") == []
    assert letter_buckets("") == []


def test_loaded_forms_score_above_plain_ones() -> None:
    made = scores()
    for form in ("shameless", "disgusting", "reckless"):
        assert made.score(form) > max(map(made.score, ("tuesday", "council", "budget", "approved")))


def test_unknown_forms_are_scored_by_their_letters() -> None:
    made = scores()
    first, second = made.score("disgustingish"), made.score("tabulatingish")
    of_ending = float(load_model("loaded_wording").arrays["word.form"][0][word_vectors().row("disgustingish")])
    assert word_vectors().row("disgustingish") == word_vectors().row("tabulatingish")
    assert len({first, second, of_ending}) == 3


def test_the_column_is_a_look_up_of_every_form() -> None:
    made, reader = scores(), Reader()
    for text in ("The council met.", "A shameless zzqwert of 1,200 words."):
        forms = reader.read([text]).table.forms
        wanted = np.arange(1, len(forms), 2, dtype=np.int32)
        expected = [float(np.float32(made.score(forms[number]))) for number in wanted]
        assert made.column(forms, np.array(list(map(word_vectors().row, forms))), wanted)[wanted].tolist() == expected
