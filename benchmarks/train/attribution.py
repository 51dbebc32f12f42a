"""Fits the attribution tagger on PolNeAR train; ``python benchmarks/train/attribution.py --write`` makes what ships.

Needs torch and the corpora beside the repository. One seed on all articles takes about three minutes on one core.
Epochs, transition weight, width and dropout were chosen on 80 articles of train, left out of the fits of those trials.
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
FORMS, FILTERS, EPOCHS = 4000, 64, 12
RATE, TABLE_RATE, WARM_UP, A_STEP = 2e-3, 1.5e-3, 100, 2
A_TEXT = Size(tokens=750, contents=24)
"""A typical article, by which the sums of losses are divided, so that an excerpt weighs as much as it holds."""
LINK_WEIGHT, UNKNOWN = 0.5, 0.1
BEGIN_BONUS = 0.55
"""Added to every label that begins a span: the likeliest sequence leaves out what is merely likely."""


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


def fit(
    chosen: list[Article], seed: int, *, filters: int = FILTERS, size: int = FORMS, epochs: int = EPOCHS
) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
    """Coefficients and word forms."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    words = frequent_forms(chosen, size)
    forms, known = FormRows(words), {word: row for row, word in enumerate(words)}
    items = [tensors(article, forms, known) for article in chosen]
    network = Network(len(words), chosen[0].columns.shape[1], filters)
    tables = [network.word.weight, network.ending.weight]
    others = [p for p in network.parameters() if all(p is not table for table in tables)]
    optimiser = torch.optim.AdamW([{"params": tables, "lr": TABLE_RATE}, {"params": others, "lr": RATE}])
    per_epoch = len(items) // A_STEP
    steps = epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / WARM_UP, max(0.0, (steps - step) / (steps - WARM_UP)))
    )
    network.train()
    for epoch in range(epochs):
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
    arrays["transition"][:, [CONTENT, SOURCE, CUE]] += BEGIN_BONUS
    return arrays, words


def packed(arrays: dict[str, np.ndarray], words: tuple[str, ...]) -> bytes:
    """The model file."""
    return store.pack(arrays, {"forms": words})


def evaluate(raw: bytes, documents: list[dict]) -> dict[str, float]:
    """Figures of a model file, as it would ship."""
    reader, vocabulary = Reader(), Vocabulary("en")
    rules, tagger = EnglishRules(vocabulary), Tagger(store.unpack(raw, {}), vocabulary)
    counts = []
    for row in documents:
        block = reader.read([row["text"]], ["en"])
        lexical = find_lexical(block, vocabulary)
        view = make_view(block, vocabulary, lexical)
        found = tagger.find(block, lexical, view, rules.find(view))
        relations = [
            {
                "source": [block.offsets(0, *one.source)] if one.source else [],
                "content": [block.offsets(0, *run) for run in one.content],
            }
            for one in found
        ]
        counts.append(count(row["text"], row["attributions"], relations))
    return summary(counts)


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
        raw = packed(*fit(chosen, seed))
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


def fitted(train: list[dict]) -> list[Article]:
    """Articles and excerpts of them."""
    chance = np.random.default_rng(0)
    return articles([*train, *(part for row in train for part in excerpts(row, chance, EXCERPTS))])


def readable(figures: dict[str, float]) -> str:
    """Figures on one line."""
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
