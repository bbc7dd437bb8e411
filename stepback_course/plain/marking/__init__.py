"""The assessor's and the verifier's desk, line by line."""
