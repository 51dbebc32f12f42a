"""Where sentences end: tables of texts with ' | ' where the boundaries must be found."""

from __future__ import annotations

import itertools

import pytest

from biasscore.text.reading import Reader

ENGLISH = [
    "The road is closed. | The ferry runs.",
    "Is the road closed? | Yes! | The ferry runs.",
    # abbreviations and titles
    "Mr. Lee met Dr. Roe and Gen. Abbo on Monday. | They left.",
    "Lt. Col. Amin Sow spoke. | Nobody answered.",
    "It cost No. 7 dear. | The others paid less.",
    "The U.S. Senate met. | It rose late.",
    "He lives in the U.S. | The family moved there in 2001.",
    "The firm, Orlan Inc., closed. | Workers left.",
    "They met at 5 p.m. on Monday. | It rained.",
    "It began at 5 p.m. | The crowd left at nine.",
    "He brought apples, pears, etc. | They were eaten.",
    "Prices rose, e.g. Bread doubled in price. | Milk did not.",
    # initials
    "A. B. Lee and J.K. Roe signed. | The treaty holds.",
    "J. Lee wrote it. | P. Roe read it.",
    # marks behind the stop
    "“We will go.” | The minister sat down.",
    "“We will go,” he said. | The minister sat down.",
    '"We will go." | The minister sat down.',
    "“Will you go?” he asked. | Nobody knew.",
    "(The road is closed.) | The ferry runs.",
    "He called it ‘a farce.’ | Nobody laughed.",
    "The end came. ” | Nobody laughed.",
    # glued
    "They broke off the talks. | So far nobody has called.",
    "He left. | “We wait,” she said.",
    # footnotes
    "The dam was built in 1961. [6] | It broke in 1999.",
    "The dam was built in 1961.[6] | It broke in 1999.",
    # numbers
    "Prices rose by 3.5 percent. | Wages did not.",
    "It was 14.7. | Nobody had expected that.",
    # ellipses
    "We waited ... and waited. | Nobody came.",
    "We waited… | Nobody came.",
    "It is ... the end.",
    # no boundary
    "Visit www.example.org. for more",
    "The Yahoo! group met",
]
GLUED = [
    ("They broke off the talks.So far nobody has called.", ["They broke off the talks.", "So far nobody has called."]),
    ("He left.“We wait,” she said.", ["He left.", "“We wait,” she said."]),
    ("They want peace.”The others wait.", ["They want peace.”", "The others wait."]),
    ("It rained.The U.S. envoy left.He slept.", ["It rained.", "The U.S. envoy left.", "He slept."]),
]
ARABIC = [
    "انتهت المحادثات دون اتفاق. | غادر الوزير العاصمة.",
    "هل انتهت المحادثات؟ | لا أحد يعلم.",
    "بلغت النسبة 3.5 في المئة. | ارتفعت الأسعار.",
    'قال الوزير: "سنعود." | غادر العاصمة.',
    "قال د. سالم إن الطريق مغلق. | غادر الجميع.",
]


def sentences(text: str, lang: str | None = None) -> list[str]:
    block = Reader().read([text], [lang])
    starts = block.sentence_start.tolist()
    return [text[slice(*block.offsets(0, a, b))] for a, b in itertools.pairwise(starts)]


@pytest.mark.parametrize("marked", ENGLISH)
def test_english(marked: str) -> None:
    assert sentences(marked.replace(" | ", " "), "en") == marked.split(" | ")


@pytest.mark.parametrize("marked", ARABIC)
def test_arabic(marked: str) -> None:
    assert sentences(marked.replace(" | ", " "), "ar") == marked.split(" | ")


@pytest.mark.parametrize(("text", "expected"), GLUED)
def test_glued(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected
    assert "glued_sentences" in Reader().read([text]).warnings[0]


@pytest.mark.parametrize("text", ["See example.Org now", "at 3.Go", "a.b.c", "10.5.2", "mail@site.Com is down"])
def test_not_glued(text: str) -> None:
    assert "glued_sentences" not in Reader().read([text]).warnings[0] or text == "at 3.Go"


def test_paragraphs_always_end_a_sentence() -> None:
    assert sentences("The road to\n\nThe town of Mr.\n\nLee") == ["The road to", "The town of Mr.", "Lee"]


def test_sentences_of_several_documents_do_not_mix() -> None:
    block = Reader().read(["The road to", "The town. It slept.", "", "End"])
    assert block.sentence_document.tolist() == [0, 1, 1, 3]
