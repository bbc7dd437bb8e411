"""Portfolios with a word in them that is to be erased, for tests of that."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from stepback_course.portfolio.erasing.rules import Tombstone, tombstone_change
from stepback_course.portfolio.models import Overall, UnitRecord
from stepback_course.store import Store, open_store
from tests.filling import fill
from tests.house import House, Ticking, furnish

P, UNIT, OTHER = "P-CERYS", "learners-voice", "statement-01"
WORD = "quokkafern"
CERYS = "PR-CERYS"


def ticking(house: House) -> House:
    """Furnish a house whose clock goes on."""
    house.clock = Ticking()
    furnish(house)
    return house


@contextmanager
def ticking_on_disk(folder: Path) -> Iterator[House]:
    """Furnish a house in a folder, where every byte can be looked at."""
    with closing(open_store(str(folder / "data" / "store"))) as store:
        yield ticking(House(store))


def write_word(house: House, *units: str) -> None:
    """Answer everything that units ask, with the word in the first long answer of each."""
    workbook = house.desks(CERYS).workbook
    fill(house.desks(CERYS), P, *units)
    for unit in units:
        definition = workbook.unit(P, unit).unit
        activity = next(each for each in definition.activities if each.kind == "reflection")
        text = f"{WORD} waited beside the door. " * 40
        workbook.respond(P, unit, activity.id, text)


def hand_in(house: House, *units: str) -> None:
    workbook = house.desks(CERYS).workbook
    explanations = {found.words: "made up" for found in workbook.findings(P, units)}
    workbook.submit(P, units, "Cerys Wyn", explanations)


def decide(house: House, unit: str, verdict: str, words: str = "") -> None:
    desk = house.desks("AS-MEG").desk
    criteria = [each.id for each in house.desks(CERYS).workbook.unit(P, unit).unit.criteria]
    feedback = dict.fromkeys(criteria, words) if words else {}
    said = Overall(stood_out=words, missing=words, next_step=words)
    desk.decide(P, unit, dict.fromkeys(criteria, verdict), feedback, said)


def release(house: House, unit: str) -> None:
    desk = house.desks("AS-MEG").desk
    desk.release(P, unit)


def places_with(word: str, root: Path) -> list[Path]:
    """Return every file below `root` that has the word, or is named by it."""
    files = [path for path in root.rglob("*") if path.is_file()]
    return [
        path for path in files if word.encode() in path.read_bytes() or word in path.name.lower()
    ]


def record_of(house: House, unit: str) -> UnitRecord:
    return house.desks(CERYS).workbook.unit(P, unit).record


def bring_to(house: House, unit: str, state: str) -> None:
    write_word(house, unit)
    if state == "open":
        return
    hand_in(house, unit)
    if state == "marking":
        house.desks("AS-MEG").desk.claim(P, unit)
    if state in ("decided", "referred"):
        decide(house, unit, "not_yet_met", f"What did {WORD} do?")
    if state == "met":
        decide(house, unit, "met", f"Well seen of {WORD}.")
    if state in ("referred", "met"):
        release(house, unit)


def unfinish(store: Store, tombstone: Tombstone) -> None:
    """Put an erasure back to where its records are empty and nothing else is done."""
    kept = store.get(f"portfolio/{P}", tombstone.record)
    assert kept
    change = tombstone_change(tombstone.model_copy(update={"finished": ""}), kept.revision)
    store.put(f"portfolio/{P}", {tombstone.record: change}, operation="un", actor=CERYS)
