"""Loaded language: wording that takes sides, by class and by voice.

Classes after Recasens, Danescu-Niculescu-Mizil & Jurafsky (2013), Hooper (1975), Karttunen (1971) and Hyland (2005).
Hedges, boosters and assertives are reported but never added: careful wording is not loaded wording.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from biasscore.annotate.annotations import Annotations
from biasscore.annotate.voices import AUTHOR
from biasscore.annotate.wording import Wording
from biasscore.measures.findings import (
    Evidence,
    Findings,
    densities,
    from_hits,
    hits_of,
    join,
    strongest,
    sums_by_voice,
)
from biasscore.measures.spec import Measured, MeasureSpec, unmeasured
from biasscore.measures.statistics import mean_interval, share_interval
from biasscore.spans import VOICES

ADDED = {
    "intensifier": "intensifiers",
    "one_sided_term": "one_sided_terms",
    "label": "labels",
    "factive": "factives",
    "implicative": "implicatives",
    "exaggeration": "exaggeration",
    "euphemism": "euphemisms",
}
"""Class -> lexicon; with scare quotes they make up the density."""
REPORTED = {"hedge": "hedges", "booster": "boosters", "assertive": "assertives"}
LOADED_WEIGHT = 1.0
"""Weight of loaded wording from which a sentence counts as loaded: one clear word."""
_TYPICAL = 0.75
"""Weight of a loaded word, on the average."""
_PROBABILITY = "loaded_language.probability"

_DENSITY = "weighted {} per 100 words of the whole document, so that author + paraphrased + quoted = all"
_RECASENS = "Recasens, Danescu-Niculescu-Mizil & Jurafsky (2013)"
_CLASSES = {
    "intensifier": ("degree words that add attitude", _RECASENS),
    "one_sided_term": ("words that take a side", _RECASENS),
    "label": ("group labels that stigmatise or honour", _RECASENS),
    "scare_quote": ("words set off by quotation marks or 'so-called', attributed to nobody", "Fairclough (1992)"),
    "factive": ("predicates that presuppose what follows", "Hooper (1975)"),
    "implicative": ("predicates that imply what follows", "Karttunen (1971)"),
    "exaggeration": ("hyperbole", "Hunston & Thompson (2000)"),
    "euphemism": ("words that veil", "Allan & Burridge (1991)"),
    "hedge": ("words that lower certainty (not loaded)", "Hyland (2005)"),
    "booster": ("words that raise certainty (not added)", "Hyland (2005)"),
    "assertive": ("predicates that assert what follows (not added)", "Hooper (1975)"),
}
_LEXICAL = {"en": "lexical", "ar": "lexical"}
_MODEL = {"en": "full", "ar": "none"}
_NO_MODEL = {"en": "none", "ar": "none"}
LOADED_PROBABILITY = 0.5
"""Probability from which a sentence counts as loaded."""


def _spec(
    measure: str, unit: str, high: float, direction: str, definition: str, reference: str, **more: Any
) -> MeasureSpec:
    return MeasureSpec(
        f"loaded_language.{measure}", unit, 0.0, high, direction, definition, reference, by_voice=True, **more
    )


SPECS = (
    _spec(
        "density",
        "per 100 words",
        np.inf,
        "larger = more loaded wording",
        _DENSITY.format("spans of the eight classes"),
        _RECASENS,
        languages=_LEXICAL,
        failures="Irony, and loaded words that are the topic of the text (a review of insults). Arabic: lexicons "
        "alone; they find a word in a third of paragraphs, where half are annotated as loaded, and order 0.60 of pairs "
        "of like length rightly (ArMPro; length itself 0.52): compare many texts, not two.",
    ),
    _spec(
        "sentence_share",
        "share",
        1.0,
        "larger = more sentences with loaded wording",
        "sentences of the voice whose probability is 0.5 or more; with loaded='lexicon', and in Arabic, those "
        "that hold loaded wording of weight 1 or more",
        "Spinde et al. (2021)",
        languages={"en": "full", "ar": "lexical"},
        failures="The model was fitted on US news from 2017 to 2023; state media that write like a wire look to it "
        "like a wire. Reported speech counts for the voice that it is in.",
    ),
    _spec(
        "probability",
        "probability",
        1.0,
        "larger = more loaded",
        "mean calibrated probability of the sentences of the voice that they hold loaded wording",
        "Spinde et al. (2021)",
        languages=_MODEL,
        additive=False,
        failures="As for sentence_share. Names and words for events are hidden from the model. Calibrated on sentences "
        "of which half are loaded: in wire copy, where fewer are, it is too high.",
    ),
    _spec(
        "subjectivity",
        "probability",
        1.0,
        "larger = more subjective",
        "mean probability that a sentence is subjective; not measured: no corpus that may be fitted on has labels",
        "Wiebe et al. (2005)",
        languages=_NO_MODEL,
        additive=False,
    ),
    *(
        _spec(
            name,
            "per 100 words",
            np.inf,
            f"larger = more {name.replace('_', ' ')}s",
            f"{what}; " + _DENSITY.format("hits"),
            reference,
            languages=_LEXICAL,
        )
        for name, (what, reference) in _CLASSES.items()
    ),
)


def measure(
    annotations: Annotations, wording: Wording | None = None
) -> tuple[dict[str, Measured], dict[str, Evidence]]:
    """Measure loaded language in a block.

    Parameters
    ----------
    annotations : Annotations
        What was found.
    wording : Wording, optional
        What the model says of the sentences; without it sentences are judged by their lexical spans.

    Returns
    -------
    columns : dict
        Column name -> Measured.
    findings : dict
        Measure name -> the evidence that was counted.
    """
    documents, words = len(annotations.block), annotations.n_words
    classes = {
        name: from_hits(annotations, hits_of(annotations, lexicon), label=name)
        for name, lexicon in {**ADDED, **REPORTED}.items()
    }
    classes["scare_quote"] = _scare_quotes(annotations)
    loaded = strongest(join([classes[name] for name in (*ADDED, "scare_quote")]))
    columns = densities("loaded_language.density", loaded, words, documents, _TYPICAL)
    for name, findings in classes.items():
        columns |= densities(f"loaded_language.{name}", findings, words, documents, _TYPICAL)
    evidence: dict[str, Evidence] = {f"loaded_language.{name}": findings for name, findings in classes.items()}
    evidence["loaded_language.density"] = loaded
    if wording is None:
        share, evidence["loaded_language.sentence_share"] = _lexical_share(annotations, loaded)
        columns |= {f"{_PROBABILITY}.{voice}": unmeasured(documents, "not_requested") for voice in VOICES}
    else:
        share, evidence["loaded_language.sentence_share"] = _model_share(annotations, wording)
        columns |= _probability(annotations, wording)
        evidence[_PROBABILITY] = partial(_loaded_words, annotations, wording)
    columns |= share
    columns |= {f"loaded_language.subjectivity.{voice}": unmeasured(documents, "no_model") for voice in VOICES}
    return columns, evidence


def _scare_quotes(annotations: Annotations) -> Findings:
    """Quoted words attributed to nobody, and markers of distance."""
    block = annotations.block
    chosen = np.flatnonzero(annotations.voices.scare)
    first, last = block.quotations.first[chosen], block.quotations.last[chosen]
    quoted = Findings(
        first=first,
        last=last,
        document=block.document[first],
        voice=np.full(len(chosen), AUTHOR, np.int32),
        weight=np.ones(len(chosen)),
        code=np.zeros(len(chosen), np.int32),
        labels=["scare_quote"],
        rules=[f"{annotations.vocabulary.language}/quotation:scare"],
    )
    return join([quoted, from_hits(annotations, hits_of(annotations, "scare_markers"), label="scare_quote")])


def _probability(annotations: Annotations, wording: Wording) -> dict[str, Measured]:
    """Mean probability of the sentences of each voice."""
    block = annotations.block
    documents, counted, voice = len(block), annotations.has_words, annotations.sentence_voices
    values = np.where(counted, wording.probability, 0.0)
    total, squares, n = (
        sums_by_voice(column, block.sentence_document, voice, documents)
        for column in (values, values**2, counted.astype(float))
    )
    low, high = mean_interval(total, squares, n, 0.0, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / np.where(n > 0, n, np.nan)
    return {
        f"{_PROBABILITY}.{name}": Measured(mean[:, i], low[:, i], high[:, i], n[:, i].astype(np.int64), "no_sentences")
        for i, name in enumerate(VOICES)
    }


def _loaded_words(annotations: Annotations, wording: Wording) -> Findings:
    """Words that the model holds to be loaded."""
    block, chance = annotations.block, wording.words()
    tokens = np.flatnonzero(chance >= wording.least).astype(np.int32)
    return Findings(
        tokens,
        tokens + 1,
        block.document[tokens],
        annotations.voices.token[tokens].astype(np.int32),
        chance[tokens],
        np.zeros(len(tokens), np.int32),
        ["loaded_word"],
        [f"model:loaded_word>={wording.least}"],
    )


def _model_share(annotations: Annotations, wording: Wording) -> tuple[dict[str, Measured], Findings]:
    hit = annotations.has_words & (wording.probability >= LOADED_PROBABILITY)
    return _sentence_share(annotations, hit, wording.probability, f"model:loaded_sentence>={LOADED_PROBABILITY}")


def _lexical_share(annotations: Annotations, loaded: Findings) -> tuple[dict[str, Measured], Findings]:
    n = len(annotations.block.sentence_start) - 1
    weight = np.bincount(annotations.block.sentence[loaded.first], loaded.weight, n) if n else np.zeros(0)
    hit = annotations.has_words & (weight >= LOADED_WEIGHT)
    return _sentence_share(annotations, hit, np.ones(n), "sentence:loaded_weight>=1")


def _sentence_share(
    annotations: Annotations, hit: NDArray[np.bool_], weight: NDArray[np.float64], rule: str
) -> tuple[dict[str, Measured], Findings]:
    block = annotations.block
    documents = len(block)
    counted = annotations.has_words
    voice = annotations.sentence_voices
    total = sums_by_voice(counted.astype(float), block.sentence_document, voice, documents)
    hits = sums_by_voice(hit.astype(float), block.sentence_document, voice, documents)
    low, high = share_interval(hits, total)
    with np.errstate(invalid="ignore"):
        value = hits / np.where(total > 0, total, np.nan)
    columns = {
        f"loaded_language.sentence_share.{name}": Measured(
            value[:, i], low[:, i], high[:, i], total[:, i].astype(np.int64), "no_sentences"
        )
        for i, name in enumerate(VOICES)
    }
    rows = np.flatnonzero(hit)
    evidence = Findings(
        block.sentence_start[:-1][rows],
        block.sentence_start[1:][rows],
        block.sentence_document[rows],
        voice[rows],
        weight[rows],
        np.zeros(len(rows), np.int32),
        ["loaded_sentence"],
        [rule],
    )
    return columns, evidence
