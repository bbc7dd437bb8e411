"""A signing key while it is unlocked."""

from dataclasses import dataclass, field

from stepback_course.awards.keys.did import did_of, method_of, public_of


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key that signs; its private half is never shown and never written as it is."""

    did: str
    """The public name, `did:key:z6Mk…`."""
    seed: bytes = field(repr=False)
    """The private half, 32 bytes."""

    @property
    def method(self) -> str:
        """Return how a proof names this key, `did:key:z6Mk…#z6Mk…`."""
        return method_of(self.did)

    @property
    def public(self) -> bytes:
        """Return the public half, 32 bytes."""
        return public_of(self.did)

    @property
    def pem(self) -> bytes:
        """Return the private half as PKCS #8 in PEM, unencrypted: for a library, never for a file.

        It begins with `-----BEGIN PRIVATE KEY-----`.
        """
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        return Ed25519PrivateKey.from_private_bytes(self.seed).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`, 64 bytes."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)


def key_from_seed(seed: bytes) -> SigningKey:
    """Return the key of a private half. Raises ValueError where `seed` is not 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return SigningKey(did_of(public), seed)


def new_key() -> SigningKey:
    """Return a fresh key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return key_from_seed(Ed25519PrivateKey.generate().private_bytes_raw())


def is_signed(did: str, message: bytes, signature: bytes) -> bool:
    """Say whether the key that `did` names signed `message`; False where it names none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_of(did)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
