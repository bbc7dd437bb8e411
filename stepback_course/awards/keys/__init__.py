"""Keys: what certificates are signed with, where it is kept, and which keys a store trusts."""
