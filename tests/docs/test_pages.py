"""What the documentation says is what the program does."""

import re
from pathlib import Path

from docs.renew import batch_guide

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_on_batches_is_what_the_models_say() -> None:
    assert (ROOT / "docs" / "batch.md").read_text(encoding="utf-8") == batch_guide()


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    assert pages
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
