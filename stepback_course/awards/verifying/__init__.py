"""Saying whether a file is a certificate that was issued, whose, and whether it still stands."""
