"""The looks that a store keeps: the one in use, and earlier ones by their id."""

import io

from pydantic import Field

from stepback_course.awards.page.look import Look
from stepback_course.people.actor import Actor
from stepback_course.people.organisation import FOLDER
from stepback_course.people.policy import require
from stepback_course.portfolio.models import Digest
from stepback_course.store import NEVER_WRITTEN, Change, Record, Store, new_operation
from stepback_course.text import _
from stepback_course.text.fields import Frozen, Name
from stepback_course.text.refusals import Refusal

RECORD = "look"
FILE_LIMIT = 20_000_000

Files = dict[Name, Digest]
"""The files of a look by name; none for the usual look."""


class KeptLooks(Frozen):
    """The record `look`: what certificates look like, and what they looked like before."""

    current: Files = Field(default_factory=dict)
    """The files of the look in use; none for the usual one."""
    earlier: tuple[Files, ...] = ()


def keep_look(store: Store, actor: Actor, look: Look) -> None:
    """Print certificates in this look from now on; those that were issued stay as they are.

    Raises Refusal where the actor may not.
    """
    require(actor, "keep_look")
    record = store.get(FOLDER, RECORD)
    kept = _kept(record)
    files = {
        name: store.put_file(io.BytesIO(content), limit=FILE_LIMIT) for name, content in look.own
    }
    everything = (*kept.earlier, kept.current)
    earlier = tuple(each for each in everything if each not in ({}, files))
    changed = KeptLooks(current=files, earlier=earlier)
    change = Change(record.revision if record else NEVER_WRITTEN, changed.model_dump(mode="json"))
    store.put(FOLDER, {RECORD: change}, operation=new_operation(), actor=actor.id)


def look_of(store: Store, identifier: str | None = None) -> Look:
    """Return the look in use, or the one of this id. Raises Refusal where it is not there.

    Once a newer version of this program has brought other templates, no page can be printed in a
    look of before: the same files over the new templates are another look, with an id of its own.
    """
    kept = _kept(store.get(FOLDER, RECORD))
    if identifier is None:
        return _opened(store, kept.current)
    for files in (kept.current, *kept.earlier, {}):
        look = _opened(store, files)
        if look.id == identifier:
            return look
    raise Refusal(
        "unknown",
        _(
            "the look {identifier} is not kept here, or a newer version of this program has brought"
            " other templates: print in the look that is in use now"
        ).format(identifier=identifier),
    )


def _kept(record: Record | None) -> KeptLooks:
    return KeptLooks.model_validate(record.document) if record else KeptLooks()


def _opened(store: Store, files: Files) -> Look:
    own = []
    for name, digest in sorted(files.items()):
        with store.open_file(digest) as file:
            own.append((name, file.read()))
    return Look(tuple(own))
