"""Every error belongs to one tree, is a built-in too, and says what was wrong, what was got and what is allowed."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

import biasscore as bs
from biasscore import errors

TREE = [
    (errors.InputTypeError, errors.BiasscoreError, TypeError),
    (errors.ArgumentError, errors.BiasscoreError, ValueError),
    (errors.LexiconError, errors.ArgumentError, ValueError),
    (errors.UnknownNameError, errors.BiasscoreError, KeyError),
    (errors.MissingExtraError, errors.BiasscoreError, ImportError),
    (errors.ModelError, errors.BiasscoreError, ValueError),
    (errors.ScoringError, errors.BiasscoreError, Exception),
]


@pytest.mark.parametrize(("error", "parent", "built_in"), TREE, ids=lambda item: item.__name__)
def test_tree(error: type, parent: type, built_in: type) -> None:
    assert issubclass(error, parent)
    assert issubclass(error, built_in)


def test_every_error_is_in_the_tree_and_in_its_drawing() -> None:
    found = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)}
    assert found == {errors.BiasscoreError} | {row[0] for row in TREE}
    assert errors.__doc__ is not None
    assert all(error.__name__ in errors.__doc__ for error in found)


MESSAGES: list[tuple[Any, type, list[str]]] = [
    (lambda: bs.score(b"text"), TypeError, ["text must be a str", "got bytes", "decode"]),
    (lambda: bs.score(None), TypeError, ["text must be a str", "got NoneType", "empty string"]),
    (lambda: bs.score(3.5), TypeError, ["text must be a str", "got float"]),
    (lambda: bs.score("Hi", title=3), ValueError, ["title", "got int"]),
    (lambda: bs.score("Hi", lang="English"), ValueError, ["lang", "'English'", "'en'"]),
    (lambda: bs.Scorer(families=("frames",)), ValueError, ["families", "'frames'", "'framing'", "'sourcing'"]),
    (lambda: bs.Scorer(attribution="magic"), ValueError, ["attribution", "'magic'", "'model'", "'rules'"]),
    (lambda: bs.Scorer(loaded="magic"), ValueError, ["loaded", "'magic'", "'lexicon'"]),
    (lambda: bs.Scorer(measures=("sentiment.tome",)), KeyError, ["'sentiment.tome'", "did you mean", "sentiment.tone"]),
    (lambda: bs.score_many(["a"], on_error="ignore"), ValueError, ["on_error", "'ignore'", "'record'", "'raise'"]),
    (lambda: bs.score_many(["a"], jobs=0), ValueError, ["jobs", "1 or more", "0"]),
    (lambda: bs.score_many(["a"], jobs="two"), ValueError, ["jobs", "'two'"]),
    (lambda: bs.score_many("one text"), ValueError, ["items", "str", "score()"]),
    (lambda: bs.score_many({"text": "one"}), ValueError, ["items", "dict", "score()"]),
    (lambda: bs.score("Hi")["loaded_language.densty"], KeyError, ["did you mean", "loaded_language.density"]),
    (lambda: bs.score("Hi").index("bias"), ValueError, ["'bias'", "'one_sidedness'", "'wire_distance'"]),
    (lambda: bs.lexicons.load("hedge", "en"), KeyError, ["unknown lexicon", "'hedge'"]),
    (lambda: bs.measures("sorcing"), ValueError, ["family", "'sorcing'", "'sourcing'"]),
]


@pytest.mark.parametrize(("call", "built_in", "parts"), MESSAGES, ids=lambda item: None)
def test_messages(call: Any, built_in: type[Exception], parts: list[str]) -> None:
    with pytest.raises(built_in) as caught:
        call()
    assert isinstance(caught.value, bs.BiasscoreError)
    message = str(caught.value)
    assert [part for part in parts if part not in message] == []
    assert "\n" not in message


def test_a_missing_extra_says_how_to_install_it() -> None:
    error = errors.MissingExtraError.for_module("pyarrow", "arrow")
    assert "pyarrow" in str(error)
    assert "pip install 'biasscore[arrow]'" in str(error)


@pytest.mark.parametrize("name", [None, "row 7"])
def test_scoring_error_is_a_record(name: str | None) -> None:
    error = bs.ScoringError(id=name, position=6, type="InputTypeError", message="text must be a str")
    assert (error.id, error.position, error.type, error.message) == (
        name,
        6,
        "InputTypeError",
        "text must be a str",
    )
    assert error.status == "error"
    assert "item 6" in str(error)
    row = error.to_dict()
    assert row["id"] == name
    assert row["status"] == "error"
    assert row["error"] == {"type": "InputTypeError", "message": "text must be a str"}
    again = pickle.loads(pickle.dumps(error))
    assert again.to_dict() == row


def test_unknown_name_shows_its_message_not_its_repr() -> None:
    error = errors.UnknownNameError.nearest("measure", "sourcing.named", ["sourcing.named_share", "xyz"])
    assert str(error) == "unknown measure 'sourcing.named'; did you mean 'sourcing.named_share'?"
    assert str(errors.UnknownNameError.nearest("measure", "zzz", ["abc"])) == "unknown measure 'zzz'"


def test_errors_py_needs_no_one() -> None:
    source = Path(errors.__file__).read_text("utf-8")
    assert "from biasscore" not in source
