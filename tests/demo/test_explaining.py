"""A made-up cohort never stops over words that might tell who a child is: there is no child."""

from collections.abc import Mapping

import pytest

from stepback_course.demo.practice import explained
from stepback_course.portfolio.privacy import Finding
from stepback_course.text.refusals import Refusal, RefusalCode

FOUND = Finding("statement-01", "one-purpose", "One purpose", "name", "Megan", "Megan looked")


def test_what_is_found_is_explained_and_the_deed_done() -> None:
    done: list[Mapping[str, str]] = []

    def submit(explanations: Mapping[str, str]) -> None:
        if "Megan" not in explanations:
            raise Refusal("identifiers", "Megan")
        done.append(explanations)

    explained(submit, lambda: [FOUND])
    assert [list(explanations) for explanations in done] == [["Megan"]]


@pytest.mark.parametrize("code", ["closed", "not_ready"])
def test_any_other_refusal_stands(code: RefusalCode) -> None:
    def submit(_explanations: Mapping[str, str]) -> None:
        raise Refusal(code, "no")

    with pytest.raises(Refusal, match="no"):
        explained(submit, lambda: [FOUND])
