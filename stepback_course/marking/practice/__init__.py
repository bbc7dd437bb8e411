"""Marking the same exemplars, to agree on what the criteria mean."""
