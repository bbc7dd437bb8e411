"""Whatever file is handed over, there is an answer in a sentence, soon and in little memory."""

import io
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from stepback_course.awards.verifying.attachments import CONTENT_LIMIT, answer
from stepback_course.awards.verifying.found import FILE_LIMIT, found_in
from stepback_course.text.refusals import Refusal
from tests.awards.verifying.making import CREDENTIAL, badge, page


def kept(folder: Path, content: bytes) -> Path:
    """Return a file with this content."""
    path = folder / "file"
    path.write_bytes(content)
    return path


def rewritten(writer: PdfWriter) -> bytes:
    """Return the PDF that a writer writes."""
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def blank() -> PdfWriter:
    """Return a writer of a PDF with one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    return writer


def test_a_page_gives_its_credential_and_what_it_was_printed_from(tmp_path: Path) -> None:
    of_page = found_in(kept(tmp_path, page()))

    assert (of_page.kind, of_page.credential) == ("page", CREDENTIAL)
    assert json.loads(of_page.source or b"")["facts"]["name"] == "Siân Llŷr Gwynedd-Price"


def test_a_badge_and_a_credential_give_themselves(tmp_path: Path) -> None:
    of_badge, of_credential = (found_in(kept(tmp_path, each)) for each in (badge(), CREDENTIAL))

    assert (of_badge.kind, of_badge.credential) == ("badge", CREDENTIAL)
    assert (of_credential.kind, of_credential.credential) == ("credential", CREDENTIAL)


def test_a_pdf_without_an_attachment_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="Nothing that a machine can check"):
        found_in(kept(tmp_path, rewritten(blank())))


def test_a_pdf_with_two_credentials_gets_a_sentence(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page())))
    writer.add_attachment("credential.json", CREDENTIAL)

    with pytest.raises(Refusal, match="More than one credential"):
        found_in(kept(tmp_path, rewritten(writer)))


def test_an_encrypted_pdf_gets_a_sentence(tmp_path: Path) -> None:
    for password in ("secret", ""):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page())))
        writer.encrypt(password, "owner")
        with pytest.raises(Refusal, match="protected with a password"):
            found_in(kept(tmp_path, rewritten(writer)))


@pytest.mark.parametrize(
    "content", [b"%PDF-", b"%PDF-1.7 nothing", b"%PDF-1.7\n" + bytes(range(256)) * 100]
)
def test_a_broken_pdf_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal, match="damaged"):
        found_in(kept(tmp_path, content))


def test_half_a_pdf_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"damaged|Nothing that a machine can check"):
        found_in(kept(tmp_path, page()[: len(page()) // 2]))


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff", b"PK\x03\x04", b"[1]"])
def test_what_is_no_certificate_at_all_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refusal, match="not a certificate"):
        found_in(kept(tmp_path, content))


def test_no_file_and_a_folder_get_sentences(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no such file"):
        found_in(tmp_path / "nothing")
    with pytest.raises(Refusal, match="not a file"):
        found_in(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(Refusal, match="not a file"):
        found_in(tmp_path / "pipe")


def test_a_file_that_may_not_be_read_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = kept(tmp_path, page())
    monkeypatch.setattr(Path, "open", denied)

    with pytest.raises(Refusal, match="cannot be read: Permission denied"):
        found_in(path)


def test_a_pdf_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*arguments: object, timeout: float, **_options: object) -> None:
        raise subprocess.TimeoutExpired("", timeout)

    monkeypatch.setattr(subprocess, "run", stuck)

    with pytest.raises(Refusal, match="damaged"):
        found_in(kept(tmp_path, page()))


def test_nothing_in_the_folder_where_somebody_stands_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pypdf.py").write_text("open('taken-over', 'w').close()")
    monkeypatch.chdir(tmp_path)

    assert found_in(kept(tmp_path, page())).credential == CREDENTIAL
    assert not (tmp_path / "taken-over").exists()


def with_attachment(raw: bytes, filters: str) -> bytes:
    """Return a PDF written by hand with one attachment that is kept under some filters."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(credential.json) 4 0 R]>>>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        b"<</Type/Filespec/F(credential.json)/EF<</F 5 0 R>>>>",
        b"<</Filter[%s]/Length %d>>stream\n%s\nendstream" % (filters.encode(), len(raw), raw),
    ]
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(written))
    )


def bomb() -> bytes:
    """Return a PDF of some kilobytes whose attachment would take half a gigabyte."""
    packed = zlib.compressobj(1)
    once = b"".join(packed.compress(bytes(2**20)) for _each in range(512)) + packed.flush()
    return with_attachment(zlib.compress(once, 9), "/FlateDecode/FlateDecode")


def test_a_long_attachment_is_cut_short() -> None:
    pdf = with_attachment(zlib.compress(b"x" * 10 * CONTENT_LIMIT, 9), "/FlateDecode")
    files = answer(pdf)["files"]

    assert isinstance(files, list)
    assert len(files[0][1]) <= 2 * CONTENT_LIMIT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_what_takes_a_pdf_apart_is_denied_more_memory_than_it_needs() -> None:
    greedy = (
        "from stepback_course.awards.verifying import attachments as apart\n"
        "apart.deny_more_than_enough()\n"
        "bytearray(apart.MEMORY_LIMIT)"
    )
    run = subprocess.run([sys.executable, "-c", greedy], capture_output=True, check=False)

    assert b"MemoryError" in run.stderr


MEASURED = """
import resource, sys, time
from pathlib import Path
from stepback_course.awards.verifying.found import found_in
from stepback_course.text.refusals import Refusal
try:
    print(found_in(Path(sys.argv[1])).kind)
except Refusal as refusal:
    print(refusal)
for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(whose)
    print(used.ru_maxrss, used.ru_utime + used.ru_stime)
"""


def measured(path: Path) -> tuple[str, float, float]:
    """Return what is said of a file, the most memory and the processor time it took."""
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    said, *figures = run.stdout.splitlines()
    memory, seconds = zip(*((float(x) for x in line.split()) for line in figures), strict=True)
    return said, sum(memory), sum(seconds)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say what a process took")
def test_hostile_files_take_little_more_than_a_good_one(tmp_path: Path) -> None:
    good = tmp_path / "good"
    good.write_bytes(page())
    two_gigabytes = tmp_path / "large"
    with two_gigabytes.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(2 * 1024**3)
    bombed = tmp_path / "bomb"
    bombed.write_bytes(bomb())

    said, memory, seconds = measured(good)
    assert said == "page"
    said, memory_of_large, seconds_of_large = measured(two_gigabytes)
    assert "too large" in said
    assert memory_of_large <= memory + 2 * FILE_LIMIT / 1024
    assert seconds_of_large <= 2 * seconds
    said, memory_of_bomb, seconds_of_bomb = measured(bombed)
    assert "damaged" in said
    assert memory_of_bomb <= 4 * memory
    assert seconds_of_bomb <= 4 * seconds
