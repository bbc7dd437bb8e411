"""Who this store is to others, and the register of whose keycards are whose."""
