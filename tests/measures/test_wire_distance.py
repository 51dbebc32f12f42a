"""wire_distance and the stance it partly rests on."""

from __future__ import annotations

import pytest

import biasscore as bs
from biasscore.measures.wire_distance import weights

NAME = "wire_distance"
NAMES = {
    "Norrsund": "Aldmark",
    "Lindqvar": "Petrosen",
    "Vardisk": "Marwick",
    "Karvesh": "Toland",
    "Tashuria": "Belmora",
    "Odrish": "Falken",
}


@pytest.fixture(scope="module")
def english(profiles):
    return {id_: profile for id_, profile in profiles.items() if id_.startswith("en/")}


def test_agency_copy_is_nearer_than_advocacy_on_every_event(english):
    for event in sorted({id_.split("/")[1] for id_ in english}):
        wire, advocacy = (english[f"en/{event}/{kind}"][NAME].value for kind in ("wire", "advocacy"))
        assert wire < advocacy, event


def test_it_is_a_sum_of_contributions(english):
    for id_, profile in english.items():
        parts = profile.explain(NAME)
        assert sum(part.value for part in parts) == pytest.approx(profile[NAME].value, abs=1e-9), id_
        assert profile[NAME].low < profile[NAME].value < profile[NAME].high, id_
        assert {part.label for part in parts} <= set(weights().names)


def test_weights_keep_the_sign_of_theory(root):
    import tomllib

    card = tomllib.loads((root / "biasscore/models/data/wire_distance.toml").read_text("utf-8"))
    for name, row in card["weights"].items():
        for kind in ("weight", "core"):
            assert row["sign"] * row[kind] >= 0, name
        assert row["core"] == 0 or not name.startswith("stance."), name
    assert list(card["weights"]) == list(weights().names)


def test_names_do_not_matter(corpus, english):
    """Names are parts of sentences to the attribution model, so a little moves; a standard deviation never."""
    moved = []
    for item in corpus:
        masked = item.text
        for old, new in NAMES.items():
            masked = masked.replace(old, new)
        if masked != item.text and item.id in english:
            moved.append(abs(bs.score(masked)[NAME].value - english[item.id][NAME].value))
    assert len(moved) >= 8
    assert max(moved) < 1
    assert sum(moved) / len(moved) < 0.25


def test_outlet_and_title_do_not_matter(corpus, english):
    for item in corpus[-4:]:
        assert bs.score(item.text, outlet="RT", title="A title", id="x")[NAME] == bs.score(item.text)[NAME]


@pytest.mark.parametrize("other", ["US", "USA"])
def test_the_united_states_are_no_pronoun(other):
    text = "U.S. officials said on Monday that U.S. forces would leave. The U.S. embassy declined to comment. " * 8
    first, second = bs.score(text), bs.score(text.replace("U.S.", other))
    assert first["stance.first_person"].value == second["stance.first_person"].value == 0
    assert first[NAME].value == pytest.approx(second[NAME].value, abs=0.1)


def test_glued_sentences_change_nothing():
    text = "The council met on Monday. The mayor said the bridge would reopen. Nobody asked about the cost. " * 12
    glued = text.replace(". The", ".The").replace(". Nobody", ".Nobody")
    assert bs.score(glued)[NAME].value == pytest.approx(bs.score(text)[NAME].value, abs=1e-9)


def test_what_cannot_be_known_says_so(profiles):
    assert bs.score("The mayor said it would rain.")[NAME].reason == "too_short"
    assert profiles["ar/army_takeover/wire"][NAME].reason == "language_unsupported"
    assert bs.Scorer(families=("sourcing",)).score("The mayor spoke. " * 60)[NAME].reason == "not_requested"
    assert profiles["ar/army_takeover/wire"].explain(NAME) == ()


def test_alone_and_in_a_batch(corpus):
    texts = [item.text for item in corpus]
    for text, together in zip(texts, bs.score_many(texts), strict=True):
        assert repr(bs.score(text)[NAME]) == repr(together[NAME])


def test_the_digest_shows(english):
    profile = english["en/dock_strike/wire"]
    assert len(profile.provenance["indices"][NAME]) == 12


def test_stance_counts_outside_quotation_marks():
    profile = bs.score(
        'It\'s cold in our town, and you must not go! "We are sure you should stay," she said. Is it so?'
    )
    found = {name: [e.text.lower() for e in profile.evidence(f"stance.{name}")] for name in ("first_person", "second_person", "obligation", "negation", "contraction")}  # fmt: skip
    assert found == {
        "first_person": ["our"],
        "second_person": ["you"],
        "obligation": ["must"],
        "negation": ["not"],
        "contraction": ["it's"],
    }
    own = profile.n_words - len("We are sure you should stay".split())
    assert profile["stance.question"].value > 0
    assert profile["stance.exclamation"].value > 0
    assert profile["stance.first_person"].value == pytest.approx(100 / own)


def test_stance_does_not_know_arabic(profiles):
    assert profiles["ar/army_takeover/wire"]["stance.question"].reason == "language_unsupported"


# --- false results that were met on the way (notes on reliability, section 7)


def test_length_is_not_read_from_zero_counts():
    """Rates are not shrunk: a text without loaded words adds the same whether it is short or long."""
    text = "The council met on Monday in the old hall. The bridge will cost 4 million. Work begins in the spring. "
    short, long = ({part.label: part.value for part in bs.score(text * k).explain(NAME)} for k in (6, 24))
    for name in weights().names:
        if name.startswith(("loaded_language.", "stance.")):
            assert short.get(name, 0.0) == pytest.approx(long.get(name, 0.0), abs=1e-9), name


def test_house_style_is_not_read():
    """Weekdays, paragraphs, brackets and dashes do not move what is counted."""
    text = "The council met on Monday (the old hall was full). The bridge - a long one - will cost 4 million. " * 10
    first = bs.score(text)[NAME].value
    assert bs.score(text.replace("Monday", "Thursday"))[NAME].value == pytest.approx(first, abs=1e-9)
    paragraphs = text.replace("4 million. ", "4 million.\n\n")
    assert bs.score(paragraphs)[NAME].value == pytest.approx(first, abs=1e-9)


def test_pairs_are_cut_to_exactly_equal_words(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks" / "train"))
    pairs = pytest.importorskip("pairs")
    long, short = "one two three  four\nfive six. seven", "alpha beta gamma"
    cut = pairs.cut(long, len(short.split()))
    assert (cut, len(cut.split())) == ("one two three", 3)
    assert pairs.cut(short, 99) == short
    text = "WASHINGTON (Reuters) - The council met on Monday. The mayor said it would meet again."
    assert "Reuters" not in pairs.body(text, bs.score(text))


def test_sentiment_is_shown_and_not_weighed():
    assert not [name for name in weights().names if name.startswith(("sentiment.", "sourcing.distancing"))]
