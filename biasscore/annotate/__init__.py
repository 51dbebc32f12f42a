"""From a block to annotations: finds, never counts."""
