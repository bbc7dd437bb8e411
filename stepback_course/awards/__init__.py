"""What is issued: who has earned it, its number, its page and its place in the register."""
