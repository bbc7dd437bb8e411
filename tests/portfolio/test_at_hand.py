"""Models that are known again: never for other bytes than their own."""

from stepback_course.course.activities.reflection import Reflection, WordRange
from stepback_course.portfolio.at_hand import ModelsAtHand
from stepback_course.portfolio.models import Allowed, Draft, Response
from stepback_course.store import Encoded, Record
from tests.filling import fill
from tests.house import House

CERYS, PORTFOLIO, UNIT = "PR-CERYS", "P-CERYS", "statement-03"


def record(encoded: Encoded, folder: str = "portfolio/P-1") -> Record:
    """Return a record as an engine gives it out."""
    return Record(folder, "allowed", 1, encoded)


def test_what_was_written_is_known_again_by_its_bytes() -> None:
    models = ModelsAtHand()
    allowed = Allowed(names=("Cerys", "Siân"))
    written = models.written("portfolio/P-1", "allowed", allowed)
    assert models.read(record(Encoded(bytes(written.json))), Allowed) is allowed


def test_what_another_program_wrote_meanwhile_is_read_anew() -> None:
    models = ModelsAtHand()
    models.written("portfolio/P-1", "allowed", Allowed(names=("Cerys",)))
    theirs = Encoded.of(Allowed(names=("Megan",)))
    assert models.read(record(theirs), Allowed).names == ("Megan",)


def test_a_model_is_known_in_its_own_folder_and_as_what_it_is() -> None:
    models = ModelsAtHand()
    empty = Draft()
    written = models.written("portfolio/P-1", "allowed", empty)
    assert models.read(record(written, "portfolio/P-2"), Draft) is not empty
    assert written.json == b'{"responses":{}}'


def test_a_record_without_json_is_checked_each_time() -> None:
    models = ModelsAtHand()
    plain = Record("portfolio/P-1", "allowed", 1, {"names": ["Cerys"]})
    assert models.read(plain, Allowed) == models.read(plain, Allowed) == Allowed(names=("Cerys",))


def reflection(least: int) -> Reflection:
    """Return an activity that asks for so many words."""
    words = WordRange(min=least, max=100)
    return Reflection(
        kind="reflection", id="saw", title="Saw", prompt="?", when="after", minutes=5, words=words
    )


def answer(text: str, number: int = 1) -> Response:
    """Return a response as it is kept."""
    return Response(value=text, number=number, at="2026-03-04T09:00:00.000Z")


def test_an_answer_that_was_complete_is_looked_at_again_once_it_is_another() -> None:
    lacking = ModelsAtHand().lacking_in("portfolio/P-1/statement-01")
    asks = reflection(least=2)
    assert list(lacking(asks, answer("I waited."))) == []
    assert list(lacking(asks, answer("Waited.", 2))) == ["1 word of at least 2"]
    assert list(lacking(asks, None)) == ["0 words of at least 2"]


def test_an_answer_that_was_complete_is_looked_at_again_for_another_definition() -> None:
    lacking = ModelsAtHand().lacking_in("portfolio/P-1/statement-01")
    waited = answer("I waited.")
    assert list(lacking(reflection(least=2), waited)) == []
    assert list(lacking(reflection(least=3), waited)) == ["2 words of at least 3"]


def test_what_lists_show_of_a_unit_follows_each_answer(house: House) -> None:
    desks = house.desks(CERYS)
    fill(desks, PORTFOLIO, UNIT)
    shown = []
    for text in ("I waited.", "I waited and watched. " * 30, "", "I waited and watched. " * 30):
        desks.workbook.respond(PORTFOLIO, UNIT, "what-waiting-showed", text)
        rows = house.store.find("draft", {"portfolio": PORTFOLIO, "unit": UNIT}).rows
        shown.append(rows[0].summary["status"])
    assert shown == ["in progress", "ready", "in progress", "ready"]
