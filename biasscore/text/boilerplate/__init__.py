"""Boilerplate: what stands in a news text without being part of the report."""

from biasscore.text.boilerplate.finding import find_boilerplate
from biasscore.text.boilerplate.spans import BoilerplateSpan

__all__ = ["BoilerplateSpan", "find_boilerplate"]
