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
    from biasscore.comparison import Comparison, Difference, compare
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
    from biasscore.matched import Matched, compare_outlets
    from biasscore.measures.spec import Score
    from biasscore.norms.reference import Reference
    from biasscore.outlet import OutletProfile, RankInterval, outlet_profiles, rank_intervals
    from biasscore.outlet_scores import Ratings
    from biasscore.profile import Profile
    from biasscore.scoring import Scorer, score, score_many
    from biasscore.spans import Evidence, Span
    from biasscore.target import TargetSentiment, target_sentiment, target_sentiment_many

_HOMES = {
    "Comparison": "comparison",
    "Difference": "comparison",
    "compare": "comparison",
    "Matched": "matched",
    "compare_outlets": "matched",
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
    "OutletProfile": "outlet",
    "RankInterval": "outlet",
    "Ratings": "outlet_scores",
    "outlet_profiles": "outlet",
    "rank_intervals": "outlet",
    "Profile": "profile",
    "Reference": "norms.reference",
    "Scorer": "scoring",
    "score": "scoring",
    "score_many": "scoring",
    "TargetSentiment": "target",
    "target_sentiment": "target",
    "target_sentiment_many": "target",
    "capabilities": "lookup",
    "citations": "lookup",
    "measures": "",
    "lexicons": "",
}

__all__ = [
    "ArgumentError",
    "BiasscoreError",
    "Comparison",
    "Difference",
    "EventComparison",
    "Evidence",
    "InputTypeError",
    "LexiconError",
    "Matched",
    "MissingExtraError",
    "OutletProfile",
    "Profile",
    "RankInterval",
    "Ratings",
    "Reference",
    "Score",
    "Scorer",
    "ScoringError",
    "Span",
    "TargetSentiment",
    "UnknownNameError",
    "__version__",
    "capabilities",
    "citations",
    "compare",
    "compare_event",
    "compare_outlets",
    "lexicons",
    "measures",
    "outlet_profiles",
    "rank_intervals",
    "score",
    "score_many",
    "target_sentiment",
    "target_sentiment_many",
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
