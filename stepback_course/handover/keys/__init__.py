"""Keys: the files they lie in, one person's keyring, and how a card becomes somebody's."""
