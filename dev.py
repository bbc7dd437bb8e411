"""Everything a developer runs: python3 dev.py run | test | check | bench | faults | pictures."""

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "stepback-stamp"
COMMANDS = {
    "run": [["-m", "stepback_course"]],
    "test": [["-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal"]],
    "check": [
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "ruff", "check", "."],
        ["-m", "mypy"],
        ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
        ["-m", "stepback_course", "content", "check"],
    ],
    "bench": [["-m", "bench"]],
    "faults": [["-m", "tests.faults"]],
    "pictures": [["-m", "docs.renew"]],
}


def prepare() -> Path:
    """Return the environment's Python, made and filled where pyproject.toml or Python changed."""
    python = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + sys.version.encode())
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp.hexdigest():
        return python
    print("Preparing .venv; this happens once and takes a minute.", file=sys.stderr)
    try:
        if not python.exists():
            venv.create(ENVIRONMENT, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit("Python came without its 'venv' module: on Debian, sudo apt install python3-venv")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*install, "--editable", f"{ROOT}[dev]"], check=False).returncode:
        sys.exit("The packages could not be installed: see above, then run this again.")
    STAMP.write_text(stamp.hexdigest(), encoding="utf-8")
    return python


def main() -> int:
    """Run the command that was asked for and return its exit code."""
    if sys.version_info < (3, 11):
        sys.exit("stepback needs Python 3.11 or newer.")
    asked, *rest = sys.argv[1:] or ["--help"]
    if asked not in COMMANDS:
        sys.exit(__doc__)
    python = prepare()
    cwd = None if asked == "run" else ROOT
    codes = [subprocess.call([python, *step, *rest], cwd=cwd) for step in COMMANDS[asked]]
    return max(codes, key=abs)


if __name__ == "__main__":
    sys.exit(main())
