"""A transformer of the user's own in place of the shipped model: its probabilities, nothing else changed."""

from __future__ import annotations

from pathlib import Path

import pytest

import biasscore as bs
from biasscore.annotate import neural
from biasscore.errors import ModelError

TEXT = "The council met on Monday. This shameless cabal has betrayed ordinary people."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model, made here."""
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    path = tmp_path_factory.mktemp("model")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "council", "met", "shameless", "people", "."]
    (path / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label={0: "biased", 1: "non-biased"},
        label2id={"biased": 0, "non-biased": 1},
    )
    transformers.BertForSequenceClassification(config).save_pretrained(path)
    transformers.BertTokenizerFast(vocab_file=str(path / "vocab.txt")).save_pretrained(path)
    return path


def test_its_probabilities_stand_in_the_sentences(folder: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    profile = bs.Scorer(loaded="neural", model=folder).score(TEXT)
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    model = AutoModelForSequenceClassification.from_pretrained(str(folder)).eval()
    for sentence in profile.sentences:
        encoded = tokenizer(TEXT[sentence.start : sentence.end], return_tensors="pt")
        with torch.no_grad():
            expected = torch.softmax(model(**encoded).logits[0], -1)[0]
        assert sentence.loaded == pytest.approx(float(expected), abs=1e-5)
    mean = sum(s.loaded for s in profile.sentences) / 2
    assert profile["loaded_language.probability.all"].value == pytest.approx(mean)
    assert profile.evidence("loaded_language.probability") == ()
    assert profile.provenance["models"]["neural"] == str(folder)


def test_everything_else_is_as_before(folder: Path) -> None:
    plain, other = bs.score(TEXT), bs.Scorer(loaded="neural", model=folder).score(TEXT)
    changed = {name for name in plain if repr(plain[name]) != repr(other[name])}
    assert all(name.split(".")[1] in ("probability", "sentence_share") for name in changed)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(neural, "find_spec", lambda name: None)
    with pytest.raises(bs.MissingExtraError, match=r"torch.*biasscore\[neural\]"):
        bs.Scorer(loaded="neural", model=tmp_path)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(ModelError, match="no sequence-classification model"):
        bs.Scorer(loaded="neural", model=tmp_path / "nothing").score(TEXT)


@pytest.mark.parametrize("settings", [{"loaded": "neural"}, {"model": "somewhere"}])
def test_mode_and_model_go_together(settings: dict[str, str]) -> None:
    with pytest.raises(bs.ArgumentError, match="loaded='neural' and model=PATH go together"):
        bs.Scorer(**settings)
