"""The bank of comments: one's own, the shared ones, and tables of them from elsewhere."""

import json
from typing import Any

import pytest

from stepback_course.marking.bank.bank import Bank
from stepback_course.marking.bank.models import BANK_LIMIT, Wanted
from stepback_course.text.cells import as_csv
from stepback_course.text.refusals import Refusal
from tests.house import House, packed_course

UNIT = packed_course().units[0]
CRITERION = UNIT.criteria[0].id
WANTED = Wanted(UNIT, CRITERION, "Cerys")


@pytest.fixture
def meg(house: House) -> Bank:
    """The bank with Megan at it."""
    return house.desks("AS-MEG").bank


@pytest.fixture
def ida(house: House) -> Bank:
    """The bank with Ida, another assessor, at it."""
    house.add("AS-IDA", "Ida Holm", "assessor")
    return house.desks("AS-IDA").bank


def refusal(call: Any, *arguments: Any, **named: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        call(*arguments, **named)
    return refused.value


def table(*rows: tuple[str, ...], head: str = "comment,unit,criterion") -> bytes:
    columns = head.split(",")
    return as_csv(columns, [dict(zip(columns, row, strict=True)) for row in rows]).encode()


# Keeping and using.


def test_a_comment_that_was_kept_is_found_and_counted_each_time(meg: Bank) -> None:
    comment = meg.keep("{name}, say more about {unit}.", unit=UNIT.id, criterion=CRITERION)

    assert meg.use(comment.id, WANTED) == "Cerys, say more about Statement 1."
    meg.use(comment.id, WANTED)
    assert [(each.comment, each.used) for each in meg.find("mor", WANTED)] == [(comment, 2)]


def test_ones_own_comments_are_nobody_elses(meg: Bank, ida: Bank) -> None:
    meg.keep("Say more.")

    assert ida.comments() == []


def test_what_is_shared_is_everybodys_and_each_counts_for_themselves(meg: Bank, ida: Bank) -> None:
    comment = meg.keep("Say more.", shared=True)
    ida.use(comment.id, WANTED)

    assert [(each.whose, each.used) for each in ida.comments()] == [("shared", 1)]
    assert [(each.whose, each.used) for each in meg.comments()] == [("shared", 0)]
    assert meg.table().splitlines()[1] == "Say more.,,,shared,1"


def test_sharing_a_comment_moves_it(meg: Bank, ida: Bank) -> None:
    comment = meg.keep("Say more.")
    meg.use(comment.id, WANTED)
    meg.share(comment.id)

    assert [(each.whose, each.used) for each in meg.comments()] == [("shared", 1)]
    assert [each.comment for each in ida.comments()] == [comment]
    assert refusal(meg.share, comment.id).code == "unknown"


def test_the_same_words_for_the_same_criterion_are_kept_once(meg: Bank) -> None:
    first = meg.keep("Say more.", unit=UNIT.id)

    assert meg.keep(" Say more. ", unit=UNIT.id) == first
    assert meg.keep("Say more.") != first


def test_a_comment_that_was_taken_out_is_not_used(meg: Bank) -> None:
    comment = meg.keep("Say more.")
    meg.remove(comment.id)

    assert meg.comments() == []
    assert refusal(meg.use, comment.id, WANTED).code == "unknown"
    assert refusal(meg.remove, comment.id).code == "unknown"


def test_two_who_share_at_the_same_moment_lose_nothing(
    house: House, meg: Bank, ida: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    put, others = house.store.put, ["Hers."]

    def put_after_another(*arguments: Any, **named: Any) -> dict[str, int]:
        if others:
            ida.keep(others.pop(), shared=True)
        return put(*arguments, **named)

    monkeypatch.setattr(house.store, "put", put_after_another)
    meg.keep("His.", shared=True)

    assert [each.comment.text for each in meg.comments()] == ["Hers.", "His."]


@pytest.mark.parametrize(
    ("named", "sentence"),
    [
        ({"text": ""}, "empty"),
        ({"text": "x" * 4_001}, "at most 4,000 characters"),
        ({"text": "Go on {nmae}"}, "did you mean {name}"),
        ({"text": "Go on", "unit": "statment-02"}, "did you mean 'statement-02'"),
        ({"text": "Go on", "unit": UNIT.id, "criterion": "nothing"}, "no criterion 'nothing'"),
        ({"text": "Go on", "criterion": CRITERION}, "say which unit"),
    ],
)
def test_what_is_no_comment_is_refused_with_a_sentence(
    meg: Bank, named: dict[str, str], sentence: str
) -> None:
    refused = refusal(meg.keep, **named)

    assert sentence in str(refused)
    assert meg.comments() == []


def test_a_comment_that_may_tell_who_a_child_is_is_pointed_out(meg: Bank) -> None:
    refused = refusal(meg.keep, "Ring 01286 123456 about it.")
    assert refused.code == "identifiers"
    assert "01286 123456" in str(refused)

    meg.keep("Ring 01286 123456 about it.", even_so=True)
    assert len(meg.comments()) == 1


@pytest.mark.parametrize("person", ["PR-CERYS", "TR-TOM"])
def test_the_bank_is_for_those_who_judge(house: House, person: str) -> None:
    bank = house.desks(person).bank

    assert refusal(bank.comments).code == "not_allowed"
    assert refusal(bank.keep, "Say more.").code == "not_allowed"
    assert refusal(bank.keep, "Say more.", shared=True).code == "not_allowed"


# Tables.


def test_what_is_written_out_is_taken_in_again_as_it_was(meg: Bank, ida: Bank) -> None:
    meg.keep('=1+1 is what {name} wrote,\nand "so on".', unit=UNIT.id, criterion=CRITERION)
    meg.keep("- one more thing", criterion="next-step")
    written = meg.table()
    assert "\n'=1+1" in written.replace('"', "")

    preview = ida.preview(written.encode())
    assert (preview.known, preview.problems) == (0, ())
    ida.take_in(preview)
    mine = [each.comment.model_copy(update={"id": "C"}) for each in ida.comments()]
    assert mine == [each.comment.model_copy(update={"id": "C"}) for each in meg.comments()]


def test_taking_the_same_table_in_twice_changes_nothing(house: House, meg: Bank) -> None:
    content = table(("Say more.", UNIT.id, CRITERION), ("Say more.", UNIT.id, CRITERION))
    assert meg.take_in(meg.preview(content)) == 1
    before = house.store.get("person/AS-MEG", "comments")

    again = meg.preview(content)
    assert (again.new, again.known) == ((), 2)
    assert meg.take_in(again) == 0
    assert house.store.get("person/AS-MEG", "comments") == before


def test_a_preview_writes_nothing(house: House, meg: Bank) -> None:
    meg.preview(table(("Say more.", "", "")))

    assert house.store.get("person/AS-MEG", "comments") is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'comment\r\n=HYPERLINK("http://x")\r\n', "line 2, 'comment': '=HYPERLINK"),
        (b"comment\n@SUM(A1)\n", "would run as a formula"),
        (b"comment,unit\nSay more.,=cmd\n", "line 2, 'unit': '=cmd'"),
        (b"comment\n" + b"x" * 1_000_000 + b"\n", "longer than anything that fits here"),
        (b"comment\n" + b"x" * 5_000 + b"\n", "line 2: 'text' is too long"),
        (b"coment,unit\nSay more.,\n", "did you mean 'comment'"),
        (b"text\nSay more.\n", "the columns are comment, unit"),
        (b"unit\nstatement-01\n", "the column 'comment' is missing"),
        (b"comment,comment\na,b\n", "there twice"),
        (b"comment,unit\nSay, more, here\n", "line 2 has 3 cells and the first line 2"),
        (b'comment\n"Say more.\n', "quotation marks"),
        (b"comment\nSay \xe9t\xe9\n", "not written in UTF-8"),
        (b"", "the table is empty"),
        (b"comment\nGo on {nmae}\n", "line 2: {nmae} is no placeholder"),
        (b"comment,unit\nGo on,statement-1\n", "line 2: no course here has the unit"),
        (b"x" * 5_000_001, "at most 5 MB"),
    ],
)
def test_a_table_that_is_none_is_refused_with_a_sentence(
    house: House, meg: Bank, content: bytes, sentence: str
) -> None:
    preview = meg.preview(content)

    assert sentence in "\n".join(preview.problems)
    assert refusal(meg.take_in, preview).code in ("invalid", "too_large")
    assert house.store.get("person/AS-MEG", "comments") is None


def test_every_row_that_is_wrong_is_named_and_none_is_taken_in(meg: Bank) -> None:
    preview = meg.preview(b"comment\nGood.\n=1\n{x}\n")

    assert [line.split(":")[0] for line in preview.problems] == ["line 3, 'comment'", "line 4"]
    assert refusal(meg.take_in, preview).code == "invalid"
    assert meg.comments() == []


def test_a_table_from_a_spreadsheet_that_uses_semicolons_is_read(meg: Bank) -> None:
    meg.take_in(meg.preview("\ufeffComment;Unit\r\nSay more, please;\r\n;\r\n".encode()))

    assert [each.comment.text for each in meg.comments()] == ["Say more, please"]


def test_names_in_a_table_are_pointed_out_by_their_line(meg: Bank) -> None:
    preview = meg.preview(table(("Ring 01286 123456.", "", "")))

    assert preview.names == ("line 2: '01286 123456' may tell who a child is",)
    assert refusal(meg.take_in, preview).code == "identifiers"
    assert meg.take_in(preview, even_so=True) == 1


def test_a_bank_that_is_full_says_so(meg: Bank) -> None:
    rows = table(*((f"Comment number {number}", "", "") for number in range(BANK_LIMIT)))
    meg.take_in(meg.preview(rows))

    assert "1,000 comments" in str(refusal(meg.keep, "One more."))


def test_comments_never_lie_in_a_portfolio(house: House, meg: Bank) -> None:
    meg.keep("A word of mine.", shared=True)

    for folder in house.store.folders():
        if folder.startswith("portfolio/"):
            records = house.store.records(folder)
            assert "A word of mine." not in json.dumps([r.document for r in records.values()])
