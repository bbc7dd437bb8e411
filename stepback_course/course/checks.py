"""What must agree within one unit's file.

The checks look at what the author wrote and not at models, so that one slip does not hide others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stepback_course.course.problems import closest, with_suggestion
from stepback_course.course.yaml_nodes import Fault, Fields, Items, Node, Place, Scalar
from stepback_course.text import _
from stepback_course.text.problems import shown

ACTIVITIES = "activities"


@dataclass(frozen=True, slots=True)
class Written:
    """A word as an author wrote it, and where."""

    word: str
    place: Place


def unit_faults(root: Node) -> Iterator[Fault]:
    """Yield what does not agree within a statement or a case study."""
    activities = activities_of(root)
    yield from repeated(ids(activities))
    for entries in _lists_of_things(root):
        yield from repeated(ids(entries))
    for activity in activities:
        yield from _suggested_piles(activity)
        yield from _sort_of_targets(activity, activities)
    yield from _looking_back(activities)
    yield from _permission_first(root)


def child(node: Node | None, *path: str) -> Node | None:
    """Return what lies at the end of a path of names, or None."""
    for name in path:
        node = node.nodes.get(name) if isinstance(node, Fields) else None
    return node


def entries_of(node: Node | None, *path: str) -> Sequence[Node]:
    """Return the entries of the list at the end of a path; nothing where there is no list."""
    found = child(node, *path)
    return found.nodes if isinstance(found, Items) else ()


def written(node: Node | None, *path: str) -> Written | None:
    """Return the text at the end of a path, or None where there is none."""
    found = child(node, *path)
    if isinstance(found, Scalar) and isinstance(found.value, str):
        return Written(found.value, found.place)
    return None


def ids(nodes: Iterable[Node]) -> list[Written]:
    """Return the `id` of each thing that has one."""
    return [found for node in nodes if (found := written(node, "id"))]


def activities_of(root: Node) -> list[Node]:
    """Return every activity of a unit: a statement's own, or those of a case study's parts."""
    own = list(entries_of(root, ACTIVITIES))
    parts = entries_of(root, "parts")
    return own + [activity for part in parts for activity in entries_of(part, ACTIVITIES)]


def repeated(names: Iterable[Written]) -> Iterator[Fault]:
    """Yield a fault for each name that stood earlier among `names`; case does not count."""
    first: dict[str, Written] = {}
    for name in names:
        earlier = first.setdefault(name.word.lower(), name)
        if earlier is not name:
            sentence = _("'{name}' is used twice (first on line {line})")
            told = sentence.format(name=shown(name.word), line=earlier.place.line)
            yield Fault(name.place, told)


def unknown(name: Written, known: Iterable[Written], sentence: str) -> Iterator[Fault]:
    """Yield `sentence`, which has a field `{name}`, where `name` is none of `known`."""
    words = [other.word for other in known]
    if name.word not in words:
        told = sentence.format(name=shown(name.word))
        yield Fault(name.place, with_suggestion(told, closest(name.word, words)))


def _lists_of_things(node: Node) -> Iterator[Sequence[Node]]:
    """Yield each list under `node`, except activities: their ids are told apart unit by unit."""
    match node:
        case Items(nodes=entries):
            yield entries
            for entry in entries:
                yield from _lists_of_things(entry)
        case Fields(nodes=fields):
            for name, field in fields.items():
                lists = list(_lists_of_things(field))
                yield from lists[1:] if name == ACTIVITIES else lists


def _suggested_piles(activity: Node) -> Iterator[Fault]:
    piles = ids(entries_of(activity, "piles"))
    for card in entries_of(activity, "cards"):
        if suggested := written(card, "suggested"):
            yield from unknown(suggested, piles, _("this sort has no pile '{name}'"))


def _sort_of_targets(activity: Node, activities: Sequence[Node]) -> Iterator[Fault]:
    name = written(activity, "from_sort")
    if name is None:
        return
    sorts = [other for other in activities if _is_sort(other)]
    yield from unknown(name, ids(sorts), _("this unit has no sort '{name}'"))
    pile = written(activity, "pile")
    for sort in sorts:
        identifier = written(sort, "id")
        if pile and identifier and identifier.word == name.word:
            piles = ids(entries_of(sort, "piles"))
            yield from unknown(pile, piles, _("that sort has no pile '{name}'"))


def _is_sort(activity: Node) -> bool:
    return _is_kind(activity, "sort")


def _is_kind(activity: Node, word: str) -> bool:
    kind = written(activity, "kind")
    return kind is not None and kind.word == word


def _looking_back(activities: Sequence[Node]) -> Iterator[Fault]:
    """Yield a fault for each review of something that does not stand before it in the unit."""
    for number, activity in enumerate(activities):
        if name := written(activity, "repeats"):
            sorts = [other for other in activities[:number] if _is_sort(other)]
            yield from unknown(name, ids(sorts), _("no sort '{name}' stands before this one"))
            yield from _other_cards(activity, sorts, name)
        if name := written(activity, "carries"):
            targets = [other for other in activities[:number] if _is_kind(other, "targets")]
            yield from unknown(name, ids(targets), _("no targets '{name}' stand before these"))


def _other_cards(activity: Node, sorts: Sequence[Node], name: Written) -> Iterator[Fault]:
    """Yield a fault where a sort has other cards or piles than the one that it repeats."""
    for sort in sorts:
        first = written(sort, "id")
        if first and first.word == name.word:
            for things in ("cards", "piles"):
                if _wording(activity, things) != _wording(sort, things):
                    told = _("'{name}' has other {things}: a sort that repeats it has the same")
                    sentence = told.format(name=shown(name.word), things=f"'{things}'")
                    yield Fault(name.place, sentence)


def _wording(sort: Node, things: str) -> list[tuple[str, str]]:
    return [
        (identifier.word, text.word)
        for entry in entries_of(sort, things)
        if (identifier := written(entry, "id")) and (text := written(entry, "text"))
    ]


def _permission_first(root: Node) -> Iterator[Fault]:
    for number, part in enumerate(entries_of(root, "parts")):
        consent = child(part, "consent")
        place = consent.place if consent else part.place
        asked = isinstance(consent, Scalar) and consent.value is True
        if asked and number:
            yield Fault(place, _("permission is recorded in the first part, not here"))
        elif not asked and not number:
            yield Fault(place, _("the first part records permission: give it 'consent: true'"))
