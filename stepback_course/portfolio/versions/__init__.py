"""Earlier versions of a unit: when they are kept, compared and brought back."""
