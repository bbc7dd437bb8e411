"""The worksheets as a PDF: everything is on it, tagged, in black on white."""

import io
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from stepback_course.course.activities import Choice, Reflection, Sort
from stepback_course.reports.prose import line, typographic
from stepback_course.reports.worksheets.printing import render_worksheets
from stepback_course.reports.worksheets.sheets import worksheets
from stepback_course.text.refusals import Refusal
from tests.house import packed_course

COURSE = packed_course()


class Printed:
    """Worksheets that were printed, with the words of each page on one line."""

    def __init__(self, *units: str, large: bool = False) -> None:
        """Print some units, or all."""
        chosen = [unit for unit in COURSE.units if not units or unit.id in units]
        self.content = render_worksheets(worksheets(COURSE, chosen), large=large)
        self.reader = PdfReader(io.BytesIO(self.content))
        self.pages = [" ".join(page.extract_text().split()) for page in self.reader.pages]
        self.text = " ".join(self.pages)


@pytest.fixture(scope="module")
def whole() -> Printed:
    """Every unit in print of the usual size."""
    return Printed()


@pytest.fixture(scope="module")
def large() -> Printed:
    """Units that have every kind of activity between them, in large print."""
    return Printed("statement-01", "statement-02", "statement-09", "learners-voice", large=True)


def squeezed(words: str) -> str:
    """Words without white space, which a page breaks where it likes."""
    return "".join(words.split())


def test_the_pdf_is_tagged_for_accessibility_and_says_its_title_and_language(
    whole: Printed,
) -> None:
    root: Any = whole.reader.root_object
    metadata = root["/Metadata"].get_data().decode()

    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert whole.reader.metadata is not None
    assert whole.reader.metadata.title == "Worksheets: Step-back Practitioners Course"


def test_every_page_is_a4_upright(whole: Printed) -> None:
    sizes = {(round(p.mediabox.width), round(p.mediabox.height)) for p in whole.reader.pages}
    assert sizes == {(595, 842)}


def test_nothing_is_printed_in_colour(whole: Printed) -> None:
    assert {n for page in whole.reader.pages for n in colour_components(page)} == {1}
    assert not any(colour_operators(page) for page in whole.reader.pages)


def colour_components(page: Any) -> list[int]:
    """How many components the colour spaces of a page have: one is grey."""
    spaces = page["/Resources"].get_object().get("/ColorSpace", {})
    return [space.get_object()[1].get_object()["/N"] for space in spaces.values()]


def colour_operators(page: PageObject) -> list[bytes]:
    """The operators on a page that set a colour which is no grey."""
    content = page.get_contents()
    words = content.get_data().split() if content else []
    return [word for word in words if word in (b"rg", b"RG", b"k", b"K")]


def test_every_question_card_and_option_is_on_paper(whole: Printed) -> None:
    printed = squeezed(whole.text)
    for unit in COURSE.units:
        assert squeezed(typographic(unit.title)) in printed
        for activity in unit.activities:
            # A prompt may go on overleaf, where the foot of the page comes between its words.
            assert squeezed(line(activity.prompt)[:60]) in printed
            choosable = (
                activity.options
                if isinstance(activity, Choice)
                else activity.cards
                if isinstance(activity, Sort)
                else ()
            )
            for each in choosable:
                assert squeezed(line(each.text)) in printed


@pytest.mark.parametrize("size", ["whole", "large"])
def test_what_is_written_about_has_a_page_of_its_own(
    size: str, request: pytest.FixtureRequest
) -> None:
    printed: Printed = request.getfixturevalue(size)
    for unit in COURSE.units:
        for activity in unit.activities:
            title = typographic(activity.title)
            if isinstance(activity, Reflection):
                of_it = [page for page in printed.pages if page.startswith(f"{title} About")]
                assert len(of_it) == (typographic(unit.title) in printed.text)
                for page in of_it:
                    assert page.count("Written on (day)") == 1


def test_explanations_come_after_everything_that_is_filled_in(whole: Printed) -> None:
    afterwards = next(
        number
        for number, page in enumerate(whole.pages)
        if page.startswith("When you have chosen or sorted")
    )
    before = squeezed(" ".join(whole.pages[:afterwards]))
    after = squeezed(" ".join(whole.pages[afterwards:]))
    for unit in COURSE.units:
        for activity in unit.activities:
            for option in activity.options if isinstance(activity, Choice) else ():
                start = squeezed(line(option.explanation)[:40])
                assert start not in before
                assert start in after


def test_the_back_of_each_page_of_cards_is_empty(whole: Printed) -> None:
    cut = [n for n, page in enumerate(whole.pages) if "Cut along the dotted lines" in page]
    assert len(cut) > 10
    for number in cut:
        assert number % 2 == 0  # the first page of a leaf, counted from nought
        assert whole.pages[number + 1] == ""


def test_the_learners_page_stands_alone(whole: Printed) -> None:
    (page,) = [page for page in whole.pages if page.startswith("May I write about you?")]
    for words in ("Yes", "No", "Not today. Ask me again.", "you can stop for today"):
        assert words in page
    assert "Permission for the case study" not in page


def test_the_consent_form_has_its_giver_and_what_they_agree_to_on_one_page(
    whole: Printed,
) -> None:
    (page,) = [p for p in whole.pages if p.startswith("Permission for the case study For a")]
    for words in ("The learner’s name", "Signature", "Assessment:", "Images:", "the young person"):
        assert words in page


def test_units_that_were_not_asked_for_are_not_printed() -> None:
    printed = Printed("statement-05")
    assert "Statement 5: I notice over-support" in printed.text
    for other in ("Statement 4", "Statement 6", "Permission for the case study", "Cards to cut"):
        assert other not in printed.text


def test_large_print_is_never_smaller_than_14_points(large: Printed) -> None:
    sizes: dict[float, str] = {}

    def note(text: str, cm: Any, tm: list[float], font: Any, size: float) -> None:
        # A bullet is a mark and no text; the number of a card is for the practitioner alone.
        if text.strip() and not text.strip().isdigit():
            sizes[round(size * abs(tm[3]) * abs(cm[3]))] = text

    for page in large.reader.pages:
        page.extract_text(visitor_text=note)
    assert min(sizes) >= 14, sizes[min(sizes)]
    assert 18 in sizes


def test_large_print_has_everything_as_well(large: Printed) -> None:
    printed = squeezed(large.text)
    for unit in COURSE.units:
        if unit.id in ("statement-01", "statement-02", "statement-09", "learners-voice"):
            for activity in unit.activities:
                assert squeezed(typographic(activity.title)) in printed


def test_the_same_course_gives_the_same_bytes() -> None:
    assert Printed("statement-03").content == Printed("statement-03").content


def test_a_character_that_no_font_has_is_named() -> None:
    unit = COURSE.units[0].model_copy(update={"title": "I wait 王"})
    with pytest.raises(Refusal, match=r"do not have '王' \(U\+738B\), which is in the course"):
        render_worksheets(worksheets(COURSE.model_copy(update={"units": (unit,)}), [unit]))


@pytest.mark.parametrize("words", ['#read("/etc/passwd")', "$ x $ ] #pagebreak() [", "*b* _i_ <l>"])
def test_what_looks_like_markup_is_printed_as_it_stands(words: str) -> None:
    unit = COURSE.units[0].model_copy(update={"title": words})
    course = COURSE.model_copy(update={"units": (unit,)})
    reader = PdfReader(io.BytesIO(render_worksheets(worksheets(course, [unit]))))
    printed = squeezed(" ".join(page.extract_text() for page in reader.pages))
    assert squeezed(typographic(words)) in printed
