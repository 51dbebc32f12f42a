"""What ``import biasscore`` offers, and nothing else."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

import biasscore

NAMES = biasscore.__all__


def test_all_is_sorted_and_without_repetition() -> None:
    assert sorted(set(NAMES)) == NAMES


def test_dir_shows_exactly_the_public_names() -> None:
    assert dir(biasscore) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_had(name: str) -> None:
    assert getattr(biasscore, name) is getattr(importlib.import_module("biasscore"), name)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__version__"])
def test_every_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(biasscore, name))


@pytest.mark.parametrize("name", ["scores", "Profil", "numpy", "compare_all", "_private"])
def test_other_names_are_attribute_errors(name: str) -> None:
    with pytest.raises(AttributeError, match=name):
        getattr(biasscore, name)


def test_what_the_contract_names_is_there() -> None:
    promised = {"score", "score_many", "Scorer", "Profile", "Score", "Evidence", "Span", "ScoringError"}
    assert promised | {"measures", "capabilities", "citations", "lexicons"} <= set(NAMES)


def test_lexicons_offers_its_names() -> None:
    assert "reporting_cues" in biasscore.lexicons.names("en")


def test_version_is_written_as_digits() -> None:
    assert all(part.isdigit() for part in biasscore.__version__.split(".")[:2])


def test_types_are_shipped() -> None:
    assert (Path(biasscore.__file__).parent / "py.typed").is_file()


def test_capabilities_know_every_measure() -> None:
    for language in ("en", "ar", "fr"):
        found = biasscore.capabilities(language)
        assert set(found) == {spec.name for spec in biasscore.measures()}
        assert set(found.values()) <= {"full", "lexical", "none"}
    assert set(biasscore.capabilities("fr").values()) == {"none"}


@pytest.mark.parametrize("family", ["framing", "sentiment", "sourcing", "loaded_language"])
def test_measures_of_a_family(family: str) -> None:
    found = biasscore.measures(family)
    assert found
    assert all(spec.name.startswith(f"{family}.") for spec in found)


def test_measures_of_a_family_nobody_knows() -> None:
    with pytest.raises(ValueError, match="family must be one of 'framing'"):
        biasscore.measures("frames")


def test_every_measure_says_what_it_is() -> None:
    for spec in biasscore.measures():
        assert all((spec.unit, spec.direction, spec.definition, spec.reference)), spec.name
        assert spec.low < spec.high, spec.name


def test_citations_are_sorted_and_not_empty() -> None:
    found = biasscore.citations()
    assert list(found) == sorted(set(found))
    assert any("Hutto" in work for work in found)
