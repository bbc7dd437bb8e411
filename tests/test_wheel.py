"""What is installed has the course inside it, wherever it is run from."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house import packed_course

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_course_the_templates_and_the_styles(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    data = "stepback_course/_data/"
    assert sum(name.startswith(data + "content/statements/") for name in names) == 10
    for name in (
        data + "content/course.yaml",
        data + "assessments/practitioner.yaml",
        "stepback_course/awards/checking/templates/check.html.j2",
        "stepback_course/awards/checking/templates/check.js",
        "stepback_course/awards/checking/templates/words.json",
        "stepback_course/awards/page/templates/certificate.typ",
        "stepback_course/handover/templates/invitation.txt.j2",
        "stepback_course/handover/templates/staff-invitation.txt.j2",
        "stepback_course/store/postgres/migrations/001_store.sql",
        "stepback_course/tui/app.tcss",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "content/", "bench/"))]


def test_what_was_installed_finds_its_course_from_another_folder(
    wheel: Path, tmp_path: Path
) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    script = (
        "import stepback_course\n"
        "from stepback_course.course.packed import packed_root\n"
        "from stepback_course.course.reader import read_course\n"
        "print(stepback_course.__file__)\n"
        "print(read_course(packed_root()).hash)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
    )
    place, found = done.stdout.splitlines()
    assert Path(place).is_relative_to(installed)
    assert found == packed_course().hash
