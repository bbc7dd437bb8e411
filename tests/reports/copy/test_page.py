"""The copy as a page: whole, closed to the network, and open to everybody."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from stepback_course.reports.copy.content import copy_of
from stepback_course.reports.copy.page import render_copy
from tests.house import House
from tests.reports.copy import browser
from tests.reports.copy.conftest import FEEDBACK, HOSTILE, PORTFOLIO

VOID = {"meta", "link", "br", "hr", "img", "input"}


class Outline(HTMLParser):
    """What an assistive technology is told of a page."""

    def __init__(self, page: str) -> None:
        """Read the page; a tag that is closed by another is an AssertionError."""
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that what is closed is what was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [str(attributes["id"]) for _tag, attributes in self.tags if "id" in attributes]


@pytest.fixture
def page(worked: House) -> str:
    """The whole copy, case study and all."""
    return render_copy(copy_of(worked.desks("PR-CERYS"), PORTFOLIO, with_case_study=True))


def test_what_people_wrote_stands_on_the_page_letter_for_letter(page: str) -> None:
    text = Outline(page).text
    for line in HOSTILE.split("\n"):
        assert line in text
    assert FEEDBACK in text


def test_nothing_that_was_written_becomes_markup(page: str) -> None:
    assert "<script" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_asks_for_nothing_from_elsewhere(page: str) -> None:
    outline = Outline(page)
    assert not {tag for tag, _attributes in outline.tags} & {"script", "link", "img", "iframe"}
    references = {str(a["href"]) for _tag, a in outline.tags if "href" in a}
    assert all(reference.startswith("#") for reference in references)
    assert {reference[1:] for reference in references} <= set(outline.ids())
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "default-src 'none'" in page


def test_headings_skip_no_level_and_there_is_one_title(page: str) -> None:
    headings = Outline(page).headings
    assert headings.count(1) == 1
    assert headings[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(headings))


def test_no_id_stands_twice(page: str) -> None:
    ids = Outline(page).ids()
    assert len(ids) == len(set(ids)) > 40


def test_every_table_has_a_caption_and_headings_with_a_scope(page: str) -> None:
    tags = Outline(page).tags
    tables = [tag for tag, _attributes in tags].count("table")
    assert tables == [tag for tag, _attributes in tags].count("caption") > 5
    assert all("scope" in attributes for tag, attributes in tags if tag == "th")


def test_landmarks_and_language_are_there(page: str) -> None:
    tags = [tag for tag, _attributes in Outline(page).tags]
    for landmark in ("header", "nav", "main", "footer"):
        assert tags.count(landmark) == 1
    assert '<html lang="en-GB">' in page


@pytest.mark.parametrize("scheme", browser.SCHEMES)
def test_axe_finds_nothing_wrong(page: str, scheme: browser.Scheme) -> None:
    assert browser.axe_violations(page, scheme) == []


def test_axe_would_have_found_something() -> None:
    wrong = '<!DOCTYPE html><html><head><title>x</title></head><body><img src="x"></body></html>'
    found = browser.axe_violations(wrong, "light")
    assert {"html-has-lang", "image-alt"} <= set(found)
