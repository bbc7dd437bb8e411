"""Puts what the models refuse at its place in the author's file."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from stepback_course.course.problems import closest, with_suggestion
from stepback_course.course.yaml_nodes import Fault, Fields, Items, Node, Place, Scalar, places
from stepback_course.text import _
from stepback_course.text.problems import options_of, refusals, sentence_of

Loc = tuple[int | str, ...]

KIND = "kind"
"""The name whose value says which of the nine models an activity has."""


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a pydantic location leads to in a file."""

    node: Node
    key: Place
    """Where the name, or the list entry, that leads to the node stands."""
    names: Loc
    """The location without the tags of unions, which no author wrote."""


def faults_of(
    error: ValidationError, root: Node, model: type[BaseModel], told: Set[Place]
) -> Iterator[Fault]:
    """Yield each refusal of `model` at its place under `root`.

    `told` are places where something wrong is told already. What a model says in general about
    something that contains such a place is left out, because it would be the same again.
    """
    refused = refusals(error)
    meant = {
        loc: _meant_name(loc, _find(root, loc[:-1]).node, model)
        for loc in (details["loc"] for details in refused if details["type"] == "extra_forbidden")
    }
    slips = {(*loc[:-1], name) for loc, name in meant.items()}
    for details in refused:
        loc = details["loc"]
        spot = _find(root, loc)
        match details["type"]:
            case "missing" if loc in slips:
                continue
            case "value_error" if not told.isdisjoint(places(spot.node)):
                continue
            case "missing":
                yield Fault(spot.key, _sentence(details, spot))
            case "extra_forbidden":
                yield Fault(spot.key, with_suggestion(_sentence(details, spot), meant[loc]))
            case "literal_error" | "union_tag_invalid":
                yield _choice_fault(details, spot)
            case _:
                place = spot.key if loc[-1:] == ("[key]",) else spot.node.place
                yield Fault(place, _sentence(details, spot))


def _find(root: Node, loc: Loc) -> _Spot:
    node, key = root, root.place
    names: list[int | str] = []
    for part in loc:
        if _is_tag(part, node, names):
            continue
        names.append(part)
        match node, part:
            case Fields(keys=keys, nodes=nodes), str() if part in nodes:
                node, key = nodes[part], keys[part]
            case Items(nodes=entries), int() if part < len(entries):
                node = entries[part]
                key = node.place
    return _Spot(node, key, tuple(names))


def _is_tag(part: int | str, node: Node, before: list[int | str]) -> bool:
    return (
        isinstance(node, Fields)
        and bool(before)
        and isinstance(before[-1], int)
        and isinstance(kind := node.nodes.get(KIND), Scalar)
        and kind.value == part
    )


def _sentence(details: ErrorDetails, spot: _Spot) -> str:
    """Return what is wrong, named by the last name alone: the place says the rest."""
    ends_in_entry = bool(spot.names) and isinstance(spot.names[-1], int)
    details["loc"] = spot.names[-2:] if ends_in_entry else spot.names[-1:]
    sentence = sentence_of(details)
    needs_quotes = isinstance(spot.node, Scalar) and spot.node.value is not None
    if details["type"] == "string_type" and needs_quotes:
        return _("{sentence}: put it in quotes").format(sentence=sentence)
    return sentence


def _choice_fault(details: ErrorDetails, spot: _Spot) -> Fault:
    node = spot.node
    if isinstance(node, Fields):
        node = node.nodes.get(KIND, node)
    word = str(node.value) if isinstance(node, Scalar) else ""
    meant = closest(word, options_of(details))
    return Fault(node.place, with_suggestion(_sentence(details, spot), meant))


def _meant_name(loc: Loc, parent: Node, model: type[BaseModel]) -> str | None:
    """Return the name, not yet given, that was probably meant by the one at the end of `loc`."""
    given = parent.nodes if isinstance(parent, Fields) else {}
    known = {name for here in _models_at(model, loc[:-1]) for name in here.model_fields}
    return closest(str(loc[-1]), (name for name in known if name not in given))


def _models_at(model: type[BaseModel], loc: Loc) -> list[type[BaseModel]]:
    """Return the models that the value at `loc` may have."""
    models = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        if tagged := [here for here in models if part in _kinds(here)]:
            models = tagged
            continue
        fields = [here.model_fields[part] for here in models if part in here.model_fields]
        models = [inner for field in fields for inner in _models_in(field.annotation)] or models
    return models


def _kinds(model: type[BaseModel]) -> tuple[Any, ...]:
    kind = model.model_fields.get(KIND)
    return get_args(kind.annotation) if kind else ()


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
