"""The engine that prints, set up once for each look."""

import shutil
import tempfile
import weakref
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock

from stepback_course.awards.page.look import Look, templates
from stepback_course.awards.typesetting import fonts

MAIN = "main.typ"
"""The file that is compiled: it describes the document, and then comes the look's template."""


class Press:
    """One look's files, and the compiler that has read them."""

    def __init__(self, look: Look) -> None:
        """Set the engine up; an organisation's own files are laid over copies of the usual ones."""
        import typst

        folder = templates() if look.is_usual else _laid_out(look)
        if not look.is_usual:
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        # A path, because a compiler of bytes works only once; one set of fonts, because reading
        # them takes longer than a page.
        self._compiler = typst.Compiler(
            str(folder / MAIN),
            root=str(folder),
            font_paths=fonts(),
            package_path=str(folder),
            package_cache_path=str(folder),
        )
        self._turn = Lock()

    def pdf(self, inputs: dict[str, str], *, instant: int) -> bytes:
        """Return the document as PDF/A-3a and PDF/UA-1, dated `instant` (in Unix seconds).

        Raises typst.TypstError.
        """
        with self._turn:
            return _single(
                self._compiler.compile(
                    sys_inputs=inputs,
                    format="pdf",
                    pdf_standards=["a-3a", "ua-1"],
                    timestamp=instant,
                )
            )

    def png(self, inputs: dict[str, str], *, pixels_per_inch: int) -> bytes:
        """Return the page as a picture. Raises typst.TypstError."""
        with self._turn:
            return _single(
                self._compiler.compile(sys_inputs=inputs, format="png", ppi=pixels_per_inch)
            )


@lru_cache(maxsize=4)
def press_of(look: Look) -> Press:
    """Return the press of a look, the same one each time while it is in use."""
    return Press(look)


@cache
def engine_version() -> str:
    """Return the names and versions of all that prints, for the register."""
    parts = ("typst", "segno", "fontpkg-atkinson-hyperlegible")
    return ", ".join(f"{part} {version(part)}" for part in parts)


def _laid_out(look: Look) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="stepback-look-"))
    for name, content in look.files.items():
        (folder / name).write_bytes(content)
    return folder


def _single(pages: bytes | list[bytes] | None) -> bytes:
    if isinstance(pages, bytes):
        return pages
    return pages[0] if pages else b""
