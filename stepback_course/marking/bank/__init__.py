"""Comments that assessors keep to use again: their own, and those that everybody shares."""
