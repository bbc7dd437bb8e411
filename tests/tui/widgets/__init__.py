"""The widgets in which answers are given."""
