"""Certificates in plain lines: who is ready, issuing them, and the register."""
