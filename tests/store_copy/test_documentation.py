"""What the page on storage says is what the program does."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

from stepback_course.cli.store import store
from tests.store_copy.zips import manifest_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "storage.md").read_text(encoding="utf-8")


def test_the_hash_can_be_taken_by_hand_as_the_page_says(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    (program,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == manifest_of(packed)["hash"]


def test_every_command_the_page_names_is_there() -> None:
    named = re.findall(r"stepback (?:--store PLACE )?store ([a-z]+)((?: --[a-z]+)?)", PAGE)
    assert {command for command, _option in named} == set(store.commands)
    for command, option in named:
        options = [name for each in store.commands[command].params for name in each.opts]
        assert not option or option.strip() in options
