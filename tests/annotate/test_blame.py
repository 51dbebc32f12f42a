"""Blame and agency: who lands where, in whose voice, in which wording."""

from __future__ import annotations

import math

import pytest

import biasscore as bs


def only(text: str, lang: str = "en"):
    (blame,) = bs.score(text, lang=lang).blame
    return blame


@pytest.mark.parametrize(
    ("text", "blamed", "patient", "form"),
    [
        ("Troops from Belande attacked the Red Cross on Monday.", "troops", "Red Cross", "active"),
        ("The soldiers in Ouandara have repeatedly attacked the villagers.", "soldiers", "villagers", "active"),
        ("French companies plundered the region.", "France", "", "active"),
        ("The villagers were attacked by the army.", "army", "villagers", "passive"),
        ("The villagers were attacked at dawn.", "", "villagers", "agentless"),
        ("It was a NATO war that destroyed the country.", "NATO", "country", "active"),
        ("France and Germany enraged the United States.", "France and Germany", "United States", "active"),
        ("The police's attack on the villagers lasted an hour.", "police", "villagers", "noun"),
        ("The port is empty because of the government.", "government", "", "active"),
        ("The government is to blame.", "government", "", "active"),
        ("The rebels launched a fresh attack on the villagers.", "rebels", "villagers", "noun"),
        ("An attack on the villagers was carried out by the rebels.", "rebels", "villagers", "noun"),
        ("Those who block the road are to blame.", "those who", "", "active"),
        ("Those who murdered the villagers have fled.", "those who", "villagers", "active"),
        ("The council failed to warn the residents.", "council", "residents", "active"),
    ],
)
def test_agents_and_patients(text, blamed, patient, form):
    blame = only(text)
    assert (blame.blamed, blame.patient, blame.form, blame.voice) == (blamed, patient, form, "author")
    assert blame.polarity == -1
    assert text[blame.start : blame.end] == blame.text


@pytest.mark.parametrize(
    ("text", "blamer", "blamed"),
    [
        ("Anna Lee accused the council of theft.", "Anna Lee", "council"),
        ("Anna Lee blamed the government for the delay.", "Anna Lee", "government"),
        ("Germany blamed the attack on the army.", "Germany", "army"),
        ("The minister was accused of theft.", "", "minister"),
    ],
)
def test_reported_accusations_are_not_the_authors(text, blamer, blamed):
    (blame,) = [b for b in bs.score(text).blame if b.act == "accuse"]
    assert (blame.blamer, blame.blamed, blame.voice) == (blamer, blamed, "paraphrased")


def test_each_other():
    blame = only("The strikers and the police blamed each other for the delay.")
    assert (blame.blamed, blame.voice) == ("strikers and police", "paraphrased")


def test_a_pronoun_is_whom_it_can_only_be():
    text = "Anna Lee spoke in the square. She said the plan was ready. She betrayed the villagers."
    assert [one.blamed for one in bs.score(text).blame] == ["Anna Lee"]
    assert [one.blamed for one in bs.score("The soldiers came at noon. They burned down the school.").blame] == [
        "soldiers"
    ]
    assert bs.score("The storm came at noon. They burned down the school.").blame == ()


def test_the_author_can_accuse_in_the_first_person():
    blame = only("We condemn the government.")
    assert (blame.blamer, blame.blamed, blame.voice) == ("", "government", "author")


def test_inside_a_quotation_the_source_is_the_blamer():
    blame = only('"The army murdered the villagers," Anna Lee said.')
    assert (blame.blamer, blame.blamed, blame.voice) == ("Anna Lee", "army", "quoted")


def test_what_has_no_culprit_blames_nobody():
    assert bs.score("The report caused a quarrel in the town.").blame == ()
    assert bs.score("The differing approaches have caused friction.").blame == ()
    assert bs.score("The heavy rain destroyed the old bridge.").blame == ()


def test_a_denial_clears():
    assert only("The army did not attack the villagers.").polarity == 1
    assert bs.score("The army is not to blame.")["framing.blame.all"].value == 0


def test_harm_alone_is_no_blame_but_a_role():
    profile = bs.score("The Red Cross rescued the villagers. Germany murdered Anna Lee. Germany is to blame.")
    assert profile["framing.blame.author"].n == 1
    roles = {actor.name: actor.roles for actor in profile.actors}
    assert roles["Red Cross"] == {"hero": 1.0}
    assert roles["Germany"] == {"villain": 1.0}
    assert roles["Anna Lee"] == {"victim": 1.0}


def test_arabic_accusations():
    blame = only("اتهمت فرنسا الجزائر بالكذب.", "ar")
    assert (blame.act, blame.blamer, blame.blamed) == ("accuse", "فرنسا", "الجزائر")


def test_blame_survives_storage_and_batches():
    texts = ["Anna Lee accused the council of theft.", "The army murdered Anna Lee. We blame the army."]
    alone = [bs.score(text) for text in texts]
    assert [p.blame for p in bs.score_many(texts)] == [p.blame for p in alone]
    for profile, text in zip(alone, texts, strict=True):
        assert bs.Profile.from_dict(profile.to_dict(), text=text).blame == profile.blame
    assert bs.score("").blame == ()
    assert math.isnan(bs.score("")["framing.blame.author"].value)
