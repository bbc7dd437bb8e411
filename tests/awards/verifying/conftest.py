"""Files that are asked about."""

from pathlib import Path
from typing import Any

import pytest

from stepback_course.awards.verifying.verdict import Known, Verdict, verify_file


@pytest.fixture
def verified(tmp_path: Path) -> Any:
    """Return a function that says what a file with some content is worth."""

    def said(content: bytes, known: Known) -> Verdict:
        path = tmp_path / "file"
        path.write_bytes(content)
        return verify_file(path, known)

    return said
