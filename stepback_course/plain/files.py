"""The files that belong to a unit: listed, attached, saved elsewhere, removed."""

from collections.abc import Iterator
from functools import partial

from stepback_course.plain.acts import Act, choose_act, numbered_acts
from stepback_course.plain.answer_book import AnswerBook
from stepback_course.portfolio.evidence.rules import evidence_lines
from stepback_course.portfolio.models import EvidenceFile
from stepback_course.reports.files import write_whole
from stepback_course.store import StoreError
from stepback_course.text import _
from stepback_course.text.paths import typed_path, usual_folder
from stepback_course.text.refusals import Refusal

_ABOUT = _(
    "Pictures and documents that belong to this unit. Say in a line what each shows. What shows a "
    "learner needs permission for images. What a camera writes into a picture is removed, and the "
    "file gets a neutral name. Submitted, it stays with that attempt."
)


def visit_files(book: AnswerBook) -> None:
    """Let the person do one thing after another with the files of a unit. Raises Left."""
    while True:
        act = choose_act(book.talk, _("Files, what now"), _acts(book), about=_ABOUT)
        if act is None:
            return
        try:
            act.do()
        except (Refusal, StoreError, OSError) as error:
            book.talk.say(str(error))


def _acts(book: AnswerBook) -> Iterator[Act]:
    files = book.desks.evidence.files(book.portfolio, book.view.unit.id)
    yield from numbered_acts(
        (line, partial(_visit_file, book, file))
        for line, file in zip(evidence_lines(files), files, strict=True)
    )
    if book.view.is_open:
        yield Act("a", _("Attach a file"), partial(_attach, book))


def _attach(book: AnswerBook) -> None:
    """Ask which file, what it shows, and whether it shows a learner."""
    talk, evidence = book.talk, book.desks.evidence
    typed = talk.ask(_("Where is the file"), about=_ABOUT)
    if not typed:
        return
    source = typed_path(typed)
    for words in evidence.told_by_name(book.portfolio, source):
        talk.say(
            _("The name of the file has {words} in it. Its name is not kept here.").format(
                words=words
            )
        )
    shows = talk.ask(_("What does it show"), about=_ABOUT)
    if not shows:
        return
    learner = talk.agree(_("Does it show a learner,"), about=_ABOUT)
    file = evidence.attach(book.portfolio, book.view.unit.id, source, shows=shows, learner=learner)
    talk.say(_("Attached and saved as {name}.").format(name=file.name))


def _visit_file(book: AnswerBook, file: EvidenceFile) -> None:
    """Save a copy of one file where the person can open it, or remove it."""
    acts = [Act("s", _("Save a copy where you can open it"), partial(_save_copy, book, file))]
    if book.view.is_open:
        acts.append(Act("d", _("Delete it from this unit"), partial(_remove, book, file)))
    act = choose_act(book.talk, file.name, acts, about=_ABOUT)
    if act is not None:
        act.do()


def _save_copy(book: AnswerBook, file: EvidenceFile) -> None:
    folder = book.talk.ask_again(_("In which folder"), str(usual_folder() / "stepback"))
    if not folder:
        return
    path = typed_path(folder) / file.name
    write_whole(path, book.desks.evidence.read(book.portfolio, book.view.unit.id, file.name))
    book.talk.say(_("A copy is in {file}").format(file=path))


def _remove(book: AnswerBook, file: EvidenceFile) -> None:
    if book.talk.agree(_("Delete {file},").format(file=file.name)):
        book.desks.evidence.remove(book.portfolio, book.view.unit.id, file.name)
        book.talk.say(_("Deleted."))
