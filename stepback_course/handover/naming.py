"""What bundles bring, in the names that people know instead of the ids that records have."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stepback_course.desks import Desks
from stepback_course.handover.office.exchange import office_of
from stepback_course.people.organisation import is_laptop
from stepback_course.store.paging import all_rows
from stepback_course.text import _

_STATEMENT = re.compile(r"statement-(\d+)")
_DAY = re.compile(r"day-(\d+)")
_THINGS: Mapping[str, str] = {
    "learners-voice": _("Learner's Voice"),
    "consent": _("permission"),
    "name": _("name on the certificate"),
    "award": _("certificate"),
    "profile": _("name and setting"),
    "bundle": _("this file"),
    "introduction": _("this computer's introduction"),
    "submission": _("work handed in"),
    "feedback": _("decisions and feedback"),
    "attendance": _("attendance"),
    "receipt": _("receipts"),
    "erase": _("what was erased"),
    "move": _("a whole course"),
}
_RECEIPT = re.compile(r"receipt [0-9a-f]+")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people, of portfolios' practitioners and of cohorts, by ids in lower case."""

    people: Mapping[str, str]
    portfolios: Mapping[str, str]
    cohorts: Mapping[str, str]
    office: str = ""
    """The office that this laptop hands over to; empty where there is none elsewhere."""

    def of(self, identifier: str) -> str:
        """Return whose id this is; empty where nobody here has it."""
        key = identifier.lower()
        every = (self.people, self.portfolios, self.cohorts)
        return next((names[key] for names in every if key in names), "")

    def sender(self, identifier: str) -> str:
        """Return who sent a bundle; on a laptop, somebody it does not know sits at the office."""
        return self.of(identifier) or (self.office if identifier else "")

    def what(self, told: str) -> str:
        """Return what an outcome is about: “P-CERYS statement-01” as “Cerys Wyn, Statement 1”."""
        if _RECEIPT.fullmatch(told):
            return _("receipt for what was sent")
        parts = re.split(r",?\s+", told)
        words = [self._word(part) for part in parts]
        return ", ".join(words) if all(words) else told

    def sentence(self, told: str) -> str:
        """Return a sentence with names in place of ids."""
        return _ID.sub(lambda found: self.of(found[0]) or found[0], told)

    def _word(self, part: str) -> str:
        if statement := _STATEMENT.fullmatch(part):
            return _("Statement {number}").format(number=int(statement[1]))
        if day := _DAY.fullmatch(part):
            return _("taught day {number}").format(number=int(day[1]))
        return _THINGS.get(part, "") or self.of(part)


def names_here(desks: Desks) -> Names:
    """Return the names that a store knows, of those who left too. Raises StoreError."""
    everybody = (*desks.directory.people(), *desks.directory.people(active=False))
    return Names(
        {person.id.lower(): person.name for person in everybody},
        {
            str(row.summary["portfolio"]).lower(): str(row.summary["name"])
            for row in all_rows(desks.store, "portfolio")
        },
        {
            str(row.summary["id"]).lower(): str(row.summary["name"])
            for row in all_rows(desks.store, "cohort")
        },
        office_of(desks.store).name if is_laptop(desks.store) else "",
    )
