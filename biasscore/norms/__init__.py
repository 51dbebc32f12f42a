"""Reference distributions as figures: the place of a value among the texts of a named, versioned collection."""
