"""The bank of comments, with one person at it."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from pydantic import ValidationError

from stepback_course.clock import Clock, day_of
from stepback_course.course.models import Unit
from stepback_course.course.shelf import Shelf
from stepback_course.marking.bank.models import (
    BANK_LIMIT,
    Comment,
    CommentList,
    Listed,
    Wanted,
    Whose,
)
from stepback_course.marking.bank.rules import filled, found
from stepback_course.marking.bank.tables import (
    Preview,
    made,
    meaning,
    read_comments,
    written_out,
)
from stepback_course.people import Actor
from stepback_course.people.policy import require
from stepback_course.portfolio.folder import Kept
from stepback_course.store import Change, Conflict, Store, new_operation
from stepback_course.store.paging import all_rows
from stepback_course.text import _, ngettext
from stepback_course.text.identifying import giveaways
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal

SHARED = "organisation/comments"
"""The folder of the comments that everybody shares."""
RECORD = "comments"
_RETRIES = 20


class Bank:
    """Finds comments by a few letters, keeps them, counts how often each is used."""

    def __init__(self, store: Store, courses: Shelf, actor: Actor, clock: Clock) -> None:
        """Sit down as `actor`."""
        self._store = store
        self._courses = courses
        self._actor = actor
        self._clock = clock

    def comments(self) -> list[Listed]:
        """Return the actor's own comments, then the shared ones. Raises Refusal."""
        require(self._actor, "use_comments")
        own, shared = self._list("own").model, self._list("shared").model
        used = own.used
        return [
            *(Listed(each, "own", used.get(each.id, 0)) for each in own.comments),
            *(Listed(each, "shared", used.get(each.id, 0)) for each in shared.comments),
        ]

    def find(self, letters: str, wanted: Wanted) -> list[Listed]:
        """Return the comments that a few letters find, those that fit best first."""
        return found(self.comments(), letters, wanted)

    def use(self, identifier: str, wanted: Wanted) -> str:
        """Return a comment with its placeholders filled, and count that it was used."""
        known = {each.comment.id: each.comment for each in self.comments()}
        comment = known.get(identifier)
        if comment is None:
            raise _gone()

        def counted(kept: CommentList) -> CommentList:
            used = kept.used | {comment.id: kept.used.get(comment.id, 0) + 1}
            return kept.model_copy(update={"used": used})

        self._rewrite("own", counted)
        return filled(comment.text, wanted)

    def keep(
        self,
        text: str,
        *,
        unit: str = "",
        criterion: str = "",
        shared: bool = False,
        even_so: bool = False,
    ) -> Comment:
        """Keep a comment to use again; the same words for the same criterion are kept once.

        Raises Refusal where it is no comment, and, unless `even_so`, where its words may tell who a
        child is: they would be said to everybody.
        """
        self._require(shared)
        try:
            comment = made(text, unit, criterion, self._units())
        except (ValidationError, ValueError) as error:
            raise Refusal("invalid", "; ".join(sentences(error))) from None
        words = [each.words for each in giveaways(comment.text, year=self._year)]
        if words and not even_so:
            sentence = _(
                "'{words}' may tell who a child is, and a comment in the bank is said to many: "
                "write it so that it fits anybody"
            )
            raise Refusal("identifiers", sentence.format(words="', '".join(words)))
        return self._add((comment,), shared=shared)[0]

    def share(self, identifier: str) -> None:
        """Let everybody use one of the actor's own comments; it leaves their own bank."""
        require(self._actor, "share_comments")
        own = {comment.id: comment for comment in self._list("own").model.comments}
        if identifier not in own:
            raise Refusal("unknown", _("that comment is not in your own bank"))
        self._add((own[identifier],), shared=True)
        self._rewrite("own", lambda kept: _without(kept, identifier))

    def remove(self, identifier: str) -> None:
        """Take a comment out of the actor's own bank, or else out of the shared one."""
        whose = {each.comment.id: each.whose for each in self.comments()}.get(identifier)
        if whose is None:
            raise _gone()
        self._require(whose == "shared")
        self._rewrite(whose, lambda kept: _without(kept, identifier))

    def table(self) -> str:
        """Return the actor's own and the shared comments as CSV.

        How often a shared one was used is counted over everybody.
        """
        used = self._used_by_everybody()
        return written_out(
            Listed(each.comment, each.whose, used[each.comment.id]) for each in self.comments()
        )

    def preview(self, content: bytes, *, shared: bool = False) -> Preview:
        """Return what taking in a CSV file would come to; nothing is written."""
        self._require(shared)
        known = self._list("shared" if shared else "own").model.comments
        return read_comments(content, known, self._units(), self._year)

    def take_in(self, preview: Preview, *, shared: bool = False, even_so: bool = False) -> int:
        """Keep the comments of a table, all or none, and return how many were new.

        Raises Refusal with every sentence of the preview where something in it is wrong and, unless
        `even_so`, where words in it may tell who a child is.
        """
        self._require(shared)
        if preview.problems:
            raise Refusal("invalid", "\n".join(preview.problems))
        if preview.names and not even_so:
            raise Refusal("identifiers", "\n".join(preview.names))
        return len(self._add(preview.new, shared=shared)) if preview.new else 0

    @property
    def _year(self) -> int:
        return day_of(self._clock()).year

    def _require(self, shared: bool) -> None:
        require(self._actor, "share_comments" if shared else "use_comments")

    def _units(self) -> Mapping[str, Sequence[Unit]]:
        """Return the units of every course here by id; several versions have the same ones."""
        units: dict[str, list[Unit]] = {}
        for entry in self._courses.list():
            for unit in self._courses.of(entry.reference).units:
                units.setdefault(unit.id, []).append(unit)
        return units

    def _used_by_everybody(self) -> Counter[str]:
        used: Counter[str] = Counter()
        for row in all_rows(self._store, "comments"):
            record = self._store.get(row.folder, row.record)
            if record is not None:
                used.update(CommentList.model_validate(record.document).used)
        return used

    def _folder(self, whose: Whose) -> str:
        return SHARED if whose == "shared" else f"person/{self._actor.id}"

    def _list(self, whose: Whose) -> Kept[CommentList]:
        record = self._store.get(self._folder(whose), RECORD)
        if record is None:
            return Kept(CommentList())
        return Kept(CommentList.model_validate(record.document), record.revision)

    def _add(self, comments: Sequence[Comment], *, shared: bool) -> list[Comment]:
        """Keep comments, each once, and return them as they stand in the bank."""
        standing: list[Comment] = []

        def added(kept: CommentList) -> CommentList:
            here = {meaning(comment): comment for comment in kept.comments}
            fresh = [comment for comment in comments if meaning(comment) not in here]
            if len(kept.comments) + len(fresh) > BANK_LIMIT:
                raise Refusal("too_large", _too_many())
            standing[:] = [here.get(meaning(comment), comment) for comment in comments]
            return kept.model_copy(update={"comments": (*kept.comments, *fresh)})

        self._rewrite("shared" if shared else "own", added)
        return standing

    def _rewrite(self, whose: Whose, change: Callable[[CommentList], CommentList]) -> None:
        """Write what a list becomes; asked again where somebody else wrote it meanwhile."""
        folder = self._folder(whose)
        for _attempt in range(_RETRIES):
            kept = self._list(whose)
            changed = change(kept.model)
            if changed == kept.model:
                return
            row = {"kind": "comments", "person": self._actor.id} if whose == "own" else None
            document = changed.model_dump(mode="json")
            try:
                self._store.put(
                    folder,
                    {RECORD: Change(kept.revision, document, row)},
                    operation=new_operation(),
                    actor=self._actor.id,
                )
            except Conflict:
                continue
            return
        raise Conflict(_("the comments are being written elsewhere: try again"), {})


def _without(kept: CommentList, identifier: str) -> CommentList:
    left = tuple(comment for comment in kept.comments if comment.id != identifier)
    return kept.model_copy(update={"comments": left})


def _gone() -> Refusal:
    return Refusal("unknown", _("that comment is not in the bank any more"))


def _too_many() -> str:
    return ngettext(
        "a bank has room for {limit} comment",
        "a bank has room for {limit} comments: take some out first",
        BANK_LIMIT,
    ).format(limit=f"{BANK_LIMIT:,}")
