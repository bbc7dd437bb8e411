"""Invitations: written at the office, joined with elsewhere."""
