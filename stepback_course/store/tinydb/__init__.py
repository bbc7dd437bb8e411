"""The embedded engine: a directory with one TinyDB database file per folder of the store."""
