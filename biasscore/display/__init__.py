"""Plain mappings to text and HTML; knows nothing of profiles."""
