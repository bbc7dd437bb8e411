"""The copy of a portfolio as one page of HTML that needs nothing else."""

from importlib.resources import files

from stepback_course.reports.copy.content import Copy


def render_copy(copy: Copy) -> str:
    """Return a page that a browser shows and prints without a network, a script or a picture."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    room = "stepback_course.reports.copy"
    environment = Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (files(room) / "templates" / "copy.css").read_text(encoding="utf-8")
    return environment.get_template("copy.html.j2").render(copy=copy, style=style)
