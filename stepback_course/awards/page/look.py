"""What a certificate looks like: the usual templates, and what an organisation puts over them."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

from stepback_course.text import digest

TEMPLATE = "certificate.typ"
"""The file that lays out the page; an organisation's own stands in for the usual one."""

Picture = Literal["logo", "signature"]


@dataclass(frozen=True)
class Look:
    """The usual look, with an organisation's own files over it where it has any."""

    own: tuple[tuple[str, bytes], ...] = ()
    """Names without folders, and contents, in the order of the names."""

    @property
    def is_usual(self) -> bool:
        """Whether nothing of an organisation's own is in it."""
        return not self.own

    @cached_property
    def id(self) -> str:
        """Tell it from every other look: a hash over all that a page is laid out with."""
        hashes = {name: sha256(content).hexdigest() for name, content in self.files.items()}
        return f"{'usual' if self.is_usual else 'own'}-{digest(hashes)[:16]}"

    @property
    def files(self) -> dict[str, bytes]:
        """The usual templates and the organisation's own over them, by name."""
        usual = {path.name: path.read_bytes() for path in templates().iterdir()}
        return usual | dict(self.own)

    def picture(self, kind: Picture) -> str:
        """Return the name of the file that is the logo or the signature, or an empty text."""
        return next((name for name, _content in self.own if Path(name).stem == kind), "")


USUAL = Look()
"""The look that is shipped."""


def templates() -> Path:
    """Return the folder of the templates that are shipped."""
    return Path(str(files("stepback_course.awards.page") / "templates"))
