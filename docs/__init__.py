"""Guides for each of the product's people, and the program that renews their pictures."""
