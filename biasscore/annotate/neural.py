"""Loaded sentences by a sequence-classification model that the user has (extra ``neural``: transformers and torch)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from biasscore.annotate.lexical import Lexical
from biasscore.annotate.wording import Wording
from biasscore.errors import MissingExtraError, ModelError
from biasscore.text.block import Block

POSITIVE = ("biased", "loaded", "subjective", "subj", "label_1")
"""Names of the class whose probability is taken; the last class where none is so called."""
_MODULES = ("torch", "transformers")
_LONGEST = 512
_NO_WORDS = 2.0
"""A threshold that no probability reaches: such a model names no words."""


def check_extra() -> None:
    """Say at once when the extra is missing.

    Raises
    ------
    MissingExtraError
        torch or transformers is not installed.
    """
    for module in _MODULES:
        if find_spec(module) is None:
            raise MissingExtraError.for_module(module, "neural")


class NeuralFinder:
    """Probabilities of a transformer, sentence by sentence, so that none depends on its neighbours' length.

    Parameters
    ----------
    model : str or Path
        Folder of a sequence-classification model, or its name in the local cache; nothing is downloaded.

    Raises
    ------
    MissingExtraError
        torch or transformers is not installed.
    ModelError
        There is no such model on this machine.
    """

    def __init__(self, model: str | Path) -> None:
        check_extra()
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self._torch = torch
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(model), local_files_only=True)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(str(model), local_files_only=True)
        except (OSError, ValueError) as error:
            raise ModelError(f"no sequence-classification model at {str(model)!r}: {error}") from error
        self._model.eval()
        names = {number: str(name).lower() for number, name in self._model.config.id2label.items()}
        self._class = next((n for n, name in names.items() if name in POSITIVE), max(names))
        self.digests: Mapping[str, str] = {"neural": str(model)}

    def find(self, block: Block, lexical: Lexical) -> Wording:
        """Probabilities of the sentences of a block (parameters as for ``WordingFinder.find``)."""
        starts = block.sentence_start.tolist()
        texts = [
            block.repaired[document].text[block.start[first] : block.end[last - 1]]
            for document, first, last in zip(block.sentence_document.tolist(), starts[:-1], starts[1:], strict=True)
        ]
        probability = np.array([self._probability(text) for text in texts], float)
        return Wording(np.round(probability, 6), lambda: np.zeros(block.n_tokens), _NO_WORDS)

    def _probability(self, text: str) -> float:
        encoded = self._tokenizer(text, return_tensors="pt", truncation=True, max_length=_LONGEST)
        with self._torch.no_grad():
            logits = self._model(**encoded).logits[0]
        if len(logits) == 1:
            return float(self._torch.sigmoid(logits[0]))
        return float(self._torch.softmax(logits, -1)[self._class])
