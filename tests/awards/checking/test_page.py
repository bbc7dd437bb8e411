"""The check page in a browser: it tells true codes from others, and tells nobody."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from stepback_course.awards.checking.claims import LONGEST, PURPOSE, compact
from stepback_course.awards.checking.letters import to_letters
from stepback_course.awards.checking.page import render_check_page
from stepback_course.awards.checking.withdrawn import withdrawn_list
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.awards.models import Withdrawal
from tests.awards.checking.browsing import ELSEWHERE, STALLED, Visit, browse
from tests.awards.checking.conftest import (
    ISSUER,
    KEY,
    MADE,
    NEXT,
    NUMBER,
    ORGANISATION,
    OTHER_KEY,
    SPECIMEN,
    facts_of,
    with_another_letter,
)
from tests.reports.copy.browser import POLICY, SCHEMES, Scheme, axe_script

Seen = dict[str, Any]
"""What the browser shows at one visit; see `browsing`."""

TAG = KEY.did[-4:]
CODE = compact(facts_of(), KEY)
LINES = (NUMBER, "2026-11-22", "Cerys Wyn", "Step-back Practitioners Course")
NAMES = (
    "Siân Ŵyn-Évans",
    "Zażółć Gęślą",
    "مريم",
    "王小明",
    "<img src=x onerror=alert(1)> $& {day}",
)
AT = datetime(2026, 12, 24, tzinfo=UTC)
LIST = withdrawn_list([], KEY, AT)
NOT_KNOWN = "Withdrawn or replaced since 22 November 2026: not known."


def page(**changed: str) -> str:
    """The page of the organisation, with its one key changed."""
    return render_check_page(ORGANISATION, [ISSUER.model_copy(update=changed)], MADE)


def signed(*lines: str, key: SigningKey = KEY, purpose: str = PURPOSE) -> str:
    """A code that names the issuer's key and says these lines."""
    text = "\n".join([TAG, *lines])
    return "1" + to_letters(text.encode() + key.sign((purpose + text).encode()))


FILES = {"/index.html": page().encode()}
PAGES: dict[str, dict[str, str]] = {
    "": {},
    "retired-before": {"until": "2026-11-21T23:30:00.000Z"},
    "retired-that-day": {"until": "2026-11-22T12:00:00.000Z"},
    "newer-key": {"since": "2027-06-01T00:00:00.000Z"},
    "leaked": {"compromised_from": "2026-12-24T00:00:00.000Z"},
}
"""How the issuer's key stands, by the folder of a page that says so."""
LISTS = {
    "listed": withdrawn_list(
        [
            Withdrawal(NUMBER, "replaced", "2026-12-01T09:00:00.000Z", NEXT),
            Withdrawal(NEXT, "revoked", "2026-12-02T09:00:00.000Z"),
        ],
        KEY,
        AT,
        [OTHER_KEY.did, KEY.did],
    ),
    "older-list": withdrawn_list([], KEY, datetime(2026, 11, 1, tzinfo=UTC)),
    "list-of-another": withdrawn_list([], OTHER_KEY, AT),
    "altered-list": LIST.replace(b"2026-12-24", b"2026-12-25"),
    "list-before-its-key": withdrawn_list([], KEY, datetime(2025, 12, 31, tzinfo=UTC)),
    "no-list": b"<!DOCTYPE html>Sorry",
}
"""What lies beside a page, by its folder."""
VISITS = {
    "true": ("", CODE),
    "none": ("", ""),
    "specimen": ("", compact(facts_of(number=SPECIMEN), KEY)),
    "over": ("", compact(facts_of(valid_until=date(2020, 1, 1)), KEY)),
    "not over": ("", compact(facts_of(valid_until=date(2999, 1, 1)), KEY)),
    "another's": ("", compact(facts_of(), OTHER_KEY)),
    "another's under our tag": ("", signed(*LINES, key=OTHER_KEY)),
    "another purpose": ("", signed(*LINES, purpose="stepback withdrawn numbers 1\n")),
    "more lines": ("", signed(*LINES, "2028-11-22", "more")),
    "fewer lines": ("", signed(*LINES[:3])),
    "too long": ("", signed(*LINES[:3], "C" * LONGEST)),
    **{name: ("", compact(facts_of(name=name), KEY)) for name in NAMES},
    **{folder: (folder, CODE) for folder in [*PAGES, *LISTS] if folder},
    "listed next": ("listed", compact(facts_of(number=NEXT), KEY)),
    "listed not": ("listed", compact(facts_of(number=SPECIMEN), KEY)),
}
"""The folder and the code of a visit, by its name."""


CHANGED = [with_another_letter(CODE, place, place % 6) for place in range(len(CODE))]
NOT_WHOLE = ["1", "2" + CODE[1:], CODE[:60], CODE + "=", CODE + "A", "1" + "A" * 3000, "%F0%9F"]
ENDS = [compact(facts_of(name="Cerys Wyn" + more), KEY) for more in ("nn", "n", "ne")]
OTHER_ENDS = [with_another_letter(code, len(code) - 1, bit) for code in ENDS for bit in (0, 1)]
"""The last letter of some codes has bits to spare, which must not make a second true code."""


def at(folder: str) -> str:
    """The path of a folder."""
    return f"/{folder}/" if folder else "/"


@pytest.fixture(scope="module")
def seen() -> dict[str, Seen]:
    """What a browser shows at each of VISITS, all in one sitting."""
    files = {
        f"{at(folder)}index.html": page(**changed).encode() for folder, changed in PAGES.items()
    }
    for folder, content in LISTS.items():
        files |= {f"/{folder}/index.html": page().encode(), f"/{folder}/withdrawn.json": content}
    visits = [Visit(f"{at(folder)}#{code}") for folder, code in VISITS.values()]
    shown, _site = browse(files, visits)
    return dict(zip(VISITS, shown, strict=True))


def test_a_true_code_is_shown_with_the_question(seen: dict[str, Seen]) -> None:
    true = seen["true"]
    assert true["outcome"] == "genuine"
    assert true["heading"] == "Signed by Positive Eye Ltd"
    assert true["facts"] == {
        "name": "Cerys Wyn",
        "course": "Step-back Practitioners Course",
        "awarded_on": "22 November 2026",
        "number": NUMBER,
    }
    assert "Does the paper say the same?" in true["text"]
    assert NOT_KNOWN in true["text"]
    assert "ask Ann Rees, 01286 000000 and quote the number" in true["text"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("another's", "stranger"),
        ("another's under our tag", "altered"),
        ("another purpose", "altered"),
        ("more lines", "newer"),
        ("fewer lines", "newer"),
        ("too long", "damaged"),
        ("retired-before", "doubtful"),
        ("leaked", "doubtful"),
    ],
)
def test_what_the_issuer_did_not_sign_or_nobody_can_settle_shows_no_name(
    seen: dict[str, Seen], name: str, outcome: str
) -> None:
    assert seen[name]["outcome"] == outcome
    assert seen[name]["facts"] == {}
    assert "Cerys" not in seen[name]["text"]


def test_a_key_counts_on_the_days_before_it_was_made_and_on_its_last(
    seen: dict[str, Seen],
) -> None:
    """A certificate that replaces another keeps its day, and is signed with a newer key."""
    assert seen["newer-key"]["outcome"] == "genuine"
    assert seen["retired-that-day"]["outcome"] == "genuine"


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_letter_for_letter(seen: dict[str, Seen], name: str) -> None:
    assert seen[name]["facts"]["name"] == name


def test_a_specimen_says_first_that_it_is_nobodys_award(seen: dict[str, Seen]) -> None:
    assert "SPECIMEN" in seen["specimen"]["text"].split("Awarded to")[0]
    assert "SPECIMEN" not in seen["true"]["text"]


def test_an_award_that_is_over_says_so(seen: dict[str, Seen]) -> None:
    assert seen["over"]["heading"] == "Valid until 1 January 2020 only"
    assert seen["not over"]["outcome"] == "genuine"
    assert seen["not over"]["facts"]["valid_until"] == "1 January 2999"


def test_the_list_beside_the_page_says_what_was_withdrawn(seen: dict[str, Seen]) -> None:
    assert seen["listed"]["heading"] == "Replaced on 1 December 2026"
    assert f"ask to see number {NEXT}" in seen["listed"]["text"]
    assert seen["listed next"]["heading"] == "Withdrawn on 2 December 2026"
    assert seen["listed not"]["outcome"] == "genuine"
    assert "Not withdrawn or replaced up to 24 December 2026." in seen["listed not"]["text"]


def test_a_list_from_before_the_award_settles_nothing(seen: dict[str, Seen]) -> None:
    assert NOT_KNOWN in seen["older-list"]["text"]


@pytest.mark.parametrize(
    "name", ["list-of-another", "altered-list", "list-before-its-key", "no-list"]
)
def test_a_list_that_the_issuer_did_not_sign_is_left_aside_and_said(
    seen: dict[str, Seen], name: str
) -> None:
    assert seen[name]["outcome"] == "genuine"
    assert NOT_KNOWN in seen[name]["text"]
    assert "was left aside" in seen[name]["text"]
    assert "was left aside" not in seen["true"]["text"]


def test_without_a_code_the_page_says_where_to_find_one(seen: dict[str, Seen]) -> None:
    assert seen["none"]["outcome"] == "no_code"
    assert "Point the camera of a telephone" in seen["none"]["text"]


def test_everything_is_said_in_welsh_too(seen: dict[str, Seen]) -> None:
    true, welsh = seen["true"], seen["true"]["other"]
    assert (true["language"], welsh["language"]) == ("en", "cy")
    assert welsh["title"] == "Gwirio tystysgrif"
    assert welsh["heading"] == "Llofnodwyd gan Positive Eye Ltd"
    assert "Ydy'r papur yn dweud yr un peth?" in welsh["text"]
    assert welsh["facts"]["awarded_on"] == "22 Tachwedd 2026"
    for name in VISITS:
        assert seen[name]["other"]["heading"] != seen[name]["heading"]


@pytest.fixture(scope="module")
def in_one_window() -> dict[str, Seen]:
    """What an open page shows as it is given one code after another, by its code."""
    codes = [*CHANGED, *NOT_WHOLE, *OTHER_ENDS, *ENDS, CODE]
    # A browser takes 200 codes in ten seconds in one window, and passes over those after.
    some = [tuple(codes[at : at + 100]) for at in range(0, len(codes), 100)]
    shown, _site = browse(FILES, [Visit("/#", each) for each in some])
    found = [seen for each in shown for seen in each["then"]]
    return dict(zip(codes, found, strict=True))


def test_a_code_with_any_letter_changed_is_told_from_a_true_one(
    in_one_window: dict[str, Seen],
) -> None:
    assert in_one_window[CODE]["outcome"] == "genuine"
    assert len(set(CHANGED) - {CODE}) == len(CODE)
    for code in CHANGED:
        assert in_one_window[code]["outcome"] in ("altered", "stranger", "damaged")
        assert in_one_window[code]["facts"] == {}
        assert "Cerys" not in in_one_window[code]["text"]


def test_what_is_no_whole_code_is_told_too(in_one_window: dict[str, Seen]) -> None:
    assert {in_one_window[code]["outcome"] for code in NOT_WHOLE} == {"damaged"}
    assert {in_one_window[code]["outcome"] for code in OTHER_ENDS} <= {"damaged", "altered"}
    assert {in_one_window[code]["outcome"] for code in ENDS} == {"genuine"}


def test_a_browser_without_the_means_says_so_and_blames_nobody() -> None:
    (shown,), _site = browse(FILES, [Visit(f"/#{CODE}")], host=ELSEWHERE)
    assert shown["outcome"] == "cannot"
    assert "That says nothing about the certificate." in shown["text"]


def test_nothing_is_asked_but_for_the_page_and_the_list() -> None:
    files = FILES | {"/withdrawn.json": LIST}
    _shown, site = browse(files, [Visit("/#"), Visit(f"/#{CODE}"), Visit(f"/#{CHANGED[9]}")])
    assert [path for path, _referer in site.asked] == ["/", "/", "/withdrawn.json", "/"]
    assert site.asked[2] == ("/withdrawn.json", "")


def test_the_policy_lets_no_other_script_run_and_no_picture_be_fetched() -> None:
    added = '<script>fetch("spy")</script><img src="spy.png" alt="">'
    guarded = page().replace("</body>", f"{added}</body>")
    files = {
        "/guarded/index.html": guarded.encode(),
        "/open/index.html": POLICY.sub("", guarded).encode(),
    }
    shown, site = browse(files, [Visit(f"/{folder}/#{CODE}") for folder in ("guarded", "open")])
    assert [found["outcome"] for found in shown] == ["genuine", "genuine"]
    spied = {path for path, _referer in site.asked if "spy" in path}
    assert spied == {"/open/spy", "/open/spy.png"}


def test_a_list_that_does_not_come_keeps_nobody_waiting() -> None:
    hasty = POLICY.sub("", page()).replace("PATIENCE = 10000", "PATIENCE = 100")
    hasty = hasty.replace('"withdrawn.json"', f'"{STALLED}withdrawn.json"')
    (shown,), site = browse({"/index.html": hasty.encode()}, [Visit(f"/#{CODE}")])
    assert site.asked[-1] == (f"{STALLED}withdrawn.json", "")
    assert NOT_KNOWN in shown["text"]


def test_the_longest_name_fits_a_telephone_and_a_desk() -> None:
    code = compact(facts_of(name="Ŵ" * 120, course="W" * 120), KEY)
    widths = (320, 1280)
    shown, _site = browse(FILES, [Visit(f"/#{code}", width=width) for width in widths])
    for width, found in zip(widths, shown, strict=True):
        assert found["outcome"] == "genuine"
        assert found["wide"] <= width


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_wrong(scheme: Scheme) -> None:
    open_page = POLICY.sub("", page()).replace("</body>", '<script src="/axe.js"></script></body>')
    files = {"/index.html": open_page.encode(), "/axe.js": axe_script().encode()}
    names = ("none", "true", "specimen", "over", "another's", "another purpose")
    visits = [Visit(f"/#{VISITS[name][1]}", axe=True) for name in names]
    shown, _site = browse(files | {"/withdrawn.json": LIST}, visits, scheme=scheme)
    assert {name: found["wrong"] for name, found in zip(names, shown, strict=True)} == {
        name: [] for name in names
    }
    assert all(found["passes"] > 10 for found in shown)


def test_what_is_told_the_page_cannot_end_its_script() -> None:
    hostile = ORGANISATION.model_copy(update={"name": "</script><b>O'Brien & {issuer}</b>"})
    written = render_check_page(hostile, [ISSUER], MADE)
    assert written.count("</script>") == 2
    assert "<b>" not in written


def test_a_welsh_organisations_page_begins_in_welsh() -> None:
    welsh = ORGANISATION.model_copy(update={"language": "cy"})
    written = render_check_page(welsh, [ISSUER], MADE)
    assert '<html lang="cy">' in written
    assert "<title>Gwirio tystysgrif</title>" in written


def test_the_same_page_is_written_each_time_and_names_no_address() -> None:
    assert page() == page()
    assert not re.search(r"https?://", page())
