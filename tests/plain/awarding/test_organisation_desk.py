"""What certificates say of the organisation, changed in plain lines."""

from stepback_course.people.organisation import Organisation, organisation_of
from tests.plain.awarding.conftest import Coordinator


def test_every_setting_is_said_and_one_after_another_is_changed(ann: Coordinator) -> None:
    said = ann("o", "2", "Ann Rees", "5", "ann@example.org", "l", "3", "f", ".", ".", ".")

    assert "1. Organisation: Positive Eye Ltd" in said
    assert "2. Who signs: empty" in said
    assert "2. Who signs: Ann Rees" in said
    assert "Certificates are in: English and Welsh side by side" in said
    assert "A certificate waits until the fee is recorded as paid" in said
    assert said.count("Kept.") == 4
    assert organisation_of(ann.house.store) == Organisation(
        signatory="Ann Rees", contact="ann@example.org", language="en-cy", fee_before_award=True
    )


def test_what_does_not_belong_somewhere_is_told_and_nothing_is_changed(ann: Coordinator) -> None:
    said = ann("o", "6", "http://example.org", "7", "often", "1", "-", ".", ".", ".")

    assert "What belongs here: an address that begins with https:// and has no # in it" in said
    assert "What belongs here: a whole number from 1 to 600" in said
    assert "What belongs here: this is needed" in said
    assert organisation_of(ann.house.store) == Organisation()


def test_what_no_certificate_could_print_is_refused_with_its_character(ann: Coordinator) -> None:
    said = ann("o", "2", "王小明", ".", ".", ".")

    assert "Nothing is changed: the certificate's fonts do not have '王' (U+738B)" in said
    assert organisation_of(ann.house.store) == Organisation()


def test_going_back_from_a_question_changes_nothing(ann: Coordinator) -> None:
    ann("o", "2", ".", "l", ".", ".", ".", ".")
    assert organisation_of(ann.house.store) == Organisation()
