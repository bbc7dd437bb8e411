"""The envelope: a signed manifest and its members, in a zip, in an age file; whole or refused."""
