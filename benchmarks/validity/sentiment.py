"""Sentiment: towards targets (NewsMTSC, own sentences about bodies), tone of bad news, actors, and what it costs.

PYTHONPATH=. python benchmarks/validity/sentiment.py [targets] [bodies] [tone] [actors] [cost]
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import biasscore as bs
from biasscore.annotate.annotations import Annotator
from biasscore.annotate.vocabulary import Vocabulary
from biasscore.measures.actor_tone import polarisation
from biasscore.measures.sentiment import sentence_tones
from biasscore.measures.vader import SentenceTone
from biasscore.text.reading import Reader

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(ROOT / "benchmarks" / "train"))

from target_metric import (  # noqa: E402
    bootstrap,
    differing_pairs,
    expected_calibration_error,
    macro_f1,
    ordered_share,
)

LABELS = ("negative", "neutral", "positive")
MARKED = re.compile(r"\{([-0+]):([^}]*)\}")
SIGNS = "-0+"
NAMED = re.compile(r"\b[A-Z][a-z]|\b[A-Z]{2,}")
BAD_NEWS = ("border_shooting", "army_takeover", "dam_protest")
"""Events of the fixtures with violence or death."""
ROUNDUPS, LEAST_WORDS = 1500, 50
WARM, UNSEEN, ROUND, WORDS = 300, 300, 50, 600


class Row(NamedTuple):
    """A sentence, a target in it, and its label (0 negative, 1 neutral, 2 positive)."""

    text: str
    target: tuple[int, int]
    label: int
    part: str
    role: str


def news_rows() -> list[Row]:
    """The dev part of NewsMTSC."""
    with (DATA / "newsmtsc" / "dev.jsonl").open(encoding="utf-8") as file:
        found = [json.loads(line) for line in file]
    return [Row(r["text"], tuple(r["target"]), LABELS.index(r["label"]), r["orig_split"], "") for r in found]


def body_rows() -> list[Row]:
    """The project's own sentences about governments and bodies."""
    found = []
    for line in (ROOT / "fixtures" / "targets" / "bodies.tsv").read_text("utf-8").splitlines()[1:]:
        _, kind, role, marked = line.split("\t")
        text, targets, end = "", [], 0
        for match in MARKED.finditer(marked):
            text += marked[end : match.start()]
            targets.append((len(text), len(text) + len(match[2]), SIGNS.index(match[1])))
            text += match[2]
            end = match.end()
        text += marked[end:]
        found += [Row(text, (first, last), label, kind, role) for first, last, label in targets]
    return found


def model_shares(rows: list[Row]) -> np.ndarray:
    """Probabilities; a target that cannot be judged counts as surely neutral."""
    found = np.array([r[:3] for r in bs.target_sentiment_many([(row.text, row.target) for row in rows])], float)
    return np.where(np.isnan(found), (0.0, 1.0, 0.0), found)


def vader_tone(rows: list[Row]) -> np.ndarray:
    vader = SentimentIntensityAnalyzer()
    return np.array([vader.polarity_scores(row.text)["compound"] for row in rows])


def shown(value: float, ends: tuple[float, float]) -> str:
    return f"{value:.3f} [{ends[0]:.3f}, {ends[1]:.3f}]"


def report(rows: list[Row], guesses: np.ndarray, tone: np.ndarray, shares: np.ndarray | None) -> str:
    """Macro-F1, accuracy, order of pairs and calibration, with intervals over sentences."""
    labels, texts = np.array([row.label for row in rows]), [row.text for row in rows]

    def order(places: np.ndarray) -> float:
        # a sentence that is drawn twice counts twice, but its targets are not paired with their copies
        kept = differing_pairs([f"{texts[p]}\t{copy}" for p, copy in copies(places)], labels[places])
        return ordered_share(kept, tone[places])

    figures: dict[str, Callable[[np.ndarray], float]] = {
        "macro-F1": lambda p: macro_f1(labels[p], guesses[p]),
        "accuracy": lambda p: float((labels[p] == guesses[p]).mean()),
    }
    if shares is not None and len(differing_pairs(texts, labels)):
        figures["pairs in order"] = order
    everything = np.arange(len(rows))
    found = [f"{name} {shown(f(everything), bootstrap(f, texts))}" for name, f in figures.items()]
    if shares is not None:
        found.append(f"ECE {expected_calibration_error(labels, shares):.3f}")
    return ", ".join(found)


def copies(places: np.ndarray) -> list[tuple[int, int]]:
    """Every place with the number of times that it came before."""
    seen: dict[int, int] = {}
    found = []
    for place in places.tolist():
        seen[place] = seen.get(place, -1) + 1
        found.append((place, seen[place]))
    return found


def targets() -> None:
    """NewsMTSC dev: the model beside VADER on the same sentences."""
    rows = news_rows()
    shares, compound = model_shares(rows), vader_tone(rows)
    vader = np.where(compound >= 0.05, 2, np.where(compound <= -0.05, 0, 1))
    for part in ("dev_rw", "dev_mt", "both"):
        places = np.array([i for i, row in enumerate(rows) if part in (row.part, "both")])
        chosen = [rows[i] for i in places]
        print(f"NewsMTSC {part}, {len(chosen)} targets")
        print(
            "  model:", report(chosen, shares[places].argmax(1), shares[places, 2] - shares[places, 0], shares[places])
        )
        print("  VADER:", report(chosen, vader[places], compound[places], None))


def bodies() -> None:
    """The project's own sentences, easy and hard, and by role."""
    rows = body_rows()
    shares, compound = model_shares(rows), vader_tone(rows)
    labels, guesses = np.array([row.label for row in rows]), shares.argmax(1)
    vader = np.where(compound >= 0.05, 2, np.where(compound <= -0.05, 0, 1))
    for kind in ("easy", "hard"):
        places = np.array([i for i, row in enumerate(rows) if row.part == kind])
        chosen = [rows[i] for i in places]
        print(f"governments and bodies, {kind}, {len(chosen)} targets")
        print("  model:", report(chosen, guesses[places], shares[places, 2] - shares[places, 0], shares[places]))
        print("  VADER:", report(chosen, vader[places], compound[places], None))
    for role in dict.fromkeys(row.role for row in rows if row.part == "hard"):
        places = np.array([i for i, row in enumerate(rows) if row.role == role and row.part == "hard"])
        print(f"    {role}: {(labels[places] == guesses[places]).sum()} of {len(places)}")


def tone() -> None:
    """Tone of the wire reports of the fixtures about violence, against the tone of neutral round-ups."""
    path = DATA / "neus_allsides" / "dev.jsonl"
    name = "sentiment.tone.all"
    reference = [
        profile[name].value
        for profile in bs.Scorer(families=("sentiment",)).score_many(neutral_texts(path)[:ROUNDUPS])
        if isinstance(profile, bs.Profile) and profile.n_words >= LEAST_WORDS
    ]
    low, middle, high = np.nanquantile(reference, (0.25, 0.5, 0.75))
    print(f"tone of {len(reference)} neutral round-ups: median {middle:.3f}, quartiles {low:.3f} and {high:.3f}")
    for event in BAD_NEWS:
        text = (ROOT / "fixtures" / "en" / event / "wire.txt").read_text("utf-8")
        profile = bs.score(text)
        value, compound = profile[name].value, SentimentIntensityAnalyzer().polarity_scores(text)["compound"]
        where = "inside" if low <= value <= high else "outside"
        bad = profile["sentiment.bad_news_density.all"].value
        print(f"  {event} wire: tone {value:.3f}, {where}; bad news {bad:.2f} per 100 words; VADER {compound:.3f}")


def neutral_texts(path: Path) -> list[str]:
    packed = path.with_name(path.name + ".gz")
    with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["text"] for row in rows if row["label"] == "neutral_roundup"]


def actors() -> None:
    """Actors among the persons, bodies and metonyms that sources of fixtures and of GUM news name."""
    groups = {"fixtures": fixture_sources(), "GUM news": gum_sources()}
    for name, documents in groups.items():
        hits = np.array([(found, wanted) for found, wanted in map(found_sources, documents) if wanted])
        total = hits.sum(0)
        ends = bootstrap(lambda p, h=hits: float(h[p, 0].sum() / h[p, 1].sum()), [str(i) for i in range(len(hits))])
        share = shown(total[0] / total[1], ends)
        print(f"named sources that are an actor, {name}: {total[0]} of {total[1]}, {share} over {len(hits)} texts")
    names = [(actor_names(text), sides) for text, sides in fixture_sides()]
    wanted = sum(len(sides) for _, sides in names)
    got = sum(any(same(side, actor) for actor in found) for found, sides in names for side in sides)
    print(f"sides of the fixtures that are an actor: {got} of {wanted}")


def fixture_sources() -> list[tuple[str, list[str]]]:
    """English fixtures, and the names in the sources of their gold (persons, bodies, metonyms)."""
    found = []
    for path in sorted((ROOT / "fixtures" / "en").glob("*/*.toml")):
        gold = tomllib.loads(path.read_text("utf-8"))
        sources = [a["source"] for a in gold["attribution"] if a["source_type"] in ("person", "body", "metonym")]
        found.append((path.with_suffix(".txt").read_text("utf-8"), sources))
    return found


def fixture_sides() -> list[tuple[str, list[str]]]:
    paths = sorted((ROOT / "fixtures" / "en").glob("*/*.toml"))
    return [(p.with_suffix(".txt").read_text("utf-8"), tomllib.loads(p.read_text("utf-8"))["sides"]) for p in paths]


def gum_sources() -> list[tuple[str, list[str]]]:
    """News of GUM, and the sources of its attributions."""
    found = []
    for part in ("train", "dev"):
        path = DATA / "gum_attribution" / f"{part}.jsonl"
        packed = path.with_name(path.name + ".gz")
        with gzip.open(packed, "rt", encoding="utf-8") if packed.exists() else path.open(encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row["genre"] == "news":
                    spans = [span for a in row["attributions"] for span in a["source"]]
                    found.append((row["text"], [row["text"][start:end] for start, end in spans]))
    return found


def found_sources(document: tuple[str, list[str]]) -> tuple[int, int]:
    """Of the sources with a name in them, how many hold a mention of an actor."""
    text, sources = document
    mentions = {mention.text for actor in bs.score(text, lang="en").actors for mention in actor.mentions}
    named = [source for source in dict.fromkeys(sources) if NAMED.search(source)]
    return sum(any(mention in source for mention in mentions) for source in named), len(named)


def actor_names(text: str) -> list[str]:
    return [actor.name for actor in bs.score(text).actors]


def same(side: str, actor: str) -> bool:
    """Whether two names have their capitalised words in common, as far as the shorter goes."""
    one, other = (set(re.findall(r"[A-Z][\w'-]+", name)) - {"The"} for name in (side, actor))
    return bool(one and other) and (one <= other or other <= one)


def cost() -> None:
    """CPU of tone towards actors, and of exact tone, in paired ratios to plain VADER on the same sentences."""
    with gzip.open(DATA / "abp_outlets" / "train.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    random.Random(0).shuffle(rows)
    texts = [" ".join(row["text"].split(" ")[:WORDS]) for row in rows if row.get("text")][: WARM + UNSEEN]
    reader, annotator, scorer = Reader(), Annotator(Vocabulary("en"), "rules"), SentenceTone()
    vader = SentimentIntensityAnalyzer()
    ratios = []
    for begin in range(0, len(texts), ROUND):
        part = texts[begin : begin + ROUND]
        block = reader.read(part, ["en"] * len(part))
        annotations = annotator.annotate(block)
        start = time.process_time()
        tones = sentence_tones(annotations, scorer)
        exact = time.process_time()
        polarisation(annotations, tones)
        towards = time.process_time()
        places = zip(block.sentence_document, block.sentence_start[:-1], block.sentence_start[1:], strict=True)
        sentences = [part[d][slice(*block.offsets(int(d), int(a), int(b)))] for d, a, b in places]
        plain = time.process_time()
        for sentence in sentences:
            vader.polarity_scores(sentence)
        end = time.process_time()
        if begin >= WARM:
            ratios.append(((exact - start) / (end - plain), (towards - exact) / (end - plain)))
    for name, values in zip(("exact tone", "tone towards actors"), zip(*ratios, strict=True), strict=True):
        print(
            f"CPU of {name} / plain VADER on unseen texts: median {np.median(values):.2f}, "
            f"range {min(values):.2f} to {max(values):.2f} ({len(values)} rounds of {ROUND})"
        )


SECTIONS = {"targets": targets, "bodies": bodies, "tone": tone, "actors": actors, "cost": cost}


def main() -> int:
    for name in sys.argv[1:] or SECTIONS:
        SECTIONS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
