"""From annotations to scores: counts, never searches text."""
