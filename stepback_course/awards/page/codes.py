"""QR codes as drawings, which print sharply at any size."""

from stepback_course.awards.page.source import CODE_LIMIT
from stepback_course.text import _
from stepback_course.text.refusals import Refusal

MASK = 3
COLOUR = "#0e4f57"
"""The templates' accent: 9 to 1 against white paper."""


def drawing_of(address: str) -> str:
    """Return the QR code of an address as SVG, with a quarter of it spare for dirt and folds.

    It is one path, because viewers leave hairlines between shapes that only touch; its quiet zone
    is the white paper around it. Raises Refusal where the code would be too fine to print.
    """
    import segno

    length = len(address.encode())
    if length > CODE_LIMIT:
        raise Refusal(
            "invalid",
            _(
                "the address in the QR code has {length} bytes, and {limit} can be printed:"
                " use a shorter check address"
            ).format(length=length, limit=CODE_LIMIT),
        )
    # Which of the eight masks suits best takes four fifths of the time to find out, and matters for
    # addresses with patterns of their own: a signature has none.
    matrix = segno.make(address, error="m", micro=False, boost_error=False, mask=MASK).matrix
    path = "".join(
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row, modules in enumerate(matrix)
        for start, end in _runs(bytes(modules))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(matrix)} {len(matrix)}">'
        f'<path fill="{COLOUR}" d="{path}"/></svg>'
    )


def _runs(modules: bytes) -> list[tuple[int, int]]:
    """Return where dark modules stand side by side in a row: from, and to before which."""
    runs = []
    start = modules.find(1)
    while start >= 0:
        end = modules.find(0, start)
        end = len(modules) if end < 0 else end
        runs.append((start, end))
        start = modules.find(1, end)
    return runs
