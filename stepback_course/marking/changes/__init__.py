"""Criteria that changed while people were being judged by them: who is looked at again."""
