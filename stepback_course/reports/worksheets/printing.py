"""Worksheets as a PDF."""

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

from stepback_course.awards.typesetting import code_points, fonts, unprintable
from stepback_course.reports.worksheets.sheets import Worksheets
from stepback_course.text import _
from stepback_course.text.refusals import Refusal


def render_worksheets(sheets: Worksheets, *, large: bool = False) -> bytes:
    """Return worksheets as a tagged PDF (PDF/UA-1), A4, in black on white; `large` is large print.

    The same sheets give the same bytes. Raises Refusal for a character that no font has.
    """
    import typst

    templates = Path(str(files("stepback_course.reports.worksheets") / "templates"))
    try:
        return typst.compile(
            str(templates / "worksheets.typ"),
            root=str(templates),
            font_paths=fonts(),
            sys_inputs={
                "sheets": json.dumps(asdict(sheets)),
                "large": json.dumps(large),
            },
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        for character in unprintable(error.diagnostic):
            raise Refusal(
                "invalid",
                _(
                    "the fonts do not have '{character}' ({code_points}), which is in the course:"
                    " write it there with other letters"
                ).format(character=character, code_points=code_points(character)),
            ) from error
        raise
