"""The copy of a portfolio as one page of HTML that needs nothing else."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from stepback_course.reports.copy.content import Copy

if TYPE_CHECKING:
    from jinja2 import Template

_ROOM = "stepback_course.reports.copy"


def render_copy(copy: Copy) -> str:
    """Return a page that a browser shows and prints without a network, a script or a picture."""
    style = (files(_ROOM) / "templates" / "copy.css").read_text(encoding="utf-8")
    return _template().render(copy=copy, style=style)


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(_ROOM),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("copy.html.j2")
