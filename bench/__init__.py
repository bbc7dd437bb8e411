"""Ratios against a floor or a peer, measured in one run."""
