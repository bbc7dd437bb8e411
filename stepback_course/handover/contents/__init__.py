"""What each kind of bundle carries, and the rules by which it is taken in."""
