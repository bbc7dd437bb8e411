"""What is issued."""
