"""Letters that somebody sends themselves: nothing here reaches a network."""
