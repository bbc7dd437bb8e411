"""`stepback worksheets`: the course on paper, by one command."""

from tests.cli.running import Program


def test_the_worksheets_are_written_where_they_were_asked_for(program: Program) -> None:
    said = program.out("worksheets", "-o", "sheets/one.pdf", "--unit", "statement-03")
    assert said == "The worksheets are in sheets/one.pdf\n"
    assert (program.folder / "sheets" / "one.pdf").read_bytes().startswith(b"%PDF-")


def test_large_print_is_another_document(program: Program) -> None:
    program.out("worksheets", "-o", "usual.pdf", "--unit", "statement-03")
    program.out("worksheets", "-o", "large.pdf", "--unit", "statement-03", "--large")
    usual, large = ((program.folder / name).read_bytes() for name in ("usual.pdf", "large.pdf"))
    assert usual != large


def test_an_unknown_unit_writes_nothing(program: Program) -> None:
    done = program.run("worksheets", "-o", "one.pdf", "--unit", "statement-3")
    assert done.exit_code == 1
    assert "did you mean 'statement-03'?" in done.stderr
    assert not (program.folder / "one.pdf").exists()


def test_a_place_that_cannot_be_written_is_said(program: Program) -> None:
    (program.folder / "sheets").write_text("a file", encoding="utf-8")
    done = program.run("worksheets", "-o", "sheets/one.pdf", "--unit", "statement-03")
    assert done.exit_code == 1
    assert "sheets/one.pdf cannot be written" in done.stderr
