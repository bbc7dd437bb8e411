"""What somebody writes in a form stays on this computer until it is sent, or left on purpose."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import AwareDatetime

from stepback_course.people.private_files import make_private_folders, write_over
from stepback_course.portfolio.rescue import rescue_folder
from stepback_course.text import digest
from stepback_course.text.fields import Frozen, Prose


class Unsent(Frozen):
    """What stands in a form."""

    since: AwareDatetime
    """When somebody began to write it."""
    answers: Mapping[str, Prose]
    """What was written or chosen in each field, by the field's id."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form about one unit of a portfolio or several, as one person fills it in."""

    store: str
    """The address of the store it is to be sent to."""
    person: str
    portfolio: str
    unit: str
    """Empty where the form is about several units."""
    name: str
    """What the form is for, as an identifier."""

    @property
    def path(self) -> Path:
        """Where what stands in it is kept."""
        # No identifier has a dot: no two forms share a name, and whose it is can be read off it.
        about = ".".join((self.portfolio, self.unit, self.person, self.name)).lower()
        return unsent_folder() / f"{about}{_end_of_names(self.store)}"


def unsent_folder() -> Path:
    """Return the folder in which each form has a file of its own."""
    return rescue_folder() / "unsent"


def keep(form: Form, unsent: Unsent) -> None:
    """Put on the disk what stands in a form now. Raises OSError."""
    make_private_folders(unsent_folder())
    write_over(form.path, unsent.model_dump_json().encode())


def kept(form: Form) -> Unsent | None:
    """Return what stood in a form when it was last kept; None where nothing can be read."""
    return _read(form.path)


def forget(form: Form) -> None:
    """Remove what was kept of a form. Raises OSError."""
    form.path.unlink(missing_ok=True)


def forget_store(url: str) -> None:
    """Remove what was kept of every form of a store that is itself thrown away."""
    for path in unsent_folder().glob(f"*{_end_of_names(url)}*"):
        with suppress(OSError):
            path.unlink()


def unsent_about(portfolio: str, units: Iterable[str], until: datetime) -> list[Path]:
    """Return the files of forms about these units that were begun up to an instant, in order.

    Whose forms they are and of which store makes no difference. Forms about several units, and what
    a crash left in the middle of a save, are among them.
    """
    begins = tuple(f"{portfolio}.{unit}.".lower() for unit in ("", *units))
    paths = (path for path in sorted(unsent_folder().glob("*")) if path.name.startswith(begins))
    return [path for path in paths if not _is_begun_after(path, until)]


def _is_begun_after(path: Path, until: datetime) -> bool:
    unsent = _read(path)
    return unsent is not None and unsent.since > until


def _read(path: Path) -> Unsent | None:
    try:
        return Unsent.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _end_of_names(url: str) -> str:
    return f".{digest(url)[:12]}.json"
