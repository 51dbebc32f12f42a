"""The tagger in torch, with the names and shapes that ``biasscore.annotate.tagger`` reads."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from biasscore.annotate.labels import LABELS
from biasscore.annotate.linking import PAIR_COLUMNS, Pairs
from biasscore.annotate.tagging import ENDING_BUCKETS, WORD_BUCKETS
from biasscore.models.convolution import DILATIONS, POOLED_AFTER

WORD_WIDTH, ENDING_WIDTH = 32, 16
HIDDEN, KEYS = 48, 24
INPUT_DROPOUT, LAYER_DROPOUT = 0.25, 0.2


class Network(nn.Module):
    """States, label scores and link scores of one article."""

    def __init__(self, words: int, columns: int, filters: int) -> None:
        super().__init__()
        self.word = nn.Embedding(words + WORD_BUCKETS, WORD_WIDTH)
        self.ending = nn.Embedding(ENDING_BUCKETS, ENDING_WIDTH)
        for table in (self.word, self.ending):
            nn.init.normal_(table.weight, std=0.3)
        self.input = nn.Linear(WORD_WIDTH + ENDING_WIDTH + columns, filters)
        self.layers = nn.ModuleList(nn.Linear(3 * filters, filters) for _ in DILATIONS)
        self.pool = nn.Linear(2 * filters, filters)
        self.label = nn.Linear(filters, len(LABELS))
        self.content, self.source = (nn.Linear(2 * filters, HIDDEN, bias=False) for _ in range(2))
        self.pair = nn.Linear(PAIR_COLUMNS, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1, bias=False)
        self.query, self.key = (nn.Linear(2 * filters, KEYS, bias=False) for _ in range(2))
        self.none = nn.Linear(2 * filters, 1)
        self.transition = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.opening = nn.Parameter(torch.zeros(len(LABELS)))
        for side in (self.query, self.key):
            nn.init.normal_(side.weight, std=0.05)

    def states(
        self, word: torch.Tensor, ending: torch.Tensor, columns: torch.Tensor, sentence: torch.Tensor
    ) -> torch.Tensor:
        """States of the tokens; ``sentence`` is the number of the sentence of each."""
        inputs = torch.cat((self.word(word), self.ending(ending), columns), 1)
        states = functional.relu(self.input(functional.dropout(inputs, INPUT_DROPOUT, self.training)))
        for number, (dilation, layer) in enumerate(zip(DILATIONS, self.layers, strict=True), 1):
            dropped = functional.dropout(states, LAYER_DROPOUT, self.training)
            padded = functional.pad(dropped, (0, 0, dilation, dilation))
            n = len(states)
            window = torch.cat([padded[place : place + n] for place in (0, dilation, 2 * dilation)], 1)
            states = states + functional.relu(layer(window))
            if number == POOLED_AFTER:
                states = states + self._pooled(states, sentence)
        return functional.dropout(states, LAYER_DROPOUT, self.training)

    def _pooled(self, states: torch.Tensor, sentence: torch.Tensor) -> torch.Tensor:
        count = int(sentence[-1]) + 1
        index = sentence[:, None].expand_as(states)
        highest = torch.zeros(count, states.shape[1]).scatter_reduce(0, index, states, "amax", include_self=False)
        before = torch.cat((torch.zeros(1, states.shape[1]), highest[:-1]))
        return self.pool(torch.cat((highest, before), 1))[sentence]

    def links(
        self, states: torch.Tensor, pairs: Pairs, contents: np.ndarray, sources: np.ndarray
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores of the pairs, and of no source for every content; spans as (first, last) rows."""
        ends = [torch.cat((states[spans[:, 0]], states[spans[:, 1] - 1]), 1) for spans in (contents, sources)]
        content, source = torch.from_numpy(pairs.content), torch.from_numpy(pairs.source)
        hidden = self.content(ends[0])[content] + self.source(ends[1])[source]
        hidden = hidden + self.pair(torch.from_numpy(pairs.columns))
        score = self.score(functional.relu(hidden))[:, 0]
        score = score + (self.query(ends[0])[content] * self.key(ends[1])[source]).sum(1)
        return score, self.none(ends[0])[:, 0]

    def sequence_loss(self, scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Negative log likelihood of a label sequence (linear-chain conditional random field)."""
        moves = self.transition
        right = scores.gather(1, labels[:, None]).sum() + moves[labels[:-1], labels[1:]].sum() + self.opening[labels[0]]
        first = self.opening + scores[0]
        total = torch.logsumexp(first[:, None] + _product(moves + scores[1:, None, :]), (0, 1))
        return total - right

    def arrays(self) -> dict[str, np.ndarray]:
        """Coefficients by the names under which the tagger reads them."""

        def weight(layer: nn.Linear) -> np.ndarray:
            return layer.weight.detach().numpy().T.copy()

        found = {"word.weight": self.word.weight.detach().numpy(), "ending.weight": self.ending.weight.detach().numpy()}
        named = {"input": self.input, "pool": self.pool, "label": self.label}
        named |= {f"layer{number}": layer for number, layer in enumerate(self.layers)}
        for name, layer in named.items():
            found[f"{name}.weight"], found[f"{name}.bias"] = weight(layer), layer.bias.detach().numpy()
        for name in ("content", "source", "pair", "query", "key"):
            found[f"link.{name}"] = weight(getattr(self, name))
        found["link.bias"] = self.pair.bias.detach().numpy()
        found["link.score"], found["link.none"] = weight(self.score)[:, 0], weight(self.none)[:, 0]
        found["transition"], found["opening"] = self.transition.detach().numpy(), self.opening.detach().numpy()
        found["link.none.bias"] = self.none.bias.detach().numpy()
        return found


def _product(moves: torch.Tensor) -> torch.Tensor:
    """Product of a chain of matrices in the logarithmic semiring, pairwise, so that it takes log2(n) steps."""
    while len(moves) > 1:
        rest = moves[len(moves) // 2 * 2 :]
        left, right = moves[0 : len(moves) // 2 * 2 : 2], moves[1::2]
        moves = torch.cat((torch.logsumexp(left[:, :, :, None] + right[:, None, :, :], 2), rest))
    return moves[0]
