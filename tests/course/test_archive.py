"""A course in a zip, and zips that are something else."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepback_course.course import archive
from stepback_course.course.archive import files_in_zip
from stepback_course.course.problems import Problems
from stepback_course.course.reader import read_course
from tests.course.conftest import CASE, COURSE, SMALL_COURSE, CourseFolder, zipped

Spoil = Callable[[zipfile.ZipFile], None]


def refusal_of(stream: io.BytesIO) -> str:
    """Return why a zip is not read."""
    with pytest.raises(Problems) as caught:
        files_in_zip(stream, "course.zip")
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("course.zip", 1, 1)
    return problem.sentence


def spoiled(spoil: Spoil) -> io.BytesIO:
    """Return a zip of the small course to which something was done."""
    stream = zipped(SMALL_COURSE)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as changed:
        spoil(changed)
    stream.seek(0)
    return stream


def member(name: str, kind: int) -> zipfile.ZipInfo:
    """Return a member that says it is a file of `kind`."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o644) << 16
    return info


@pytest.mark.parametrize("top", ["", "my-course/"])
def test_a_zip_is_read_like_the_folder_it_was_made_of(
    folder: CourseFolder, tmp_path: Path, top: str
) -> None:
    packed = tmp_path / "course.zip"
    packed.write_bytes(zipped(SMALL_COURSE, top).getvalue())

    assert read_course(packed) == folder.read()


def test_a_problem_in_a_zip_names_the_zip_and_the_file_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = SMALL_COURSE | {COURSE: SMALL_COURSE[COURSE].replace("name:", "nmae:")}
    Path("course.zip").write_bytes(zipped(files).getvalue())

    with pytest.raises(Problems) as caught:
        read_course(Path("course.zip"))

    assert str(caught.value) == (
        f"course.zip/{COURSE}:4:1: 'nmae' is not known here (did you mean 'name'?)"
    )


def test_what_systems_and_authors_put_beside_a_course_is_passed_over() -> None:
    extra = {
        "README.md": "hello",
        "LICENSE": "mine",
        "assessments/whole-school-mark.yaml": "a: b",
        "assessments/schemes/step-on.yaml": "a: b",
        "content/.DS_Store": "x",
    }
    stream = zipped({f"top/{name}": text for name, text in (SMALL_COURSE | extra).items()})
    with zipfile.ZipFile(stream, "a") as changed:
        changed.writestr("__MACOSX/top/._course.yaml", "x")
        changed.mkdir("top/content/cy")
    stream.seek(0)

    assert sorted(files_in_zip(stream, "course.zip")) == sorted(SMALL_COURSE)


@pytest.mark.parametrize(
    "name",
    [
        "../content/course.yaml",
        "content/../../course.yaml",
        "/etc/passwd",
        "content//course.yaml",
        "./content/course.yaml",
        "C:/course.yaml",
        "content\\..\\course.yaml",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(name: str) -> None:
    stream = zipped({name: "x"})

    assert refusal_of(stream) == f"'{name}' in the zip is a path that leads elsewhere"


def test_a_name_that_goes_on_after_a_nul_is_refused() -> None:
    packed = zipped(SMALL_COURSE | {"content/courseXyaml.exe": "x"}).getvalue()
    stream = io.BytesIO(packed.replace(b"content/courseXyaml", b"content/course\0yaml"))

    assert "is a path that leads elsewhere" in refusal_of(stream)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_is_refused(kind: int) -> None:
    stream = spoiled(lambda z: z.writestr(member("README.md", kind), "/etc/passwd"))

    assert refusal_of(stream) == "'README.md' in the zip is a link, not a file"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [CASE, CASE.upper()])
def test_a_name_that_is_there_twice_is_refused_whatever_its_case(name: str) -> None:
    stream = spoiled(lambda z: z.writestr(name, "x"))

    assert refusal_of(stream) == f"'{name}' is in the zip twice"


@pytest.mark.parametrize(
    "name", ["run.exe", "content/statements/a.zip", "content/cy/course.yaml", "content/notes.md"]
)
def test_a_member_that_no_course_has_is_refused(name: str) -> None:
    stream = spoiled(lambda z: z.writestr(name, "x"))

    assert refusal_of(stream) == f"'{name}' does not belong in a course: take it out of the zip"


def test_two_hundred_members_are_looked_at_and_one_more_is_not() -> None:
    pages = {f"content/statements/{number:03}.md": "x" for number in range(200)}
    assert len(files_in_zip(zipped(pages), "course.zip")) == 200

    pages["content/statements/200.md"] = "x"
    assert refusal_of(zipped(pages)) == "the zip has more than 200 members"


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked() -> None:
    stream = zipped({COURSE: "\0" * 30_000_000})

    assert refusal_of(stream) == f"'{COURSE}' in the zip unpacks to far more than a course needs"


def test_many_members_that_together_are_too_large_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = {f"content/statements/{number}.md": "page " * 20 for number in range(10)}
    monkeypatch.setattr(archive, "BYTES_LIMIT", 1000)
    assert len(files_in_zip(zipped(pages), "course.zip")) == 10

    monkeypatch.setattr(archive, "BYTES_LIMIT", 999)
    assert "unpacks to far more" in refusal_of(zipped(pages))


def test_a_member_that_understates_its_size_is_refused() -> None:
    packed = zipped({COURSE: "x" * 5000}).getvalue()
    understated = packed.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert understated != packed

    assert "damaged" in refusal_of(io.BytesIO(understated))


def test_an_encrypted_or_oddly_packed_member_is_refused() -> None:
    odd = "is encrypted or packed in an unusual way"
    packed = bytearray(zipped({COURSE: "x"}).getvalue())
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert odd in refusal_of(io.BytesIO(bytes(packed)))

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr(COURSE, "x")
    assert odd in refusal_of(stream)


def test_what_is_no_zip_is_refused() -> None:
    told = "this is not a zip that can be read, or it is damaged"
    assert refusal_of(io.BytesIO(b"no zip at all")) == told
    assert refusal_of(io.BytesIO(zipped(SMALL_COURSE).getvalue()[:-30])) == told


WHOLE = zipped(SMALL_COURSE, "top/").getvalue()


@settings(deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255))
def test_a_damaged_zip_is_read_whole_or_refused(place: int, byte: int) -> None:
    damaged = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    try:
        files = files_in_zip(io.BytesIO(damaged), "course.zip")
    except Problems:
        return
    for name, content in files.items():
        assert content.decode() in SMALL_COURSE.values(), name
