"""Forms about one certificate: putting another in its place, and revoking it."""

from functools import partial

from textual.app import ComposeResult
from textual.widgets import Static

from stepback_course.awards.models import (
    REPLACEMENT_REASONS,
    REVOCATION_REASONS,
    Certificate,
)
from stepback_course.desks import Desks
from stepback_course.people.organisation import LANGUAGES
from stepback_course.text import _
from stepback_course.tui.screens.working_form import Deed, WorkingForm
from stepback_course.tui.widgets.form_lines import FormLine, focus_problem
from stepback_course.tui.widgets.one_of import OneOf


class Replace(WorkingForm[Certificate]):
    """Puts a new certificate in the place of another; the answer is the new one."""

    BUSY = _("Printing the new one…")

    def __init__(self, desks: Desks, certificate: Certificate) -> None:
        """Begin with what stands on the one there is."""
        title = _("Replace {number}").format(number=certificate.number)
        super().__init__(title, accept=_("Replace"))
        self._desks = desks
        self._certificate = certificate

    def compose_lines(self) -> ComposeResult:
        """Lay out why, and what is to be otherwise."""
        facts = self._certificate.facts
        yield OneOf("reason", REPLACEMENT_REASONS)
        yield FormLine("name", _("Name to print"), value=facts.name)
        yield Static(_("In"), classes="form-heading -question", markup=False)
        yield OneOf("language", LANGUAGES, facts.language)
        yield FormLine("note", _("Note"), hint=_("for the register, may stay empty"), limit=300)
        yield Static(
            _("The day of the award stays. The old number stays in the register, as replaced."),
            classes="form-note",
            markup=False,
        )

    def deed(self) -> Deed[Certificate] | None:
        """Return the replacing, where a reason is chosen."""
        name, reason = self.query_one("#name", FormLine), self.query_one("#reason", OneOf)
        name.problem = "" if name.value else _("this is needed")
        if name.problem:
            focus_problem(self)
            return None
        if not reason.chosen:
            self.say(_("Choose why it is replaced."))
            reason.focus()
            return None
        return partial(
            self._desks.register.replace,
            self._certificate.number,
            reason.chosen,
            name=name.value,
            language=self.query_one("#language", OneOf).chosen,
            note=self.query_one("#note", FormLine).value,
        )


class Revoke(WorkingForm[Certificate]):
    """Revokes a certificate; the answer is how it then stands."""

    BUSY = _("Revoking…")

    def __init__(self, desks: Desks, certificate: Certificate) -> None:
        """Name the certificate."""
        title = _("Revoke {number}").format(number=certificate.number)
        super().__init__(title, accept=_("Revoke for good"))
        self._desks = desks
        self._certificate = certificate

    def compose_lines(self) -> ComposeResult:
        """Lay out what that means, and why."""
        told = _(
            "The certificate of {name} then stands no more, and this cannot be taken back. It "
            "stays in the register, as revoked. For a wrong name or a lost copy, replace it."
        )
        yield Static(
            told.format(name=self._certificate.facts.name), classes="form-note", markup=False
        )
        yield OneOf("reason", REVOCATION_REASONS)
        yield FormLine("note", _("Note"), hint=_("for the register, may stay empty"), limit=300)

    def deed(self) -> Deed[Certificate] | None:
        """Return the revoking, where a reason is chosen."""
        reason = self.query_one("#reason", OneOf)
        if not reason.chosen:
            self.say(_("Choose why it is revoked."))
            reason.focus()
            return None
        return partial(
            self._desks.register.revoke,
            self._certificate.number,
            reason.chosen,
            self.query_one("#note", FormLine).value,
        )
