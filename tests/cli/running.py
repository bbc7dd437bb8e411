"""The command line, run with a store of its own."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from stepback_course.cli.main import stepback


class Program:
    """The command line with everything it keeps under one folder."""

    def __init__(self, folder: Path) -> None:
        """Keep settings, caches and the store apart from other programs'."""
        self.folder = folder
        self.store = folder / "store"
        self.environment = {
            f"STEPBACK_{name}": str(folder / name.lower())
            for name in ("CONFIG", "CACHE", "RESCUE", "KEYS", "ERASED")
        }

    def run(self, *arguments: str, text: str = "", acting: str | None = None) -> Result:
        """Run a command to its end in this process, without a terminal."""
        with contextlib.chdir(self.folder):
            return CliRunner().invoke(
                stepback,
                self._command(arguments, acting),
                input=text,
                env=self.environment,
                prog_name="stepback",
            )

    def run_apart(self, *arguments: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        """Run a command to its end in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "stepback_course", *self._command(arguments, None)],
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=os.environ | self.environment,
            cwd=self.folder,
            check=False,
        )

    def out(self, *arguments: str, acting: str | None = None, text: str = "") -> str:
        """Run a command that succeeds, and return what it prints."""
        done = self.run(*arguments, acting=acting, text=text)
        assert done.exit_code == 0, done.output
        return done.stdout

    def rows(self, *arguments: str, acting: str | None = None) -> list[dict[str, Any]]:
        """Run a command with `--json` and return its rows."""
        printed = json.loads(self.out(*arguments, "--json", acting=acting))
        rows: list[dict[str, Any]] = printed["rows"]
        return rows

    def batch(self, operations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Perform operations and return the answers."""
        lines = "\n".join(json.dumps(operation) for operation in operations)
        done = self.run("batch", "-", text=lines)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def _command(self, arguments: Sequence[str], acting: str | None) -> list[str]:
        named = ["--as", acting] if acting else []
        return ["--store", str(self.store), *named, *arguments]
