"""A portfolio in words, for every front."""
