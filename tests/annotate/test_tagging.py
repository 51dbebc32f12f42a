"""What the tagger's network is given."""

from __future__ import annotations

import numpy as np

from biasscore.annotate.tagging import FormRows, InputLayer
from biasscore.models.store import load_model
from biasscore.text.reading import Reader

TEXTS = [
    "Said.",
    "Yes",
    "",
    "The mayor said that the bridge would reopen in May. Critics called it a scandal.",
    "No one",
]


def test_the_first_layer_is_linear_and_reads_every_document_as_if_it_were_alone() -> None:
    model = load_model("attribution_en")
    arrays, words = model.arrays, model.words["forms"]
    layer, chance, reader = InputLayer(arrays, words), np.random.default_rng(0), Reader()
    block = reader.read(TEXTS, ["en"] * len(TEXTS))
    width = len(arrays["input.weight"]) - arrays["word.weight"].shape[1] - arrays["ending.weight"].shape[1]
    columns = np.asfortranarray(chance.random((block.n_tokens, width), np.float32))
    for document, found in enumerate(layer.by_document(block, columns)):
        first, last = block.document_start[document : document + 2]
        single = reader.read([TEXTS[document]], ["en"])
        own = np.asfortranarray(columns[first:last])
        assert np.array_equal(found, next(layer.by_document(single, own)))
        rows = FormRows(words).rows(single.table.forms)
        word, ending = arrays["word.weight"][rows.word[single.form]], arrays["ending.weight"][rows.ending[single.form]]
        whole = np.concatenate((word, ending, own), axis=1) @ arrays["input.weight"] + arrays["input.bias"]
        assert np.allclose(found, whole, atol=1e-5)
