"""The certificate as machines read it."""
