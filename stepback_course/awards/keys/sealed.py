"""The file in which a signing key is kept, so that only its passphrase opens it.

The passphrase becomes a key by scrypt; that key seals the private half with ChaCha20-Poly1305,
which also vouches for everything else in the file.
"""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from stepback_course.awards.keys.issuers import Did, Instant
from stepback_course.awards.keys.passphrase import WrongPassphrase, passphrase_bytes
from stepback_course.awards.keys.signing import SigningKey, key_from_seed
from stepback_course.text import _, canonical
from stepback_course.text.fields import Frozen
from stepback_course.text.refusals import Refusal

WORK = 2**17
"""scrypt's N for a new file: a guess takes 128 MiB and half a second (OWASP's advice, 2025)."""
LOWEST_WORK, HIGHEST_WORK = 2**15, 2**18
"""What a file may ask for, 32 to 256 MiB: less is soon guessed, more is not everywhere."""

_SEALING_KEY_LENGTH = 32


def _power_of_two(number: int) -> int:
    if number & (number - 1):
        raise ValueError(_("scrypt's N is a power of two"))
    return number


def _hexadecimal(length: int) -> StringConstraints:
    return StringConstraints(pattern=rf"^[0-9a-f]{{{2 * length}}}$")


class Stretching(Frozen):
    """How a passphrase becomes a key: scrypt, RFC 7914, with its parameters."""

    name: Literal["scrypt"] = "scrypt"
    n: Annotated[int, Field(ge=LOWEST_WORK, le=HIGHEST_WORK), AfterValidator(_power_of_two)]
    r: Literal[8] = 8
    p: Literal[1] = 1
    salt: Annotated[str, _hexadecimal(16)]

    def key(self, passphrase: bytes) -> bytes:
        """Return 32 bytes. Takes half a second and 128 MiB with the usual N."""
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

        salt = bytes.fromhex(self.salt)
        return Scrypt(salt, _SEALING_KEY_LENGTH, self.n, self.r, self.p).derive(passphrase)


class KeyHeader(Frozen):
    """What the file says openly of its key; bytes are in hexadecimal."""

    version: Literal[1] = 1
    did: Did
    made: Instant
    kdf: Stretching
    aead: Literal["ChaCha20-Poly1305"] = "ChaCha20-Poly1305"
    nonce: Annotated[str, _hexadecimal(12)]


class KeyFile(KeyHeader):
    """What is in the file."""

    ciphertext: Annotated[str, _hexadecimal(32 + 16)]
    """The private half and its tag, which vouches for the header too."""
    checksum: Annotated[str, _hexadecimal(32)]
    """SHA-256 of the rest, which tells a damaged file from a passphrase that is not its own."""

    @property
    def header(self) -> bytes:
        """Return what the tag vouches for."""
        return canonical(self.model_dump(include=set(KeyHeader.model_fields)))


def seal(key: SigningKey, passphrase: str, *, made: str, work: int = WORK) -> bytes:
    """Return the file of a key. `made` is an instant, `work` scrypt's N."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    header = KeyHeader(
        did=key.did,
        made=made,
        kdf=Stretching(n=work, salt=secrets.token_hex(16)),
        nonce=secrets.token_hex(12),
    )
    content = header.model_dump()
    vouched = canonical(content)
    cipher = ChaCha20Poly1305(header.kdf.key(passphrase_bytes(passphrase)))
    ciphertext = cipher.encrypt(bytes.fromhex(header.nonce), key.seed, vouched).hex()
    content |= {"ciphertext": ciphertext, "checksum": _checksum(vouched, ciphertext)}
    return json.dumps(content, indent=2).encode() + b"\n"


def read_key_file(content: bytes, path: Path) -> KeyFile:
    """Return what a file says, before anything is done with it. `path` is for the sentence.

    Raises Refusal where it is no such file, a damaged one, or asks for more or less work than
    protects a key in reasonable time.
    """
    try:
        file = KeyFile.model_validate_json(content, strict=True)
    except ValidationError as error:
        raise _unread(error, path) from None
    if file.checksum != _checksum(file.header, file.ciphertext):
        raise damaged(path)
    return file


def unseal(file: KeyFile, passphrase: str, path: Path) -> SigningKey:
    """Return the key. `path` is for the sentence. Raises WrongPassphrase, Refusal."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher = ChaCha20Poly1305(file.kdf.key(passphrase_bytes(passphrase)))
    try:
        seed = cipher.decrypt(
            bytes.fromhex(file.nonce), bytes.fromhex(file.ciphertext), file.header
        )
    except InvalidTag:
        raise WrongPassphrase(
            _(
                "this passphrase does not open the key in {file}: look at capital letters and the"
                " language of the keyboard. If it is lost, `stepback key restore` takes the paper"
                " copy and a new passphrase."
            ).format(file=path)
        ) from None
    key = key_from_seed(seed)
    if key.did != file.did:
        raise damaged(path)
    return key


def damaged(path: Path) -> Refusal:
    """Return the refusal of a file that does not hold what was written there."""
    return Refusal(
        "damaged",
        _(
            "{file} is damaged: it does not hold what was written there. Put back a copy of the"
            " file, or move it away and use the paper copy: `stepback key restore`. Without"
            " either: `stepback key rotate`."
        ).format(file=path),
    )


def _checksum(header: bytes, ciphertext: str) -> str:
    return hashlib.sha256(header + ciphertext.encode()).hexdigest()


def _unread(error: ValidationError, path: Path) -> Refusal:
    """Return the refusal of a file that is not as this program writes it."""
    wrong = {str(place) for each in error.errors() for place in each["loc"][:1] or ("file",)}
    if wrong & {"file", "did"}:
        return Refusal(
            "damaged",
            _(
                "{file} is not a signing key of this program, or is damaged. Put back a copy of"
                " the file, or move it away and use the paper copy: `stepback key restore`."
                " Without either: `stepback key rotate`."
            ).format(file=path),
        )
    if "version" in wrong:
        return Refusal(
            "newer_format",
            _(
                "{file} was written by a newer version of this program: open it with that version"
            ).format(file=path),
        )
    if wrong & {"kdf", "aead"}:
        return Refusal(
            "damaged",
            _(
                "{file} is not protected as this program protects a key: scrypt with N from"
                " {lowest} to {highest}, r 8 and p 1, and ChaCha20-Poly1305. Nothing was tried."
                " Put back a copy of the file, or move it away and use the paper copy:"
                " `stepback key restore`."
            ).format(file=path, lowest=LOWEST_WORK, highest=HIGHEST_WORK),
        )
    return damaged(path)
