"""Where the files of a course come from: a folder, a zip, or what is installed."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from stepback_course.course.documents import DOCUMENT_LIMIT, FILES_LIMIT
from stepback_course.course.problems import Problem, Problems
from stepback_course.text import _

COURSE_FILE = "content/course.yaml"
STATEMENTS = "content/statements"
CASE_STUDY_FILE = "content/learners-voice.md"
ASSESSMENT_FILE = "assessments/practitioner.yaml"


@dataclass(frozen=True, slots=True)
class Source:
    """The files of one course by their names inside it, read once."""

    root: str
    """The folder or zip as shown to people; empty where names alone are shown."""
    files: Mapping[str, bytes]

    def shown(self, name: str) -> str:
        """Return how a file of the course is called before people."""
        return str(PurePosixPath(self.root) / name)

    @property
    def statements(self) -> list[str]:
        """The names of the files that hold a statement each, sorted."""
        return sorted(name for name in self.files if name.startswith(STATEMENTS + "/"))


def open_source(root: Path | Traversable) -> Source:
    """Return the files of the course at `root`: a folder, or a zip of one.

    Raises Problems where there is none or it cannot be read.
    """
    shown = _shown(root)
    try:
        if root.is_dir():
            return Source(shown, _files_in(root))
        if root.is_file():
            from stepback_course.course.archive import files_in_zip

            with root.open("rb") as stream:
                return Source(shown, files_in_zip(stream, shown))
        sentence = _("there is no folder and no zip of a course here")
    except OSError as error:
        sentence = _("this cannot be read: {reason}").format(reason=error.strerror)
    except _TooMany:
        sentence = _("a course has at most {limit} files").format(limit=FILES_LIMIT)
    raise Problems([Problem(shown, 1, 1, sentence)])


class _TooMany(Exception):
    """The folder has more files than a course may have."""


def _shown(root: Path | Traversable) -> str:
    """Return where a course lies, from the current folder where it lies within."""
    if not isinstance(root, Path):
        return ""
    here = Path.cwd()
    return (root.relative_to(here) if root.is_relative_to(here) else root).as_posix()


def _files_in(root: Path | Traversable) -> dict[str, bytes]:
    names = [COURSE_FILE, CASE_STUDY_FILE, ASSESSMENT_FILE]
    if (folder := root / STATEMENTS).is_dir():
        pages = (page.name for page in folder.iterdir())
        names += [f"{STATEMENTS}/{page}" for page in sorted(pages) if _is_page(page)]
    if len(names) > FILES_LIMIT:
        raise _TooMany
    files = {}
    for name in names:
        if (file := root / name).is_file():
            with file.open("rb") as stream:
                files[name] = stream.read(DOCUMENT_LIMIT + 1)
    return files


def _is_page(name: str) -> bool:
    """Say whether a file of the statements' folder is one that authors write."""
    return name.endswith(".md") and not name.startswith((".", "_"))
