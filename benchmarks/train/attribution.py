"""Fits the attribution tagger on PolNeAR train; ``python benchmarks/train/attribution.py --write`` makes what ships.

A wide network (the teacher) learns from PolNeAR; the narrow one that ships learns from PolNeAR and from what the
teacher finds in articles of other outlets, so that it is quick and has read more than seven outlets. Needs torch and
the corpora beside the repository; one seed takes about nine minutes on one core.
Epochs, transition weight and widths were chosen on 80 articles of train, left out of the fits of those trials.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from attribution_data import Article, articles, excerpts, frequent_forms
from attribution_network import Network
from corpora import train_ok

from biasscore.annotate.english import EnglishRules
from biasscore.annotate.labels import CONTENT, CUE, SOURCE
from biasscore.annotate.lexical import find_lexical
from biasscore.annotate.tagger import Tagger
from biasscore.annotate.tagging import FormRows, ending_row, unknown_row
from biasscore.annotate.view import make_view
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.models import store
from biasscore.text.reading import Reader

sys.path.insert(0, str(Path(__file__).parents[1] / "validity"))
from attribution_metric import count, summary


class Size(NamedTuple):
    """Of a text."""

    tokens: int
    contents: int


DATA = Path(__file__).parents[3] / "shared" / "data"
OUT = Path(__file__).parents[2] / "biasscore" / "models" / "data"
NAME = "attribution_en"
CARD = Path(__file__).with_name("attribution_card.toml")
TUNE = 80
EXCERPTS = 2
"""Of every article, so that short texts are read too."""
FORMS, EPOCHS = 4000, 12
TEACHER_FILTERS, FILTERS = 112, 64
RATE, TABLE_RATE, WARM_UP, A_STEP = 2e-3, 1.5e-3, 100, 2
A_TEXT = Size(tokens=750, contents=24)
"""A typical article, by which the sums of losses are divided, so that an excerpt weighs as much as it holds."""
LINK_WEIGHT, UNKNOWN = 0.5, 0.1
BONUS = 0.55
"""Added to every label that begins a span: the likeliest sequence leaves out what is merely likely."""
SILVER_WORDS, SILVER_EXCERPTS, SILVER_SHARE = 900, 1, 0.5
"""Words of an article that the teacher reads, excerpts of it, and the share of all these in one epoch."""


def rows(path: Path) -> list[dict]:
    """Rows of a JSON lines file, packed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def tensors(article: Article, forms: FormRows, known: dict[str, int]) -> tuple:
    """What the network reads of an article."""
    word = np.array([forms.word(form) for form in article.forms])
    bucket = np.array([len(known) + unknown_row(form) for form in article.forms])
    ending = np.array([ending_row(form) for form in article.forms])
    sentence = np.repeat(np.arange(len(article.sentence_start) - 1), np.diff(article.sentence_start))
    spans = [
        np.array([(pieces[0][0], pieces[-1][1]) for pieces in article.tagged.contents]).reshape(-1, 2),
        np.array(article.tagged.sources).reshape(-1, 2),
    ]
    arrays = (word, bucket, ending, article.columns, sentence, article.labels.astype(np.int64))
    return tuple(map(torch.from_numpy, arrays)), spans, article.pairs, link_targets(article)


def link_targets(article: Article) -> torch.Tensor:
    """Row of the right pair of every content; the number of pairs where there is none."""
    pairs = article.pairs
    right = article.link[pairs.content] == pairs.source if len(pairs.content) else np.zeros(0, bool)
    target = np.full(len(article.link), len(pairs.content))
    target[pairs.content[right]] = np.flatnonzero(right)
    return torch.from_numpy(target)


def loss_of(network: Network, item: tuple, chance: np.random.Generator) -> torch.Tensor:
    """Cross-entropy of labels and of links of one article."""
    (word, bucket, ending, columns, sentence, labels), (contents, sources), pairs, target = item
    unknown = torch.from_numpy(chance.random(len(word)) < UNKNOWN)
    states = network.states(torch.where(unknown, bucket, word), ending, columns, sentence)
    loss = network.sequence_loss(network.label(states), labels) / A_TEXT.tokens
    if len(pairs.content):
        score, none = network.links(states, pairs, contents, sources)
        content = torch.from_numpy(pairs.content)
        highest = torch.maximum(none.detach(), none.detach().scatter_reduce(0, content, score.detach(), "amax"))
        total = torch.exp(none - highest).index_add(0, content, torch.exp(score - highest[content]))
        chosen = torch.where(target < len(score), torch.cat((score, score.new_zeros(1)))[target], none)
        loss = loss + LINK_WEIGHT * (torch.log(total) + highest - chosen).sum() / A_TEXT.contents
    return loss


def fit(chosen: list[Article], silver: list[Article], seed: int, filters: int) -> bytes:
    """The model file of a network that learns from articles, and from a share of others in every epoch."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    words = frequent_forms(chosen, FORMS)
    forms, known = FormRows(words), {word: row for row, word in enumerate(words)}
    gold, others = ([tensors(article, forms, known) for article in some] for some in (chosen, silver))
    part = int(len(others) * SILVER_SHARE)
    network = Network(len(words), chosen[0].columns.shape[1], filters)
    tables = [network.word.weight, network.ending.weight]
    rest = [p for p in network.parameters() if all(p is not table for table in tables)]
    optimiser = torch.optim.AdamW([{"params": tables, "lr": TABLE_RATE}, {"params": rest, "lr": RATE}])
    per_epoch = (len(gold) + part) // A_STEP
    steps = EPOCHS * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, max(0.0, (steps - step) / (steps - WARM_UP)))
    )
    network.train()
    for epoch in range(EPOCHS):
        items = gold + [others[i] for i in chance.permutation(len(others))[:part]]
        order, began, total = chance.permutation(len(items)), time.process_time(), 0.0
        for step in range(per_epoch):
            optimiser.zero_grad()
            loss = sum(loss_of(network, items[i], chance) for i in order[step * A_STEP : (step + 1) * A_STEP]) / A_STEP
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"  epoch {epoch + 1}: loss {total / per_epoch:.4f}, {time.process_time() - began:.0f} CPU s", flush=True)
    network.eval()
    arrays = {name: np.array(value, np.float32) for name, value in network.arrays().items()}
    arrays["transition"][:, [CONTENT, SOURCE, CUE]] += BONUS
    return store.pack(arrays, {"forms": words})


def found_in(raw: bytes, texts: list[str]) -> list[list[dict]]:
    """What a model file finds in each text, in the form of the corpus; the package mends it by ``statements_of``."""
    reader, vocabulary = Reader(), Vocabulary("en")
    rules, tagger = EnglishRules(vocabulary), Tagger(store.unpack(raw, {}), vocabulary)
    found = []
    for text in texts:
        block = reader.read([text], ["en"])
        lexical = find_lexical(block, vocabulary)
        view = make_view(block, vocabulary, lexical)
        found.append(
            [
                {
                    "source": [block.offsets(0, *one.source)] if one.source else [],
                    "cue": [block.offsets(0, *one.cue)] if one.cue else [],
                    "content": [block.offsets(0, *run) for run in one.content],
                }
                for one in tagger.find(block, lexical, view, rules.find(view))
            ]
        )
    return found


def evaluate(raw: bytes, documents: list[dict]) -> dict[str, float]:
    """Figures of a model file."""
    found = found_in(raw, [row["text"] for row in documents])
    return summary([count(row["text"], row["attributions"], one) for row, one in zip(documents, found, strict=True)])


def taught(teacher: bytes) -> list[Article]:
    """Articles of other outlets, and excerpts, with what the teacher finds in them."""
    texts = [" ".join(row["text"].split(" ")[:SILVER_WORDS]) for row in train_ok("abp_outlets") if row.get("text")]
    found = zip(texts, found_in(teacher, texts), strict=True)
    return fitted([{"text": text, "attributions": one} for text, one in found], SILVER_EXCERPTS)


def main() -> int:
    """Fit, and write the model or print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--write", action="store_true", help="write the model of the first seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0])
    parser.add_argument("--tune", action="store_true", help=f"leave {TUNE} articles out, and print the figures on them")
    parser.add_argument("--without", nargs="+", default=[], help="outlets to leave out of the fit")
    parser.add_argument("--dev", action="store_true", help="print the figures on PolNeAR dev")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    train = rows(arguments.data / "polnear" / "train.jsonl.gz")
    if arguments.tune:
        order = np.random.default_rng(7).permutation(len(train))
        train, left_out = [train[i] for i in order[TUNE:]], [train[i] for i in order[:TUNE]]
    chosen = fitted([row for row in train if row["outlet"] not in arguments.without])
    for seed in arguments.seeds:
        print(f"seed {seed}, {len(chosen)} articles")
        teacher = fit(chosen, [], seed, TEACHER_FILTERS)
        raw = fit(chosen, taught(teacher), seed, FILTERS)
        if arguments.tune:
            print("  left out:", readable(evaluate(raw, left_out)))
        if arguments.dev:
            dev = rows(arguments.data / "polnear" / "dev.jsonl")
            print("  dev:", readable(evaluate(raw, dev)))
            if arguments.without:
                part = [row for row in dev if row["outlet"] in arguments.without]
                print(f"  dev, {' and '.join(arguments.without)}:", readable(evaluate(raw, part)))
        if arguments.write and seed == arguments.seeds[0]:
            OUT.mkdir(exist_ok=True)
            (OUT / f"{NAME}.npz").write_bytes(raw)
            facts = {"name": NAME, "sha256": store.sha256(raw), "bytes": len(raw), "seed": seed}
            sizes = {"forms": FORMS, "filters": FILTERS, "columns": chosen[0].columns.shape[1]}
            (OUT / f"{NAME}.toml").write_text(CARD.read_text("utf-8").format(**facts, **sizes), "utf-8")
    return 0


def fitted(train: list[dict], number: int = EXCERPTS) -> list[Article]:
    """Articles and excerpts of them."""
    chance = np.random.default_rng(0)
    return articles([*train, *(part for row in train for part in excerpts(row, chance, number))])


def readable(figures: dict[str, float]) -> str:
    """Figures on one line."""
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
