"""Two people with one name are told apart where both are named."""

from stepback_course.people.names import told_apart


def test_a_name_that_is_one_persons_stands_alone() -> None:
    assert told_apart({"AS-1": "Siân Jones", "AS-2": "Ida Holm"}) == {
        "AS-1": "Siân Jones",
        "AS-2": "Ida Holm",
    }


def test_a_name_that_two_have_stands_with_their_ids() -> None:
    assert told_apart({"AS-1": "Siân Jones", "AS-2": "siân jones", "AS-3": "Ida Holm"}) == {
        "AS-1": "Siân Jones (AS-1)",
        "AS-2": "siân jones (AS-2)",
        "AS-3": "Ida Holm",
    }
