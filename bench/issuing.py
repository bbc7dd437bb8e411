"""What issuing costs, against the compiles, signings and durable writes that it consists of.

For every certificate that is issued, the other side does at once what cannot be left out: the same
page is compiled by the engine itself, the same credential is signed by the library itself, and the
bytes of the same files are written as durably.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from unittest.mock import patch

from bench.filled import Filled, portfolio_id
from bench.floor import write_durably
from bench.measuring import Measured, seconds
from bench.memory import peak
from bench.stores import desks_of
from bench.template import earned
from stepback_course.awards.credential import credential_of
from stepback_course.awards.keys.chest import KeyChest
from stepback_course.awards.keys.issuers import register_key
from stepback_course.awards.keys.signing import SigningKey
from stepback_course.awards.models import Certificate, Issued, Refused
from stepback_course.awards.page.look import templates
from stepback_course.awards.page.press import MAIN, Press
from stepback_course.awards.typesetting import fonts
from stepback_course.clock import parse_instant, system_clock
from stepback_course.desks import Desks
from stepback_course.store import open_store

CERTIFICATES, LARGE = 100, 1_000
WARM_UP = 3
RATIO_LIMIT = 1.5
MEMORY_LIMIT = 250
"""In megabytes."""
GROWTH_LIMIT = 1.1
PASSPHRASE = "wait watch step back"  # noqa: S105 # of a key that lives as long as a measurement
WORK = 2**15
"""How hard that is to guess."""


def measure(folder: Path, *, is_large: bool) -> Iterator[Measured]:
    """Yield what certificates cost, and what memory issuing many of them needs."""
    many, few = (LARGE, CERTIFICATES) if is_large else (CERTIFICATES, CERTIFICATES // 4)
    filled = Filled(folder / "earned", earned, in_a_cohort=many)
    yield _cost(filled.store(many), folder, many)
    child = _peaks(Filled(folder / "listed", earned, in_a_cohort=many).store(many), folder, few)
    yield Measured(
        f"memory after {many:,} certificates, in MB",
        child[1] / 1000,
        MEMORY_LIMIT,
        1,
        "a child process that lists who is ready, and issues them",
    )
    yield Measured(
        f"memory, growth to {many:,} certificates",
        child[1] / child[0],
        GROWTH_LIMIT,
        1,
        f"the same process after {few}",
    )


def _cost(store: Path, folder: Path, count: int) -> Measured:
    inputs = _Inputs()
    with closing(open_store(str(store))) as opened, inputs.noted():
        desks = _signing(desks_of(opened), folder / "keys")
        key = desks.chest.unlocked() if desks.chest else None
        assert key is not None
        issuing = desks.office.issue_many(map(portfolio_id, range(count)))
        least = _Least(folder, store, inputs, key)
        rounds = [(seconds(lambda: _next(issuing, least)), least()) for _each in range(count)]
        assert len(list(desks.register.every())) == count
    ours, theirs = map(sum, zip(*rounds[WARM_UP:], strict=True))
    return Measured(
        f"{count:,} certificates",
        ours / theirs,
        RATIO_LIMIT,
        count - WARM_UP,
        "typst's compiles, openbadgeslib's signings and as many durable writes",
    )


def _next(issuing: Iterator[Issued | Refused], least: "_Least") -> None:
    done = next(issuing)
    assert isinstance(done, Issued), done
    least.certificate = done.certificate


class _Inputs:
    """What the engine was given last."""

    def __init__(self) -> None:
        self.inputs: dict[str, str] = {}
        self.instant = 0

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note what the engine is given, as long as this is open."""
        pdf = Press.pdf

        def noting(press: Press, inputs: dict[str, str], *, instant: int) -> bytes:
            self.inputs, self.instant = inputs, instant
            return pdf(press, inputs, instant=instant)

        with patch.object(Press, "pdf", noting):
            yield


class _Least:
    """The least that the certificate issued last can cost here."""

    def __init__(self, folder: Path, store: Path, inputs: _Inputs, key: SigningKey) -> None:
        import typst

        self.certificate: Certificate | None = None
        self._store, self._inputs, self._key = store, inputs, key
        self._place = folder / "floor"
        self._place.mkdir()
        look = templates()
        self._compiler = typst.Compiler(str(look / MAIN), root=str(look), font_paths=fonts())

    def __call__(self) -> float:
        from openbadgeslib.ob3.ldp import add_data_integrity_proof

        certificate = self.certificate
        assert certificate is not None
        at = parse_instant(certificate.issued)
        document = credential_of(certificate.facts, issuer=self._key.did, at=at)
        pem, method = self._key.pem, self._key.method
        contents = [path.read_bytes() for path in self._written(certificate)]

        def work() -> None:
            self._compiler.compile(
                sys_inputs=self._inputs.inputs,
                format="pdf",
                pdf_standards=["a-3a", "ua-1"],
                timestamp=self._inputs.instant,
            )
            add_data_integrity_proof(document, pem, method, created=at)
            for content in contents:
                place = str(self._place)
                write_durably(content, place, f"{place}/file", f"{place}/file.new")

        return seconds(work)

    def _written(self, certificate: Certificate) -> Iterator[Path]:
        """Yield the files that were written for a certificate, one as often as it was."""
        folders, files = self._store / "folders", self._store / "files"
        portfolio = next(folders.glob(f"*/portfolio~{certificate.portfolio.lower()}.json"))
        yield portfolio  # the number is reserved
        for digest in (certificate.pdf, certificate.credential):
            yield files / digest[:2] / digest
        yield next(folders.glob(f"*/certificate~{certificate.number.lower()}.json"))
        yield portfolio  # the certificate is said to be issued


def _signing(desks: Desks, folder: Path) -> Desks:
    """Return the desks of an organisation that signs, its key unlocked."""
    chest = KeyChest(folder, system_clock, minutes=600, work=WORK)
    did = (chest.unlock(PASSPHRASE) if chest.did else chest.make(PASSPHRASE)).did
    register_key(desks.store, desks.actor, system_clock, did)
    return Desks(desks.store, desks.courses, desks.actor, desks.clock, chest)


def _peaks(store: Path, folder: Path, few: int) -> tuple[int, int]:
    """Return the most memory that a child had held after a few certificates, and after all."""
    keys = str(folder / "child-keys")
    command = [sys.executable, "-m", "bench.issuing", str(store), keys, str(few)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    first, last = map(int, done.stdout.split())
    return first, last


if __name__ == "__main__":
    place, keys, few = sys.argv[1:]
    with closing(open_store(place)) as asked:
        signing = _signing(desks_of(asked), Path(keys))
        ready = [each.portfolio for each in signing.office.candidates() if each.is_ready]
        for count, done in enumerate(signing.office.issue_many(ready), start=1):
            assert isinstance(done, Issued), done
            if count == int(few):
                print(peak())
    print(peak())
