"""What is erased on one computer goes on the others too, whatever comes when, and stays gone."""

import io
import json
from pathlib import Path

import pytest

from stepback_course.course.models import Course
from stepback_course.handover.contents import moving
from stepback_course.handover.contents.parcels import Erasures, Submitted, packed
from stepback_course.handover.courier import Courier
from stepback_course.marking import Marks
from stepback_course.portfolio.erasing.rules import Tombstone, belongs
from stepback_course.portfolio.trail import is_whole, shown
from tests.filling import CONSENT, fill
from tests.handover import circle as circles
from tests.handover.circle import Circle, mark, record_of, whys, words
from tests.handover.forging import members_at, seal_as
from tests.house import House, packed_course

CERYS, P, MEG = "PR-CERYS", "P-CERYS", "AS-MEG"
VOICE, FIRST = "learners-voice", "statement-01"
WORD = "quokkafern"


def course_with_case_study() -> Course:
    content = packed_course().model_dump(mode="json")
    units = {unit["id"]: unit for unit in content["units"]}
    content["id"], content["units"] = "two-units", [units[FIRST], units[VOICE]]
    return Course.model_validate(content)


@pytest.fixture
def circle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Circle:
    """An office on a course with a case study, and everybody invited."""
    monkeypatch.setattr(circles, "small_course", course_with_case_study)
    circle = Circle(tmp_path)
    circle.invite(MEG)
    return circle


@pytest.fixture
def laptop(circle: Circle) -> House:
    """Cerys's laptop, whose case study is submitted and sealed, and not opened anywhere."""
    laptop = circle.introduce(CERYS)
    write(laptop, VOICE)
    return laptop


@pytest.fixture
def bundles(circle: Circle, laptop: House) -> list[Path]:
    """What the laptop sealed before anything was erased."""
    return circle.send(laptop, CERYS)


def write(laptop: House, unit: str, learner: str = "Robin", word: str = WORD) -> None:
    """Answer a unit with a word in it, and submit it."""
    workbook = laptop.desks(CERYS).workbook
    fill(laptop.desks(CERYS), P, unit)
    if unit == VOICE:
        workbook.record_consent(P, CONSENT.model_copy(update={"learner": learner}))
    activities = workbook.unit(P, unit).unit.activities
    activity = next(each for each in activities if each.kind == "reflection")
    workbook.respond(P, unit, activity.id, f"{word} waited. " * 60)
    name = workbook.open(P).profile.name
    explanations = {each.words: "made up" for each in workbook.findings(P, [unit])}
    workbook.submit(P, [unit], name, explanations)


def erase(house: House, *units: str, person: str = CERYS) -> Tombstone:
    return house.desks(person).eraser.erase(P, units or [VOICE], "permission withdrawn")


def has_word(house: House, word: str = WORD) -> bool:
    """Say whether a store has the word in any record or file."""
    store = house.store
    records = {folder: store.records(folder) for folder in store.folders()}
    texts = [json.dumps(each.document) for of in records.values() for each in of.values()]
    for digest in store.files():
        with store.open_file(digest) as file:
            texts.append(file.read().decode("latin-1"))
    return any(word in text for text in texts)


def assert_agree(circle: Circle, laptop: House, unit: str = VOICE) -> None:
    """Both have the same strand, and each of their trails is whole."""
    ours, theirs = record_of(circle.office, P, unit), record_of(laptop, P, unit)
    assert is_whole(ours)
    assert is_whole(theirs)
    assert shown(ours) == shown(theirs)


def test_what_a_practitioner_erases_the_office_erases(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    assert has_word(circle.office)
    erase(laptop)
    sent = circle.send(laptop, CERYS)
    opened = circle.open_at_office(*sent)
    assert (VOICE, "taken") in words(opened)
    assert not has_word(circle.office)
    assert not has_word(laptop)
    assert_agree(circle, laptop)
    assert {word for _what, word in words(circle.open_at_office(*sent))} == {"already here"}


def test_the_bundle_for_erasing_has_not_a_word_of_it(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    erase(laptop)
    for path in circle.send(laptop, CERYS):
        assert all(WORD.encode() not in member for member in members_at(circle, path).values())


def test_a_submission_that_comes_after_its_erasure_is_not_taken(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    erase(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    opened = circle.open_at_office(*bundles)
    assert "erased since it was sealed" in whys(opened)
    assert not any(each.needs_attention for each in opened)
    assert not has_word(circle.office)
    assert_agree(circle, laptop)


@pytest.mark.parametrize("order", ["as sealed", "reversed", "only the submission"])
@pytest.mark.parametrize("arrived", [True, False], ids=["known before", "never sent"])
def test_the_case_study_begun_again_arrives_in_any_order(
    circle: Circle, laptop: House, bundles: list[Path], order: str, arrived: bool
) -> None:
    if arrived:
        circle.open_at_office(*bundles)
    erase(laptop)
    write(laptop, VOICE, "Heron", "heronfeather")
    courier = circle.courier(laptop, CERYS)
    offers = [offer for offer in courier.offers() if offer.is_new]
    assert [offer.kind for offer in offers] == ["erase", "submission"]
    if order == "reversed":
        offers.reverse()
    if order == "only the submission":
        offers = offers[1:]
    for offer in offers:
        (path,) = circles.sealed(courier, [offer], circle.folder)
        opened = circle.open_at_office(path)
        assert not any(each.needs_attention for each in opened), whys(opened)
    assert not has_word(circle.office)
    assert has_word(circle.office, "heronfeather")
    assert_agree(circle, laptop)
    assert record_of(circle.office, P, VOICE).state == "submitted"


@pytest.mark.parametrize("state", ["marking", "decided"])
def test_what_is_on_an_assessors_desk_goes_back_and_is_erased(
    circle: Circle, laptop: House, bundles: list[Path], state: str
) -> None:
    circle.open_at_office(*bundles)
    circle.office.desks(MEG).desk.claim(P, VOICE)
    if state == "decided":
        mark(circle.office, MEG, P, VOICE, met=True)
    erase(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    assert record_of(circle.office, P, VOICE).state == "open"
    assert_agree(circle, laptop)
    assert circle.office.desks(MEG).desk.queue().rows == ()


def test_what_the_office_met_meanwhile_stays_met_without_a_word(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    mark(circle.office, MEG, P, VOICE, met=True)
    circle.office.desks(MEG).desk.release(P, VOICE)
    erase(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    assert record_of(circle.office, P, VOICE).state == "met"
    assert not has_word(circle.office)
    circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert not has_word(laptop)
    assert_agree(circle, laptop)


def test_feedback_from_before_the_erasure_brings_nothing_back(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    mark(circle.office, MEG, P, VOICE, met=False)
    circle.office.desks(MEG).desk.release(P, VOICE)
    old = circle.answer(CERYS)
    erase(laptop)
    before = record_of(laptop, P, VOICE)
    opened = circle.courier(laptop, CERYS).open(old)
    assert "the office had not heard of that" in whys(opened)
    assert record_of(laptop, P, VOICE) == before
    assert laptop.desks(CERYS).workbook.open(P).consent is None
    assert not has_word(laptop)


def test_what_the_office_erases_is_erased_on_the_laptop(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    erase(circle.office, person="CO-ANN")
    assert not has_word(circle.office)
    opened = circle.courier(laptop, CERYS).open(circle.answer(CERYS))
    assert "erased, as the office did" in whys(opened)
    assert not has_word(laptop)
    assert_agree(circle, laptop)


def test_a_decision_on_what_was_erased_is_refused(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    meg = circle.staff_laptop(MEG)
    circle.open_at_office(*circle.send(meg, MEG))
    circle.courier(meg, MEG).open(circle.hand_out(MEG))
    mark(meg, MEG, P, VOICE, met=True)
    erase(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    opened = circle.open_at_office(*circle.send(meg, MEG))
    assert "another submission than the one that stands" in whys(opened)
    assert not has_word(circle.office)


def test_an_assessors_laptop_erases_what_the_office_erased(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    meg = circle.staff_laptop(MEG)
    circle.open_at_office(*circle.send(meg, MEG))
    circle.courier(meg, MEG).open(circle.hand_out(MEG))
    meg.desks(MEG).desk.keep_marks(P, VOICE, Marks.model_validate({"overall": WORD}))
    meg.desks(MEG).desk.keep_note(P, VOICE, f"Ask about {WORD}.")
    assert has_word(meg)
    erase(laptop)
    circle.open_at_office(*circle.send(laptop, CERYS))
    courier = circle.courier(circle.office, "CO-ANN")
    offers = [offer for offer in courier.offers(person=MEG) if offer.is_new]
    opened = circle.courier(meg, MEG).open(circles.sealed(courier, offers, circle.folder))
    assert "erased, as the office did" in whys(opened)
    assert not has_word(meg)
    assert is_whole(record_of(meg, P, VOICE))
    assert "erase" not in [each.kind for each in courier.offers(person=MEG) if each.is_new]


def test_a_unit_that_the_office_has_by_now_is_left_to_a_coordinator(
    circle: Circle, laptop: House
) -> None:
    write(laptop, FIRST)
    circle.open_at_office(*circle.send(laptop, CERYS))
    laptop.desks(CERYS).workbook.withdraw(P, FIRST)
    erase(laptop, FIRST)
    (path, *_rest) = circle.send(laptop, CERYS)
    opened = circle.open_at_office(path)
    assert "a coordinator erases it here" in whys(opened)
    assert has_word(circle.office)


def seal_erasure(circle: Circle, laptop: House, tombstone: Tombstone, **changes: object) -> Path:
    altered = tombstone.model_copy(update=changes)
    parcel = Erasures(erased=(altered,))
    return seal_as(laptop, CERYS, "erase", packed(parcel), circle.folder / "erase.stepback")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"by": "PR-ELEN"}, "somebody else than its practitioner"),
        ({"role": "coordinator"}, "somebody else than its practitioner"),
        ({"portfolio": "P-ELEN"}, "no portfolio 'P-ELEN'"),
        ({"at": "yesterday"}, "no date"),
        ({"units": (VOICE, "statement-99")}, "no unit 'statement-99'"),
    ],
)
def test_an_erasure_that_is_not_its_practitioners_own_is_refused(
    circle: Circle, laptop: House, bundles: list[Path], changes: dict[str, object], why: str
) -> None:
    circle.open_at_office(*bundles)
    tombstone = erase(laptop)
    opened = circle.open_at_office(seal_erasure(circle, laptop, tombstone, **changes))
    assert why in whys(opened)
    assert has_word(circle.office)


def test_somebody_elses_portfolio_is_not_erased(tmp_path: Path, circle: Circle) -> None:
    two = Circle(tmp_path / "two", practitioners=(CERYS, "PR-DAFYDD"))
    two.invite()
    dafydd = two.introduce("PR-DAFYDD")
    cerys = two.introduce(CERYS)
    write(cerys, VOICE)
    two.open_at_office(*two.send(cerys, CERYS))
    tombstone = erase(cerys)
    parcel = packed(Erasures(erased=(tombstone,)))
    path = seal_as(dafydd, "PR-DAFYDD", "erase", parcel, two.folder / "erase.stepback")
    assert "the portfolio is somebody else's" in whys(two.open_at_office(path))
    assert has_word(two.office)


def test_a_step_of_erasing_without_its_tombstone_is_refused(
    circle: Circle, laptop: House, bundles: list[Path]
) -> None:
    circle.open_at_office(*bundles)
    erase(laptop)
    offers = [each for each in circle.courier(laptop, CERYS).offers() if each.kind == "submission"]
    (path,) = circles.sealed(circle.courier(laptop, CERYS), offers, circle.folder)
    parcel = Submitted.model_validate_json(members_at(circle, path)["parcel.json"])
    bare = packed(parcel.model_copy(update={"erased": ()}))
    forged = seal_as(laptop, CERYS, "submission", bare, circle.folder / "forged.stepback")
    assert "nothing says who erased it" in whys(circle.open_at_office(forged))
    assert has_word(circle.office)


def test_an_interrupted_erasure_is_not_sent_before_it_is_finished(
    circle: Circle, laptop: House, bundles: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(_digest: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(laptop.store, "erase_file", stopped)
        with pytest.raises(KeyboardInterrupt):
            erase(laptop)
    kinds = [offer.kind for offer in circle.courier(laptop, CERYS).offers() if offer.is_new]
    assert "erase" not in kinds
    laptop.desks(CERYS).eraser.finish()
    kinds = [offer.kind for offer in circle.courier(laptop, CERYS).offers() if offer.is_new]
    assert "erase" in kinds


def test_a_move_from_before_the_erasure_opens_without_it(
    circle: Circle, laptop: House, bundles: list[Path], tmp_path: Path
) -> None:
    path = tmp_path / "move.stepback"
    words_to_open = circle.courier(laptop, CERYS).move(path, P)
    erase(laptop)
    fresh = circle._house()
    opened = Courier(fresh.desks()).open([path], words=lambda _name: words_to_open)
    assert words(opened) == [(P, "taken")], whys(opened)
    assert not has_word(fresh)


def test_files_of_another_are_never_taken_for_the_erased(circle: Circle, laptop: House) -> None:
    picture = laptop.store.put_file(io.BytesIO(b"a picture"), limit=100)
    erase(laptop)
    assert picture in laptop.store.files()


def test_every_record_of_a_portfolio_is_known_to_go_or_to_stay() -> None:
    staying = {"profile", "enrolment", "award", "exchange", "bundle", "erasure"}
    for name in moving._MODELS.keys() - staying:
        assert belongs(name, (VOICE,), learner=True) or belongs(
            f"{name}/{VOICE}", (VOICE,), learner=False
        ), name
    for name in staying:
        assert not belongs(name, (VOICE,), learner=True)
