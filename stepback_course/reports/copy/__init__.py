"""A copy of one portfolio to keep: every answer, decision and word of feedback on one page."""
