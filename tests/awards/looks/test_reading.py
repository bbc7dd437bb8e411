"""A look is read from a folder only when certificates come out of it as they must."""

import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from stepback_course.awards.looks import read_look, reading, trial
from stepback_course.awards.looks.specimens import complaint_about, picture_of_a_specimen
from stepback_course.awards.page import USUAL, Look
from stepback_course.awards.page.look import templates
from stepback_course.text.refusals import Refusal

OWN_TEMPLATE = """
#import "parts.typ": *
#show: page-of-a-certificate
#specimen-band
= #words.at(languages.first()).title
== #facts.name
#issuer
#number
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">{}</svg>'
RECTANGLE = '<rect width="90" height="20"/>'


def png(width: int = 200, height: int = 60) -> bytes:
    content = io.BytesIO()
    Image.new("1", (width, height)).save(content, "PNG")
    return content.getvalue()


def folder_of(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def refusal(folder: Path, files: dict[str, str | bytes]) -> str:
    """What is said of a folder with these files; it is refused."""
    with pytest.raises(Refusal) as refused:
        read_look(folder_of(folder, files))
    return str(refused.value)


def own(**files: str) -> Look:
    return Look(tuple((f"{name}.typ", text.encode()) for name, text in sorted(files.items())))


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read only: nothing is printed."""
    monkeypatch.setattr(reading, "try_out", lambda look: None)


def test_a_logo_a_signature_and_a_template_make_a_look(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "certificate.typ": OWN_TEMPLATE,
        "logo.svg": SVG.format(RECTANGLE),
        "signature.png": png(),
        ".DS_Store": "left by a system",
        "Thumbs.db": "left by another",
    }

    look = read_look(folder_of(tmp_path, files))

    assert [name for name, _content in look.own] == ["certificate.typ", "logo.svg", "signature.png"]
    assert look.id.startswith("own-")
    assert (look.picture("logo"), look.picture("signature")) == ("logo.svg", "signature.png")


def test_the_id_of_a_look_changes_with_any_file_that_a_page_is_made_of() -> None:
    look = own(certificate="= A")

    assert look.id == own(certificate="= A").id
    assert len({USUAL.id, look.id, own(certificate="= B").id, own(theme="= A").id}) == 4
    assert (USUAL.is_usual, look.is_usual) == (True, False)


@pytest.mark.usefixtures("untried")
def test_an_empty_folder_is_no_look(tmp_path: Path) -> None:
    assert "is empty: a look needs one or more of certificate.typ," in refusal(tmp_path, {})


@pytest.mark.usefixtures("untried")
def test_a_folder_that_is_not_there_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"the folder .*nowhere cannot be read: No such file"):
        read_look(tmp_path / "nowhere")


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("name", ["notes.txt", "logo.gif", "Logo.png", "theme.typ"])
def test_what_is_no_part_of_a_look_is_refused_by_name(name: str, tmp_path: Path) -> None:
    assert f"{name} is not part of a look: a look has" in refusal(tmp_path, {name: "x"})


@pytest.mark.usefixtures("untried")
def test_two_logos_are_refused(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"logo.png": png(), "logo.svg": SVG.format("")}

    assert refusal(tmp_path, files).startswith("there are both logo.png and logo.svg:")


@pytest.mark.usefixtures("untried")
def test_a_link_to_a_file_elsewhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "look"
    folder.mkdir()
    (folder / "logo.png").symlink_to(tmp_path / "secret.png")

    assert "logo.png is not a file of its own" in refusal(folder, {})


@pytest.mark.usefixtures("untried")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "logo.png")

    assert "logo.png is not a file of its own" in refusal(tmp_path, {})


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("certificate.typ", b"/" * 200_001, "certificate.typ is too large: 200 kB is the most"),
        ("logo.svg", b" " * 4_000_001, "logo.svg is too large: 4000 kB is the most"),
        ("logo.png", png(6000, 6000), "logo.png is too large: 25 million pixels is the most"),
        ("logo.png", png()[:60], "logo.png is broken or not a picture"),
        ("signature.jpg", b"not at all", "signature.jpg is broken or not a picture"),
        ("welsh.json", b"{", "welsh.json is not JSON"),
        ("welsh.json", b"[]", "welsh.json has to say “title”"),
        ("english.json", b'{"title": 1}', "english.json has to say “title”"),
        ("certificate.typ", b'#import "@preview/cetz:0.3.0": x', "uses a package from the"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    assert sentence in refusal(tmp_path, {name: content})


@pytest.mark.usefixtures("untried")
def test_an_own_wording_keeps_the_fields_of_the_usual_one(tmp_path: Path) -> None:
    usual = (templates() / "welsh.json").read_text(encoding="utf-8")
    folder_of(tmp_path, {"welsh.json": usual.replace("wedi cwblhau", "wedi gorffen")})
    assert read_look(tmp_path).own[0][0] == "welsh.json"

    changed = usual.replace("{assessed_by}", "ni")
    assert "has to say “work”" in refusal(tmp_path, {"welsh.json": changed})


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (
            '#read("../secret.txt")',
            "certificate.typ, line 1: the template reads a file outside its",
        ),
        ('\n#image("../../x.png")', "certificate.typ, line 2: the template reads a file outside"),
        ('#read("/etc/passwd")', "certificate.typ, line 1: the template reads a file that is not"),
        (
            "#let = ",
            "certificate.typ, line 1: certificates cannot be printed in this look: expected",
        ),
        ("#specimen", "certificates cannot be printed in this look: unknown variable: specimen"),
        ("= Hello", "a specimen does not say “Gwenllïan Angharad"),
        (OWN_TEMPLATE.replace("#number", ""), "a specimen does not say “SPECIMEN-2026-00042-32”"),
        (OWN_TEMPLATE.replace("#specimen-band", ""), "a specimen does not say “Sbesimen:”"),
        (OWN_TEMPLATE.replace("#issuer", ""), "a specimen does not say “Positive Eye Ltd”"),
        (OWN_TEMPLATE + "#pagebreak()", "a specimen takes 2 pages, and a certificate is one"),
        (
            OWN_TEMPLATE + "王",
            "certificate.typ, line 9: certificates cannot be printed in this look: PDF/A-3a",
        ),
    ],
)
def test_a_template_that_does_not_do_is_told_by_what_is_wrong(template: str, sentence: str) -> None:
    complaint = complaint_about(own(certificate=template))

    assert complaint
    assert sentence in complaint


def test_the_usual_look_and_a_small_own_template_pass() -> None:
    assert complaint_about(USUAL) is None
    assert complaint_about(own(certificate=OWN_TEMPLATE)) is None


@pytest.mark.parametrize(
    "picture",
    ["<svg", SVG.format(f'{RECTANGLE}<image href="../secret.png" width="9" height="9"/>')],
)
def test_a_drawing_that_is_broken_or_reads_elsewhere_is_told(picture: str) -> None:
    complaint = complaint_about(Look((("logo.svg", picture.encode()),)))

    assert complaint
    assert complaint.startswith("logo.svg, line 1: ")


ENDLESS = "#for a in range(9999) { for b in range(9999) { for c in range(9999) {} } }"


def test_a_module_that_lies_where_the_person_stands_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typst.py").write_text("open('ran', 'w').close(); raise SystemExit(0)")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refusal):
        trial.try_out(own(certificate="#panic()"))
    assert not (tmp_path / "ran").exists()


def test_a_template_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "SECONDS", 3)
    began = time.monotonic()

    with pytest.raises(Refusal, match="were not printed within 3 seconds"):
        trial.try_out(own(certificate=ENDLESS))

    assert time.monotonic() - began < 30


@pytest.mark.skipif(os.name == "nt", reason="the memory of a process is not limited on Windows")
def test_a_template_that_wants_all_memory_takes_nothing_with_it() -> None:
    greedy = "#let numbers = (0,) * 200000000\n#numbers.len()"

    with pytest.raises(Refusal, match="broke off"):
        trial.try_out(own(certificate=greedy))


def test_what_a_trial_complains_of_is_the_refusal(tmp_path: Path) -> None:
    assert "reads a file outside" in refusal(tmp_path, {"certificate.typ": '#read("../x")'})


def test_a_specimen_can_be_looked_at() -> None:
    with Image.open(io.BytesIO(picture_of_a_specimen(USUAL))) as picture:
        assert picture.format == "PNG"
        assert picture.width > picture.height


def test_the_template_in_the_guide_prints() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "certificate-look.md").read_text(encoding="utf-8")
    template = guide.partition("```typst\n")[2].partition("```")[0]

    assert complaint_about(own(certificate=template)) is None
