"""A profile is the same alone and in any batch, whatever the texts before and behind it begin and end with."""

from __future__ import annotations

import random

import pytest

import biasscore as bs

MODES = {"learned": bs.Scorer(), "fast": bs.Scorer(attribution="rules", loaded="lexicon")}
WORDS = {
    "en": """the a of by in to for and but who that they he she it was were not never so very no his French Paris Russia
    Anna Lee Pedro Lee Mr. U.S. NATO Monday May mayor minister officials police protesters government company said says
    told accused blamed warned denied claimed announced reported according reportedly killed attacked must should because
    good terrible brutal regime terrorists peace war insurance claim "we “we will” will" ‘so-called’ said, Lee, officials,
    said. Lee. Paris. it. that: — (Reuters) ago? never!""".split(),
    "ar": """قال الوزير إن أن في من إلى على عن الحكومة الروسية موسكو باريس الرئيس أحمد محمد وأكد مصدر مسؤول بحسب اتهم
    أعلنت وكالة الأنباء، هجوم إرهابي سلام حرب لا لم ليس جدا خطير «لن نقبل» "نعم" قال. موسكو. الاثنين،""".split(),
}
"""Words around which rules look to either side."""


def word_salads(language: str, n: int) -> list[str]:
    """Texts of a few words that end anywhere: behind a cue, in a name, in a quotation."""
    draw = random.Random(n)
    return [" ".join(draw.choices(WORDS[language], k=draw.randint(1, 25))) for _ in range(n)]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("language", WORDS)
def test_alone_and_in_a_batch(mode: str, language: str) -> None:
    texts = word_salads(language, 600)
    together = MODES[mode].score_many([{"text": text, "lang": language} for text in texts])
    differing = [
        text
        for text, profile in zip(texts, together, strict=True)
        if profile.to_json(evidence=True) != MODES[mode].score(text, lang=language).to_json(evidence=True)
    ]
    assert differing == []
