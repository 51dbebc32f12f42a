"""The network of ``biasscore.models.target_network``, to be fitted: the same sums, in torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from biasscore.annotate.targets import FACTS, MARKS, Windows
from biasscore.models.target_network import DECAYS, POOLS

FILTERS = 48
"""Filters of width one, and as many of width three."""
OWN = 16
"""Numbers a form learns for this task, beside its shared vector."""
BATCH = 64
EPOCHS = 4
RATE = 3e-3
DECAY = 0.01
"""Weight decay of AdamW."""
DROPPED_WORDS, DROPPED_POOLS = 0.2, 0.5


@dataclass
class Batches:
    """Padded windows."""

    windows: Windows

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of every window."""
        return np.diff(self.windows.start)

    def batch(self, places: np.ndarray) -> dict[str, torch.Tensor]:
        """Windows of some targets, padded to the longest."""
        w, start = self.windows, self.windows.start[places]
        lengths = w.start[places + 1] - start
        within = np.arange(lengths.max())[None]
        mask = within < lengths[:, None]
        index = np.where(mask, start[:, None] + within, 0)
        bounds = [(column[places] - start)[:, None] for column in (w.clause_first, w.clause_last)]
        arrays = {
            "row": np.where(mask, w.row[index], 0).astype(np.int64),
            "bits": ((w.marks[index][..., None] >> np.arange(len(MARKS)) & 1) * mask[..., None]).astype(np.float32),
            "mask": mask,
            "distance": (within - (w.target[places] - start)[:, None]).astype(np.float32),
            "clause": (within >= bounds[0]) & (within < bounds[1]),
            "facts": (w.facts[places][:, None] >> np.arange(len(FACTS)) & 1).astype(np.float32),
        }
        for name in ("target", "left", "right"):
            arrays[name] = (getattr(w, name)[places] - start).astype(np.int64)
        return {name: torch.from_numpy(array) for name, array in arrays.items()}


class Student(nn.Module):
    """Filters of widths one and three, pooled around the target, one linear layer."""

    def __init__(self, vectors: np.ndarray, own: np.ndarray) -> None:
        super().__init__()
        width = vectors.shape[1]
        self.register_buffer("shared", torch.from_numpy(np.concatenate((np.zeros((2, width)), vectors)).astype("f4")))
        self.special = nn.Embedding(2, width)
        self.own = nn.Embedding.from_pretrained(torch.from_numpy(own), freeze=False)
        inputs = width + OWN + len(MARKS)
        self.one, self.three = nn.Linear(inputs, FILTERS), nn.Conv1d(inputs, FILTERS, 3, padding=1)
        self.head = nn.Linear(POOLS * 2 * FILTERS + len(FACTS), 3)
        self.words, self.pools = nn.Dropout(DROPPED_WORDS), nn.Dropout(DROPPED_POOLS)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Logits, shape (targets, 3)."""
        row, mask = batch["row"], batch["mask"][..., None].float()
        shared = torch.where((row < 2)[..., None], self.special(row.clamp(max=1)), self.shared[row])
        inputs = torch.cat((self.words(torch.cat((shared, self.own(row)), -1)), batch["bits"]), -1) * mask
        wide = self.three(inputs.transpose(1, 2)).transpose(1, 2)
        states = torch.relu(torch.cat((self.one(inputs), wide), -1)) * mask
        pools = torch.cat((*self._pools(states, mask, batch), batch["facts"]), -1)
        return self.head(self.pools(pools))

    @staticmethod
    def _pools(states: torch.Tensor, mask: torch.Tensor, batch: dict[str, torch.Tensor]) -> list[torch.Tensor]:
        rows, distance = torch.arange(len(states)), batch["distance"]
        target, clause = batch["target"], batch["clause"][..., None].float()
        fading = [
            (states * (torch.exp(-distance.abs() / reach) * side)[..., None]).sum(1)
            for reach in DECAYS
            for side in (distance < 0, distance > 0)
        ]
        governors = [states[rows, batch[name]] * (batch[name] != target)[:, None].float() for name in ("left", "right")]
        return [
            *fading,
            states.sum(1) / mask.sum(1),
            (states * clause).sum(1) / clause.sum(1),
            states.amax(1),
            states[rows, target],
            *governors,
        ]


@dataclass
class Lessons:
    """Targets to learn from: their windows, what is to be said of them (probabilities), and how much each weighs."""

    windows: Windows
    wanted: np.ndarray
    weights: np.ndarray


def fit(vectors: np.ndarray, own: np.ndarray, lessons: Lessons, seed: int) -> Student:
    """A student that starts from shared vectors and own numbers."""
    torch.manual_seed(seed)
    chooser = np.random.default_rng(seed)
    student, batches = Student(vectors, own), Batches(lessons.windows)
    optimiser = torch.optim.AdamW(student.parameters(), lr=RATE, weight_decay=DECAY)
    wanted, weights = torch.from_numpy(lessons.wanted), torch.from_numpy(lessons.weights)
    places, lengths = np.arange(len(weights)), batches.lengths
    steps, step = EPOCHS * (len(places) // BATCH), 0
    for _ in range(EPOCHS):
        order = chooser.permutation(places)
        groups: list[np.ndarray] = []
        for first in range(0, len(order), 16 * BATCH):
            part = order[first : first + 16 * BATCH]
            part = part[np.argsort(lengths[part], kind="stable")]
            groups += [part[i : i + BATCH] for i in range(0, len(part) - BATCH + 1, BATCH)]
        for number in chooser.permutation(len(groups)):
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(1 - step / steps, 0.0)
            part = groups[number]
            losses = nn.functional.cross_entropy(student(batches.batch(part)), wanted[part], reduction="none")
            loss = (losses * weights[part]).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            step += 1
    return student.eval()


@torch.no_grad()
def logits(student: Student, windows: Windows) -> np.ndarray:
    """Logits of targets."""
    batches = Batches(windows)
    found = np.zeros((len(windows.target), 3), np.float32)
    order = np.argsort(batches.lengths, kind="stable")
    for part in np.array_split(order, max(1, len(order) // 256)):
        found[part] = student(batches.batch(part)).numpy()
    return found


def coefficients(student: Student, temperature: float) -> dict[str, np.ndarray]:
    """Arrays as ``TargetNetwork`` reads them; the temperature goes into the head."""
    one, three, head = student.one, student.three, student.head
    left, centre, right = (three.weight.detach().numpy()[:, :, tap] for tap in range(3))
    taps = np.concatenate((one.weight.detach().numpy(), centre, left, right))
    width = student.shared.shape[1]
    return {
        "special": student.special.weight.detach().numpy(),
        "own": student.own.weight.detach().numpy(),
        "filters": taps[:, :width],
        "filters.own": taps[:, width : width + OWN],
        "marks": taps[:, width + OWN :],
        "bias": np.concatenate((one.bias.detach().numpy(), three.bias.detach().numpy())),
        "head": head.weight.detach().numpy() / temperature,
        "head.bias": head.bias.detach().numpy() / temperature,
    }
