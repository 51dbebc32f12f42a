"""Everything that can go wrong in a call, in one tree.

Exception
└── BiasscoreError
    ├── InputTypeError      (also TypeError)    the text is not a string
    ├── ArgumentError       (also ValueError)   an argument has a value that is not allowed
    │   └── LexiconError                        a lexicon or naming set breaks its format
    ├── UnknownNameError    (also KeyError)     a measure, lexicon or family nobody knows
    ├── MissingExtraError   (also ImportError)  an optional dependency is not installed
    ├── ModelError          (also ValueError)   a shipped model is not the one its card describes
    └── ScoringError                            one item of a batch could not be scored (also a record)

Odd news text never raises: it gives a profile with a status, warnings and reasons. Wrong calls raise.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BiasscoreError(Exception):
    """Base class of all errors raised by biasscore."""


class InputTypeError(BiasscoreError, TypeError):
    """The text is not a string."""

    @classmethod
    def for_text(cls, got: object) -> InputTypeError:
        """Say what was got instead of a string, and the repair."""
        hint = {
            "bytes": "decode it first, e.g. data.decode('utf-8')",
            "NoneType": "pass an empty string for a missing text",
        }.get(type(got).__name__, "pass a str")
        return cls(f"text must be a str, got {type(got).__name__}; {hint}")


class ArgumentError(BiasscoreError, ValueError):
    """An argument has a value that is not allowed."""

    @classmethod
    def not_allowed(cls, name: str, got: object, allowed: Iterable[object]) -> ArgumentError:
        """Name the argument, the value got and the values allowed."""
        options = ", ".join(repr(option) for option in allowed)
        return cls(f"{name} must be one of {options}; got {got!r}")


class LexiconError(ArgumentError):
    """A lexicon or a naming set breaks its format."""


class UnknownNameError(BiasscoreError, KeyError):
    """A name that nobody knows; the message gives the nearest ones."""

    def __str__(self) -> str:
        """Show the message as written (KeyError would show its repr)."""
        return str(self.args[0]) if self.args else ""

    @classmethod
    def nearest(cls, what: str, got: object, known: Iterable[str]) -> UnknownNameError:
        """Name what was asked for and the nearest known names."""
        close = difflib.get_close_matches(str(got), list(known), n=3, cutoff=0.4)
        hint = f"; did you mean {' or '.join(repr(name) for name in close)}?" if close else ""
        return cls(f"unknown {what} {got!r}{hint}")


class MissingExtraError(BiasscoreError, ImportError):
    """An optional dependency is not installed."""

    @classmethod
    def for_module(cls, module: str, extra: str) -> MissingExtraError:
        """Name the module and the extra that installs it."""
        return cls(f"this needs {module}; install it with: pip install 'biasscore[{extra}]'")


class ModelError(BiasscoreError, ValueError):
    """A shipped model is not the one its card describes."""


class ScoringError(BiasscoreError):
    """One item of a batch that could not be scored: raised, or yielded in its place as a record.

    Attributes
    ----------
    id : str or None
        The item's own id, where it had one.
    position : int
        The item's place in the input, from 0.
    type : str
        Name of the error that stopped it.
    message : str
        What was wrong.
    """

    status = "error"

    def __init__(self, *, id: str | None, position: int, type: str, message: str) -> None:
        super().__init__(f"item {position}" + (f" ({id})" if id else "") + f": {message}")
        self.id, self.position, self.type, self.message = id, position, type, message

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by keyword arguments, as processes exchange these records."""
        return _rebuild_scoring_error, (self.id, self.position, self.type, self.message)

    def to_dict(self) -> dict[str, object]:
        """Return the error row that batch output carries."""
        return {
            "id": self.id,
            "position": self.position,
            "status": self.status,
            "error": {"type": self.type, "message": self.message},
        }


def _rebuild_scoring_error(id: str | None, position: int, type: str, message: str) -> ScoringError:
    return ScoringError(id=id, position=position, type=type, message=message)
