"""Types of sources, voices and actors: a sentence, and what is found in it."""

from __future__ import annotations

import pytest

import biasscore as bs

TYPES = [
    ("Anna Lee said the bridge was safe.", "person", True, False),
    ("The European Union said the bridge was safe.", "body", True, False),
    ("Paris said the bridge was safe.", "metonym", True, False),
    ("A senior diplomat said the bridge was safe.", "anonymous_described", False, True),
    ("Sources said the bridge was safe.", "anonymous_bare", False, True),
    ("A report found that the bridge was safe.", "document", True, False),
    ("Reuters reported that the bridge was safe.", "media", True, False),
    ("It was announced that the bridge was safe.", "elided", False, False),
]
ARABIC = [
    ("قال وزير الخارجية إن المحادثات كانت مثمرة.", "وزير الخارجية", "إن المحادثات كانت مثمرة"),
    ("أكد متحدث باسم الحكومة أن الجسر آمن.", "متحدث باسم الحكومة", "أن الجسر آمن"),
    ("وفقا لتقرير الأمم المتحدة، الجسر آمن.", "الأمم المتحدة", "الجسر آمن"),
]


@pytest.mark.parametrize(("text", "kind", "named", "anonymous"), TYPES, ids=[row[1] for row in TYPES])
def test_source_type(text, kind, named, anonymous):
    (found,) = bs.score(text).attributions
    assert (found.source_type, found.named, found.anonymous) == (kind, named, anonymous)


@pytest.mark.parametrize(("text", "source", "content"), ARABIC)
def test_arabic_verb_first(text, source, content):
    (found,) = bs.score(text, lang="ar").attributions
    assert source in found.source.text
    assert found.content[0].text == content


NOT_CITED = [
    "كان يلعب في الحديقة فحسب، والرجل يراقبه من بعيد.",  # 'only', not 'according to'
    "تأثير المدينة على الوافدين الجدد كان كبيرا.",  # 'the new', not 'he renewed that'
    "نقلت العائلة أثاثها إلى المدينة بعد أن باعت البيت.",  # 'after she sold', not 'reported that'
    'سجلت الفرقة أغنية "مطر على النافذة" قبل عامين.',  # the name of a thing
]


@pytest.mark.parametrize("text", NOT_CITED)
def test_arabic_nobody_is_cited(text):
    assert bs.score(text, lang="ar").attributions == ()


def test_arabic_name_in_marks_is_not_what_is_said():
    (found,) = bs.score(
        'قال الوزير لصحيفة "الصباح" اليوم: "لن تعقد الحكومة انتخابات هذا العام".', lang="ar"
    ).attributions
    assert found.content[0].text == "لن تعقد الحكومة انتخابات هذا العام"


def test_a_medium_makes_it_second_hand():
    first, second = bs.score(
        "A diplomat told Le Monde the talks had failed. A diplomat said the talks had failed."
    ).attributions
    assert (first.secondary, second.secondary) == (True, False)


def test_voices():
    profile = bs.score(
        'The reckless mayor left. Anna Lee said the vote was a shameful farce. "It was reckless," she said.'
    )
    voices = {(e.text, e.voice) for e in profile.evidence("loaded_language.density.all")}
    assert {("reckless", "author"), ("shameful", "paraphrased"), ("reckless", "quoted")} <= voices


def test_a_few_words_in_marks_are_scare_quotes_a_sentence_is_not():
    assert [
        e.text for e in bs.score('They sent their "experts" to the village.').evidence("loaded_language.scare_quote")
    ] == ["experts"]
    assert (
        bs.score('"We sent our experts to the village," Anna Lee said.').evidence("loaded_language.scare_quote") == ()
    )


def test_actors_by_surname_capital_and_alias():
    profile = bs.score(
        "President Anna Lee met envoys of the United Nations in Rome on Monday. Lee thanked the UN. "
        "Paris and Berlin welcomed the talks. She left France later."
    )
    actors = {actor.name: [mention.text for mention in actor.mentions] for actor in profile.actors}
    assert actors["Anna Lee"] == ["Anna Lee", "Lee"]
    assert actors["United Nations"] == ["United Nations", "UN"]
    assert actors["France"] == ["Paris", "France"]
    assert "Monday" not in actors
    assert "Italy" not in actors  # 'in Rome' is where, not who


def mentions_of(text: str) -> dict[str, list[str]]:
    return {actor.name: [mention.text for mention in actor.mentions] for actor in bs.score(text).actors}


def test_one_surname_two_persons():
    found = mentions_of("Anna Lee met David Lee on Monday. Lee was late. Anna Lee waited, Lee said. Dave Lee left.")
    assert found == {"Anna Lee": ["Anna Lee", "Anna Lee", "Lee"], "David Lee": ["David Lee", "Lee", "Dave Lee"]}


def test_a_common_last_word_makes_no_common_actor():
    found = mentions_of("The Harbour Bank sued the Meadow Bank. The Meadow Bank paid. The Harbour Bank did not.")
    assert {name: len(runs) for name, runs in found.items()} == {"Harbour Bank": 2, "Meadow Bank": 2}


def test_may_is_a_month_and_a_name():
    assert mentions_of("Talks began in May. The parties met in May again, and until May nobody paid.") == {}
    assert mentions_of("Theresa May left in May. Nobody followed May.") == {"Theresa May": ["Theresa May", "May"]}


DESCRIBED = [
    ("Her mother said the bridge was safe.", "person", False, False),
    ("Parents said the bridge was safe.", "anonymous_bare", False, True),
    ("Some critics said the bridge was safe.", "anonymous_bare", False, True),
    ("Critics of the mayor said the bridge was safe.", "anonymous_described", False, True),
    ("60 percent say the bridge is safe.", "document", True, False),
    ("Anna Lee, who said the bridge was safe, left.", "person", True, False),
    ("WHO said the water was safe.", "body", True, False),
    ("Education minister Anna Lee said the school was safe.", "person", True, False),
]


@pytest.mark.parametrize(("text", "kind", "named", "anonymous"), DESCRIBED, ids=[row[0][:25] for row in DESCRIBED])
def test_descriptions(text, kind, named, anonymous):
    (found,) = bs.score(text).attributions
    assert (found.source_type, found.named, found.anonymous) == (kind, named, anonymous)


def test_a_last_word_reads_alike_whatever_follows_in_the_batch():
    alone = bs.score("A0 ").actors
    assert alone == next(iter(bs.score_many(["A0 ", "The mayor left."]))).actors == ()
