"""The student: a convolution of widths one and three over static word vectors, taught by a teacher's probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from biasscore.annotate.wording import MARKS

torch.set_num_threads(1)
FILTERS = 64
OWN = 16
"""Numbers a form learns for this task, beside the shared vector."""
BATCH = 32
EPOCHS = 4
RATE = 2e-3


@dataclass
class Columns:
    """Rows and marks of sentences, end to end.

    Attributes
    ----------
    rows, marks : ndarray
        One entry a token.
    start : ndarray
        First token of each sentence, and the number of tokens.
    """

    rows: np.ndarray
    marks: np.ndarray
    start: np.ndarray

    def __len__(self) -> int:
        return len(self.start) - 1

    @classmethod
    def of(cls, parts: list[tuple[np.ndarray, np.ndarray]]) -> Columns:
        """Sentences put end to end."""
        start = np.concatenate(([0], np.cumsum([len(rows) for rows, _ in parts])))
        return cls(np.concatenate([r for r, _ in parts]), np.concatenate([m for _, m in parts]), start)

    def batch(self, places: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Padded rows, bits of the marks, and mask."""
        lengths = self.start[places + 1] - self.start[places]
        within = np.arange(lengths.max())[None]
        mask = within < lengths[:, None]
        index = np.where(mask, self.start[places][:, None] + within, 0)
        rows = np.where(mask, self.rows[index], 0)
        bits = (self.marks[index][..., None] >> np.arange(MARKS) & 1) * mask[..., None]
        return (
            torch.from_numpy(rows.astype(np.int64)),
            torch.from_numpy(bits.astype(np.float32)),
            torch.from_numpy(mask),
        )


class Student(nn.Module):
    """Filters of widths one and three, maximum and mean over the sentence, one logit."""

    def __init__(self, vectors: np.ndarray, *, filters: int = FILTERS, own: int = OWN) -> None:
        super().__init__()
        self.register_buffer("shared", torch.from_numpy(vectors.astype(np.float32)))
        self.own = nn.Embedding(len(vectors), own)
        nn.init.normal_(self.own.weight, std=0.05)
        width = vectors.shape[1] + own + MARKS
        self.one = nn.Linear(width, filters)
        self.three = nn.Conv1d(width, filters, 3, padding=1)
        self.head = nn.Linear(4 * filters, 1)
        self.words, self.pooled = nn.Dropout(0.2), nn.Dropout(0.3)

    def forward(self, rows: torch.Tensor, bits: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Logits."""
        known = mask[..., None].float()
        inputs = torch.cat((self.shared[rows], self.own(rows), bits), -1)
        inputs = nn.functional.dropout(inputs, 0.1, self.training) * known
        states = torch.cat((self.one(inputs), self.three(inputs.transpose(1, 2)).transpose(1, 2)), -1)
        states = torch.relu(states) * known
        mean = states.sum(1) / known.sum(1)
        return self.head(self.pooled(torch.cat((states.amax(1), mean), -1)))[:, 0]


def teach(student: Student, columns: Columns, targets: np.ndarray, seed: int, epochs: int = EPOCHS) -> None:
    """Train on a teacher's probabilities, in place."""
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    optimiser = torch.optim.AdamW(student.parameters(), lr=RATE, weight_decay=0.01)
    wanted = torch.from_numpy(1 / (1 + np.exp(-targets.astype(np.float32))))
    lengths = np.diff(columns.start)
    steps, step = epochs * (len(columns) // BATCH), 0
    student.train()
    for _ in range(epochs):
        order = chooser.permutation(len(columns))
        stretch = 64 * BATCH
        batches = []
        for first in range(0, len(order), stretch):
            part = order[first : first + stretch]
            part = part[np.argsort(lengths[part], kind="stable")]
            batches += [part[i : i + BATCH] for i in range(0, len(part) - BATCH + 1, BATCH)]
        for number in chooser.permutation(len(batches)):
            batch = batches[number]
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(1 - step / steps, 0.0)
            loss = nn.functional.binary_cross_entropy_with_logits(student(*columns.batch(batch)), wanted[batch])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            step += 1
    student.eval()


@torch.no_grad()
def student_logits(student: Student, columns: Columns) -> np.ndarray:
    """Logit of every sentence."""
    student.eval()
    found = np.zeros(len(columns), np.float32)
    order = np.argsort(np.diff(columns.start), kind="stable")
    for places in np.array_split(order, max(1, len(order) // 256)):
        found[places] = student(*columns.batch(places)).numpy()
    return found
