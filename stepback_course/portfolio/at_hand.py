"""Models of records that were read or written lately, known again by the bytes of their records."""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import TypeVar, cast

from stepback_course.course.activities import Activity
from stepback_course.portfolio.models import Response
from stepback_course.portfolio.rules import Lacking, lacking
from stepback_course.store import Encoded, Record
from stepback_course.text.fields import Frozen

Read = TypeVar("Read", bound=Frozen)

_KEPT = 64


class ModelsAtHand:
    """Spares checking again what was checked when it was read or made.

    A model is given out only for exactly the bytes that it was made from or written as, so that
    what another program writes meanwhile is never taken for it.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._guard = Lock()
        self._known: OrderedDict[tuple[str, str], tuple[bytes, Frozen]] = OrderedDict()
        self._empty: dict[type[Frozen], Frozen] = {}
        self._complete: OrderedDict[str, dict[str, tuple[Activity, Response]]] = OrderedDict()

    def read(self, record: Record, model: type[Read]) -> Read:
        """Return a record as a model. Raises ValidationError."""
        if record.encoded is None:
            return model.model_validate(record.document)
        json = record.encoded.json
        key = record.folder, record.name
        known_json, known = self._known.get(key, (b"", None))
        if known_json == json and isinstance(known, model):
            return known
        made = model.model_validate_json(json)
        self._keep(key, json, made)
        return made

    def empty(self, model: type[Read]) -> Read:
        """Return a model as it makes itself where there is no record."""
        made = self._empty.get(model)
        if not isinstance(made, model):
            # There is nothing to validate, for which the validator would be built first.
            made = self._empty[model] = cast(Read, model.model_construct())
        return made

    def written(self, folder: str, name: str, model: Frozen) -> Encoded:
        """Return a model as the document of the record that it is going to be."""
        document = Encoded.of(model)
        self._keep((folder, name), document.json, model)
        return document

    def lacking_in(self, unit: str) -> Lacking:
        """Return what does as `lacking` for one unit of a portfolio, and knows what it looked at.

        Of a unit one answer is replaced at a time: of the others it is known that they lack nothing
        as long as each is the very same response to the very same activity.
        """
        with self._guard:
            complete = self._complete.setdefault(unit, {})
            self._complete.move_to_end(unit)
            if len(self._complete) > _KEPT:
                self._complete.popitem(last=False)

        def lacking_now(activity: Activity, response: Response | None) -> Iterable[str]:
            known = complete.get(activity.id)
            if known and known[0] is activity and known[1] is response:
                return ()
            sentences = tuple(lacking(activity, response))
            if response and not sentences:
                complete[activity.id] = activity, response
            return sentences

        return lacking_now

    def _keep(self, key: tuple[str, str], json: bytes, model: Frozen) -> None:
        with self._guard:
            self._known[key] = json, model
            self._known.move_to_end(key)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
