"""A browser without a window and without a network, led from page to page by a page of ours."""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from tests.reports.copy.browser import BLINK, Scheme, chromium

HERE = "127.0.0.1"
ELSEWHERE = "check.test"
"""A name for this machine to which a browser gives no keys, as it is no secure address."""
STALLED = "/stalled-"
"""What is asked for under such a path comes once nobody waits for it any more."""
PATIENCE = 60
"""Seconds."""
_GUIDE = """<!DOCTYPE html><title>guide</title><link rel="icon" href="data:,"><body><script>
const visits = VISITS;
const pause = () => new Promise(done => setTimeout(done, 5));
async function until(ready) { while (!ready()) await pause(); }
function seen(page) {
  const main = page.getElementById("result");
  const facts = [...main.querySelectorAll("dd")].map(one => [one.className, one.textContent]);
  return {
    outcome: main.dataset.outcome, language: page.documentElement.lang, title: page.title,
    heading: main.querySelector("h1").textContent, text: page.body.innerText,
    facts: Object.fromEntries(facts), wide: page.documentElement.scrollWidth,
  };
}
async function visit({address, then, width, axe}) {
  const frame = document.createElement("iframe");
  frame.width = width;
  frame.height = 900;
  frame.src = address;
  document.body.append(frame);
  const main = () => frame.contentDocument && frame.contentDocument.getElementById("result");
  await until(() => main() && main().dataset.outcome);
  const page = frame.contentDocument, found = seen(page);
  if (axe) {
    await until(() => frame.contentWindow.axe);
    const wanted = {resultTypes: ["violations", "incomplete"]};
    const run = await frame.contentWindow.axe.run(page, wanted);
    found.wrong = [...run.violations, ...run.incomplete].map(one => one.id);
    found.passes = run.passes.length;
  }
  page.getElementById("language").click();
  found.other = seen(page);
  page.getElementById("language").click();
  found.then = [];
  for (const code of then) {
    delete main().dataset.outcome;
    frame.contentWindow.location.hash = code;
    await until(() => main().dataset.outcome);
    found.then.push(seen(page));
  }
  frame.remove();
  return found;
}
(async () => {
  const found = [];
  for (const each of visits) found.push(await visit(each));
  await fetch("/found", {method: "POST", body: JSON.stringify(found)});
})();
</script>"""


@dataclass(frozen=True)
class Visit:
    """One page that the browser opens, and the codes that it is given after the first."""

    address: str
    """The path and what follows it, such as `/check/#1…`."""
    then: tuple[str, ...] = ()
    width: int = 390
    """In pixels; 390 is a telephone."""
    axe: bool = False
    """Whether axe-core, which the page then has to bring, looks at it."""


class Site:
    """Files at addresses of this machine, and everything that was asked of it."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Begin with some files by their paths."""
        self.files = files
        self.guide = ""
        self.asked: list[tuple[str, str]] = []
        """Path and Referer of each request, but for the guide's own."""
        self.found: list[dict[str, Any]] = []
        self.is_done = Event()


def browse(
    files: Mapping[str, bytes],
    visits: Sequence[Visit],
    *,
    host: str = HERE,
    scheme: Scheme = "light",
) -> tuple[list[dict[str, Any]], Site]:
    """Return what a browser shows at each visit, and the site as it was asked.

    Skips the test where there is no browser.
    """
    browser, site = chromium(), Site(files)
    site.guide = _GUIDE.replace("VISITS", json.dumps([vars(visit) for visit in visits]))
    with (
        _served(site) as port,
        tempfile.TemporaryDirectory(
            ignore_cleanup_errors=True  # what the browser leaves behind may still be writing
        ) as profile,
    ):
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--no-first-run",
            "--disable-gpu",
            "--disable-background-networking",
            f"--host-resolver-rules=MAP {ELSEWHERE} {HERE}, MAP * ~NOTFOUND, EXCLUDE {HERE}",
            f"--blink-settings=preferredColorScheme={BLINK[scheme]}",
            f"--user-data-dir={profile}",
            f"http://{host}:{port}/guide",
        ]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                assert site.is_done.wait(PATIENCE), f"the browser asked for {site.asked[-3:]}"
            finally:
                process.terminate()
    return site.found, site


@contextmanager
def _served(site: Site) -> Iterator[int]:
    """Serve a site and yield its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path + "index.html" if self.path.endswith("/") else self.path
            if path == "/guide":
                self._answer(site.guide.encode())
                return
            site.asked.append((self.path, self.headers.get("Referer", "")))
            if path.startswith(STALLED):
                site.is_done.wait(PATIENCE)
            self._answer(site.files.get(path))

        def do_POST(self) -> None:
            site.found = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(b"")
            site.is_done.set()

        def _answer(self, content: bytes | None) -> None:
            self.send_response(404 if content is None else 200)
            kind = "application/json" if self.path.endswith("json") else "text/html; charset=utf-8"
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *_line: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HERE, 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
