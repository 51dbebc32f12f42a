"""Generic frames and roles against corpora that people annotated (parts of ``framing.py``)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from framing_figures import auc, by_group, rows

import biasscore as bs

LABELS = {"conflict": "CO", "responsibility": "RE", "economic": "EC", "morality": "MO", "human_interest": "HI"}
HEADLINE = ("conflict", "responsibility", "economic")
"""Frames whose mean is the target; the others are rare in the corpus."""
THEMES = {"economic": ("economic",), "conflict": ("politics",)}
"""Frame -> themes of headlines on gun violence that come nearest to it."""
UNFRAMED = ("none", "irrelevant")
VIRTUES = ("Care", "Fairness", "Loyalty", "Authority", "Sanctity")
_SMALL = frozenset("the a an of and".split())


def frames() -> None:
    """narrative_frames dev: the shipped model, and the plain share of sentences with an item of the lexicon."""
    data = rows("narrative_frames", "dev")
    if not data:
        return print("  narrative_frames: absent")
    profiles = list(bs.score_many([row["text"] for row in data]))
    groups = [row["id"] for row in data]
    labels = {frame: np.array([code in row["label"] for row in data]) for frame, code in LABELS.items()}
    values = {frame: np.array([p[f"framing.{frame}"].value for p in profiles]) for frame in LABELS}

    def of(frame: str, sample: list[int]) -> float:
        positive = labels[frame][sample]
        return auc(values[frame][sample], positive) if 0 < positive.sum() < len(sample) else float("nan")

    for frame in LABELS:
        brier = np.mean((values[frame] - labels[frame]) ** 2)
        print(
            f"  narrative_frames dev, AUC of framing.{frame} ({labels[frame].sum()} of {len(data)}): "
            f"{by_group(groups, lambda s, f=frame: of(f, s))}; mean score {values[frame].mean():.2f}, "
            f"share {labels[frame].mean():.2f}, Brier {brier:.3f}"
        )
    mean = by_group(groups, lambda s: float(np.mean([of(frame, s) for frame in HEADLINE])))
    print(f"  narrative_frames dev, mean AUC of {', '.join(HEADLINE)} (target .80): {mean}")


def floor() -> None:
    """The same by TF-IDF and logistic regression: words alone, names and topics among them."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline

    train, dev = rows("narrative_frames", "train"), rows("narrative_frames", "dev")
    if not train:
        return print("  narrative_frames: absent")
    texts, outlets = [row["text"] for row in train], [row["outlet"] for row in train]
    found: dict[str, list[float]] = {"train, outlets held out": [], "dev": []}
    for frame in HEADLINE:
        label = [LABELS[frame] in row["label"] for row in train]
        model = make_pipeline(
            TfidfVectorizer(sublinear_tf=True, min_df=2),
            LogisticRegression(C=10, max_iter=2000, class_weight="balanced"),
        )
        folds = GroupKFold(5, shuffle=True, random_state=0)
        held = cross_val_predict(model, texts, label, groups=outlets, cv=folds, method="decision_function")
        found["train, outlets held out"].append(auc(held, label))
        chance = model.fit(texts, label).decision_function([row["text"] for row in dev])
        found["dev"].append(auc(chance, [LABELS[frame] in row["label"] for row in dev]))
    for part, values in found.items():
        shown = ", ".join(f"{frame} {value:.3f}" for frame, value in zip(HEADLINE, values, strict=True))
        print(f"  narrative_frames {part}, AUC of TF-IDF: {shown}; mean {np.mean(values):.3f}")


def headlines() -> None:
    """GVFC: a headline of a theme against framed headlines of other themes; frames were fitted on whole articles."""
    data = [row for row in rows("gvfc", "dev") if row["label"] not in UNFRAMED and not row["dup"]]
    if not data:
        return print("  gvfc: absent")
    profiles = list(bs.score_many([{"text": row["text"], "lang": "en"} for row in data]))
    groups = [row["id"] for row in data]
    for frame, themes in THEMES.items():
        value = [p[f"framing.{frame}"].value for p in profiles]
        positive = [bool({row["label"], row["theme2"]} & set(themes)) for row in data]
        figure = by_group(groups, lambda s, v=value, y=positive: auc([v[i] for i in s], [y[i] for i in s]))
        what = f"framing.{frame} for {'/'.join(themes)} ({sum(positive)} of {len(data)})"
        print(f"  gvfc headlines, AUC of {what}: {figure}")


def _words(name: str) -> set[str]:
    return set(name.casefold().split()) - _SMALL


def _actor(profile: bs.Profile, name: str) -> Any:
    """The actor that a name of the annotation means: all words of the shorter name are in the longer."""
    wanted = _words(name)
    for actor in profile.actors:
        own = _words(actor.name)
        if own and wanted and (own <= wanted or wanted <= own):
            return actor
    return None


def roles() -> None:
    """narrative_frames dev: hero, villain, victim of annotated entities against ``Actor.roles``."""
    data = rows("narrative_frames", "dev")
    if not data:
        return print("  narrative_frames: absent")
    seen: list[tuple[str, bool, str, str]] = []
    for row, profile in zip(data, bs.score_many([row["text"] for row in data]), strict=True):
        for one in row["roles"]:
            actor = _actor(profile, one["entity"])
            played = actor.roles if actor else {}
            seen.append((row["id"], actor is not None, one["role"], max(played, key=lambda r: played[r], default="")))
    groups = [row[0] for row in seen]
    found = by_group(groups, lambda s: float(np.mean([seen[i][1] for i in s])))
    print(f"  narrative_frames dev, annotated entities that are actors here (n={len(seen)}): {found}")
    judged = [row for row in seen if row[3]]
    right = by_group([row[0] for row in judged], lambda s: float(np.mean([judged[i][2] == judged[i][3] for i in s])))
    usual = Counter(row[2] for row in judged).most_common(1)[0][1] / len(judged)
    print(
        f"  narrative_frames dev, role right where one is given (n={len(judged)}, commonest role {usual:.3f}): {right}"
    )


def moral_events() -> None:
    """Moral events dev: agents of virtue or vice, and patients of vice, against ``Actor.roles``, article by article."""
    data = rows("moralevents", "dev")
    if not data:
        return print("  moralevents: absent")
    agents: list[tuple[str, bool]] = []
    patients: list[tuple[str, bool]] = []
    wanted = 0
    for row, profile in zip(data, bs.score_many([row["text"] for row in data]), strict=True):
        virtue: dict[str, int] = {}
        suffers: dict[str, int] = {}
        for event in row["spans"]:
            good = sum(1 if label in VIRTUES else -1 for label in event["label"])
            virtue[event["agent"]] = virtue.get(event["agent"], 0) + int(np.sign(good))
            suffers[event["patient"]] = suffers.get(event["patient"], 0) - int(np.sign(good))
        for name, sign in virtue.items():
            wanted += sign != 0
            played = actor.roles if (actor := _actor(profile, name or "")) else {}
            ours = played.get("hero", 0) - played.get("villain", 0)
            if sign and ours:
                agents.append((row["triplet"], (sign > 0) == (ours > 0)))
        for name, sign in suffers.items():
            played = actor.roles if (actor := _actor(profile, name or "")) else {}
            if sign and played.get("victim", 0) > 0.5:
                patients.append((row["triplet"], sign > 0))
    for name, found in (
        ("agents: sign of hero - villain", agents),
        ("victims: suffer more vice than virtue", patients),
    ):
        figure = by_group([g for g, _ in found], lambda s, f=found: float(np.mean([f[i][1] for i in s])))
        print(f"  moralevents dev, {name} (n={len(found)} of {wanted} annotated agents): {figure}")
