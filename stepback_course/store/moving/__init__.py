"""Moving a whole store: copying, comparing, backing up, restoring."""
