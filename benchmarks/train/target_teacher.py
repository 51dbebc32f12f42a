"""The teacher of target sentiment: a small encoder that reads the target as a mask (training time only)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from target_data import Reading
from teacher import BATCH, ENCODER, LABELLING_BATCH, Encoded, mixed_batches
from torch import nn
from transformers import AutoModel, AutoTokenizer

from biasscore.annotate.targets import FIRST_FORM

EPOCHS = 2
RATE = 7e-5
RIDGE, PRIOR = 10.0, 2.0
"""Of the regression of states on shared vectors; occurrences that its foretelling weighs as much as."""


class TargetTeacher(nn.Module):
    """MiniLM with mean pooling beside the state at the target; embeddings and first layer stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(ENCODER)
        self.head = nn.Linear(2 * self.encoder.config.hidden_size, 3)
        for part in (self.encoder.embeddings, self.encoder.encoder.layer[0]):
            part.requires_grad_(False)
        self.target = AutoTokenizer.from_pretrained(ENCODER).mask_token_id

    def states(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Last hidden states."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits, shape (targets, 3)."""
        return self.judged(self.states(ids, mask), ids, mask)

    def judged(self, states: torch.Tensor, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits from the states."""
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        place = (ids == self.target).int().argmax(1)
        return self.head(torch.cat((mean, states[torch.arange(len(ids)), place]), -1))


def fitted(encoded: Encoded, labels: np.ndarray, places: np.ndarray, seed: int, epochs: int = EPOCHS) -> TargetTeacher:
    """A teacher that has learnt from some targets (AdamW, linear warm-up and decay)."""
    torch.manual_seed(seed)
    teacher, chooser = TargetTeacher(), np.random.default_rng(seed)
    chosen = [p for p in teacher.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(chosen, lr=RATE, weight_decay=0.01)
    steps, step = epochs * (len(places) // BATCH), 0
    teacher.train()
    for _ in range(epochs):
        for batch in mixed_batches(encoded, chooser.permutation(places)):
            for group in optimiser.param_groups:
                group["lr"] = RATE * min((step + 1) / (0.06 * steps), 1 - step / (steps + 1))
            loss = nn.functional.cross_entropy(teacher(*encoded.batch(batch)), torch.from_numpy(labels[batch]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(chosen, 1.0)
            optimiser.step()
            step += 1
    return teacher.eval()


@torch.no_grad()
def logits(teacher: TargetTeacher, encoded: Encoded, places: np.ndarray) -> np.ndarray:
    """Logits of some targets, shape (places, 3)."""
    found = np.zeros((len(places), 3), np.float32)
    order = np.argsort([len(encoded.ids[i]) for i in places], kind="stable")
    for part in np.array_split(order, max(1, len(order) // LABELLING_BATCH)):
        found[part] = teacher(*encoded.batch(places[part])).numpy()
    return found


class Taught(NamedTuple):
    """What a teacher says.

    Attributes
    ----------
    logits : ndarray, shape (readings, 3)
        Of every target that it was asked about.
    sums : ndarray, shape (rows, numbers)
        Sum of its last hidden states over the words of each row of the student's table.
    counts : ndarray, shape (rows,)
        Number of these words.
    """

    logits: np.ndarray
    sums: np.ndarray
    counts: np.ndarray


@torch.no_grad()
def taught(teacher: TargetTeacher, read: list[Reading], rows: int) -> Taught:
    """What a teacher says of targets, and of the words around them."""
    encoded = Encoded([reading.words for reading in read])
    found = Taught(
        np.zeros((len(read), 3), np.float32), np.zeros((rows, teacher.encoder.config.hidden_size)), np.zeros(rows)
    )
    for places in encoded.sorted_batches(LABELLING_BATCH):
        ids, mask = encoded.batch(places)
        states = teacher.states(ids, mask)
        found.logits[places] = teacher.judged(states, ids, mask).numpy()
        for state, place in zip(states.numpy(), places.tolist(), strict=True):
            words = encoded.words[place]
            use = words >= 0
            opens = np.flatnonzero(np.diff(words[use], prepend=-1))
            length = np.diff(opens, append=use.sum())
            row = np.array(read[place].rows)[words[use][opens]]
            means = np.add.reduceat(state[: len(words)][use], opens) / length[:, None]
            np.add.at(found.sums, row, means)
            np.add.at(found.counts, row, 1)
    return found


def own_numbers(said: Taught, vectors: np.ndarray, dimensions: int) -> np.ndarray:
    """Numbers of every row that a student starts from: what the teacher makes of its words, reduced.

    A row that was met seldom leans on what its shared vector foretells. Rows weigh by the square root of their counts;
    a component has a variance of one on average.
    """
    inputs = np.concatenate((np.zeros((FIRST_FORM, vectors.shape[1])), vectors))
    inputs = np.column_stack((inputs, np.ones(len(inputs))))
    weight = np.sqrt(said.counts)
    weighted = inputs * weight[:, None]
    means = said.sums / np.maximum(said.counts, 1)[:, None]
    foretells = np.linalg.solve(
        weighted.T @ weighted + RIDGE * np.eye(inputs.shape[1]), weighted.T @ (means * weight[:, None])
    )
    states = (said.sums + PRIOR * inputs @ foretells) / (said.counts + PRIOR)[:, None]
    weight /= weight.sum()
    centred = states - weight @ states
    _, directions = np.linalg.eigh((centred * weight[:, None]).T @ centred)
    reduced = centred @ directions[:, ::-1][:, :dimensions]
    reduced /= np.sqrt(weight @ reduced**2).mean()
    reduced[:FIRST_FORM] = 0
    return reduced.astype(np.float32)
