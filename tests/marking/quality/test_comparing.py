"""How far assessors agree is told by assessor, unit and criterion."""

from stepback_course.marking.quality.comparing import Pair, compare


def test_two_assessors_of_one_name_have_figures_of_their_own() -> None:
    pairs = [
        Pair("statement-01", "moment", "AS-1", "Megan Price", "met", "met"),
        Pair("statement-01", "moment", "AS-2", "Megan Price", "met", "not_yet_met"),
    ]
    found = {line.value: line.figures.agreed for line in compare(pairs) if line.by == "assessor"}
    assert found == {"Megan Price (AS-1)": 1, "Megan Price (AS-2)": 0}
