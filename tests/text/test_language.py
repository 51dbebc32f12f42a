"""The language of a text."""

from __future__ import annotations

import pytest

from biasscore.text.language import identify
from biasscore.text.reading import Reader

TEXTS = [
    ("en", "The mayor said on Monday that the bridge would reopen in May."),
    ("en", "Hi there"),
    ("en", "PRESIDENT RESIGNS AFTER VOTE IN THE NORTH OF THE COUNTRY"),
    ("ar", "قال الوزير إن المحادثات في العاصمة انتهت دون اتفاق."),
    ("ar", "أعلنت شركة Orlan عن خسائر كبيرة في السوق المحلية خلال العام الماضي."),
    ("fr", "Le maire a déclaré lundi que le pont de la ville serait rouvert au mois de mai."),
    ("de", "Der Bürgermeister sagte am Montag, dass die Brücke im Mai wieder geöffnet wird."),
    ("es", "El alcalde dijo el lunes que el puente de la ciudad se abrirá de nuevo en mayo."),
    ("fa", "شهردار روز دوشنبه گفت که پل شهر در ماه مه دوباره باز می‌شود و مردم منتظرند."),
    ("ru", "Мэр города сообщил в понедельник, что мост снова откроется в мае."),
    ("und", ""),
    ("und", "12 13 — 14"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_languages(language: str, text: str) -> None:
    assert Reader().read([text]).languages == [language]


def test_a_given_language_is_believed() -> None:
    assert Reader().read(["Le pont est rouvert."], ["en"]).languages == ["en"]


def test_documents_do_not_influence_each_other() -> None:
    block = Reader().read([text for _, text in TEXTS])
    assert block.languages == [language for language, _ in TEXTS]


def test_identify() -> None:
    assert identify(TEXTS[5][1]) == "fr"
