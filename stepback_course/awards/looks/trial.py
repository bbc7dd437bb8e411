"""Printing specimens in a look before it is accepted, where it can do no harm.

They are printed by a process of their own: a template is a program, and one that never ends, or
that wants all the memory there is, is stopped without taking this process with it.
"""

import base64
import json
import os
import subprocess
import sys

from stepback_course.awards.looks.specimens import complaint_about
from stepback_course.awards.page.look import Look
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

SECONDS = 60
"""How long specimens may take, on a slow machine: ours take less than one."""
MEMORY = 2_000_000_000
"""How many bytes of memory they may take, where the system can limit that."""
_DONE = "printed"
"""What the process says first when it came to an end; what it has to complain of follows."""

# Nothing listens there, so that a template fetches nothing while it is tried.
_NOWHERE = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


def try_out(look: Look) -> None:
    """Print specimens in a look. Raises Refusal where one does not come out as it must."""
    files = {name: base64.b64encode(content).decode() for name, content in look.own}
    try:
        trial = subprocess.run(
            # -P: a file that lies where the person stands is never taken for one of our modules.
            [sys.executable, "-P", "-m", "stepback_course.awards.looks.trial"],
            input=json.dumps(files),
            encoding="utf-8",
            capture_output=True,
            timeout=SECONDS,
            env=os.environ | _NOWHERE | {name.lower(): at for name, at in _NOWHERE.items()},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refusal(
            "invalid",
            _(
                "specimens in this look were not printed within {seconds} seconds: look for"
                " something in the template that repeats itself without end"
            ).format(seconds=SECONDS),
        ) from error
    if trial.returncode or not trial.stdout.startswith(_DONE):
        raise Refusal(
            "invalid",
            _("printing specimens in this look broke off: its template or a picture is too much"),
        )
    if complaint := trial.stdout.removeprefix(_DONE).strip():
        raise Refusal("invalid", complaint)


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _main() -> None:
    _limit_memory()
    own = {name: base64.b64decode(content) for name, content in json.load(sys.stdin).items()}
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # it is a text file here
    complaint = complaint_about(Look(tuple(sorted(own.items())))) or ""
    sys.stdout.write(f"{_DONE}\n{complaint}")


if __name__ == "__main__":
    _main()
