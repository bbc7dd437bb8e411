"""nbgrader in an environment of its own: the peer that marks and exports as we do.

It is the one peer with an interface for marking by program that is on PyPI. Marks are recorded
through its documented API, one submission with a score and a comment each, and exported by its own
command.
"""

import json
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import seconds

RELEASE = "nbgrader==0.9.6"
ENVIRONMENT = Path(__file__).resolve().parent.parent / ".venv-nbgrader"
SIDE = Path(__file__).with_name("nbgrader_side.py")
_PROGRAMS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")


@dataclass(frozen=True, slots=True)
class Peer:
    """What nbgrader took, in seconds."""

    marking: float
    """To record the marks, without its start and without making its database."""
    exporting: float
    """Its export command, as a whole process."""


def measure_peer(folder: Path, *, learners: int, units: int, comment: str) -> Peer:
    """Mark `units` pieces of work of each learner in nbgrader, and export the marks."""
    _prepare()
    database = f"sqlite:///{folder / 'gradebook.db'}"
    python = _PROGRAMS / "python"
    # Without -P the modules beside it would stand in for those of the same names.
    told = _run(folder, python, "-P", SIDE, database, str(learners), str(units), comment).stdout
    nbgrader = _PROGRAMS / "nbgrader"
    exporting = seconds(
        lambda: _run(folder, nbgrader, "export", "--db", database, "--to", folder / "grades.csv")
    )
    lines = (folder / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == learners * units + 1
    return Peer(json.loads(told)["seconds"], exporting)


def _prepare() -> None:
    """See that the environment is there; it is kept for the next time."""
    if (_PROGRAMS / "nbgrader").exists():
        return
    print(f"{RELEASE} is being installed in {ENVIRONMENT.name}.", file=sys.stderr)
    venv.create(ENVIRONMENT, with_pip=True)
    install: list[str | Path] = [_PROGRAMS / "python", "-m", "pip", "install", "--quiet", RELEASE]
    subprocess.run(install, check=True)


def _run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    # It calls alembic by name, and reads settings from where it stands and from the home folder.
    own = {"PATH": f"{_PROGRAMS}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    return subprocess.run(
        [str(part) for part in command],
        check=True,
        cwd=folder,
        env=os.environ | own,
        capture_output=True,
        text=True,
    )
