"""A practitioner who does not accept a decision: who looks at it again, and what came of that."""
