"""Models that are known again: never for other bytes than their own."""

from stepback_course.portfolio.at_hand import ModelsAtHand
from stepback_course.portfolio.models import Allowed, Draft
from stepback_course.store import Encoded, Record


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
