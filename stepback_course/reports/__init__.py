"""What trainers take away."""
