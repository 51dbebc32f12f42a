"""biasscore: how a news text reports, in framing, sentiment, sourcing and loaded language.

>>> import biasscore as bs
>>> p = bs.score("The mayor said on Monday that the bridge would reopen. Critics called the delay reckless.")
>>> p.status, p.language
('ok', 'en')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from biasscore._version import __version__

if TYPE_CHECKING:
    from biasscore import lexicons as lexicons
    from biasscore import measures as measures
    from biasscore.errors import (
        ArgumentError,
        BiasscoreError,
        InputTypeError,
        LexiconError,
        MissingExtraError,
        ScoringError,
        UnknownNameError,
    )
    from biasscore.event import EventComparison, compare_event
    from biasscore.lookup import capabilities, citations
    from biasscore.measures.spec import Score
    from biasscore.profile import Profile
    from biasscore.scoring import Scorer, score, score_many
    from biasscore.spans import Evidence, Span

_HOMES = {
    "ArgumentError": "errors",
    "BiasscoreError": "errors",
    "InputTypeError": "errors",
    "LexiconError": "errors",
    "MissingExtraError": "errors",
    "ScoringError": "errors",
    "UnknownNameError": "errors",
    "EventComparison": "event",
    "compare_event": "event",
    "Evidence": "spans",
    "Span": "spans",
    "Score": "measures.spec",
    "Profile": "profile",
    "Scorer": "scoring",
    "score": "scoring",
    "score_many": "scoring",
    "capabilities": "lookup",
    "citations": "lookup",
    "measures": "",
    "lexicons": "",
}

__all__ = [
    "ArgumentError",
    "BiasscoreError",
    "EventComparison",
    "Evidence",
    "InputTypeError",
    "LexiconError",
    "MissingExtraError",
    "Profile",
    "Score",
    "Scorer",
    "ScoringError",
    "Span",
    "UnknownNameError",
    "__version__",
    "capabilities",
    "citations",
    "compare_event",
    "lexicons",
    "measures",
    "score",
    "score_many",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that ``import biasscore`` stays cheap."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'biasscore' has no attribute {name!r}")
    value = getattr(import_module(f"biasscore.{home}"), name) if home else import_module(f"biasscore.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
