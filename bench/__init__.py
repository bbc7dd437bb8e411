"""Ratios against a floor or a peer, measured in one run, on Linux and macOS."""
