"""Erasing for good: what goes, what is remembered of it, and what it is told."""
