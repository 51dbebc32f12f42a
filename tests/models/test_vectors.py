"""Static word vectors: every form has a row, unknown ones by their ending, and no row depends on what was asked before."""

from __future__ import annotations

import numpy as np

from biasscore.models.vectors import BUCKETS, ending, shape, word_vectors
from biasscore.text.reading import Reader


def test_forms_have_rows_of_their_own_and_unknown_ones_share_by_ending() -> None:
    vectors = word_vectors()
    assert vectors.row("") == 0
    assert not vectors.values[0].any()
    assert vectors.row("minister") != vectors.row("president")
    assert vectors.row("zzqwertation") == vectors.row("xxqwertation")
    assert vectors.row("1994") == vectors.row("2003")
    assert vectors.values.shape == (len(vectors.values), 64)
    assert vectors.row("zzqwertation") >= len(vectors.values) - BUCKETS


def test_the_hash_of_endings_is_pinned() -> None:
    assert ending("qwertation") == ending("tion") == 847
    assert shape("3,500th") == "0,000th"


def test_words_of_like_meaning_are_near() -> None:
    vectors = word_vectors()
    values = vectors.values / np.maximum(np.linalg.norm(vectors.values, axis=1, keepdims=True), 1e-9)
    near = values[vectors.row("terrible")] @ values[vectors.row("horrible")]
    far = values[vectors.row("terrible")] @ values[vectors.row("tuesday")]
    assert near > far + 0.2


def test_a_grown_table_and_another_table_give_the_rows_of_a_fresh_look_up() -> None:
    reader, row = Reader(), word_vectors().row
    for text, other in (
        ("The mayor said on Monday that the bridge would reopen.", reader),
        ("Critics called the delay a scandal.", reader),
        ("A scandal, critics said.", Reader()),
    ):
        table = other.read([text]).table
        assert table.of_forms(row)[: len(table.forms)].tolist() == list(map(row, table.forms))


def test_names_are_marked() -> None:
    vectors = word_vectors()
    assert vectors.row("trump") in vectors.names
    assert vectors.row("terrible") not in vectors.names
