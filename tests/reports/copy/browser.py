"""axe-core in a browser without a window: npm's `axe-core`, and Chromium."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from html import unescape
from pathlib import Path
from typing import Literal, get_args

import pytest

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BLINK = {"dark": 0, "light": 1}
"""The numbers by which the browser's engine knows the colour schemes."""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_RESULT = re.compile(r'<pre id="axe-result">(.*?)</pre>', re.DOTALL)
_RUN = """
axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(found => {
  const result = document.createElement("pre");
  result.id = "axe-result";
  result.textContent = JSON.stringify({
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    violations: found.violations.map(one => one.id),
    unsettled: found.incomplete.map(one => one.id),
    passes: found.passes.length,
  });
  document.body.append(result);
});
"""


def chromium() -> str:
    """Return the program of a browser; skips the test where there is none."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip("there is no Chromium: on Debian, apt install chromium")
    return browser


def axe_script() -> str:
    """Return axe-core; skips the test where there is none."""
    script = _axe()
    if script is None:
        pytest.skip("axe-core is not installed: npm install -g axe-core")
    return script.read_text(encoding="utf-8")


@cache
def _axe() -> Path | None:
    """Where axe-core is: STEPBACK_AXE, else what npm installed for everybody."""
    if named := os.environ.get("STEPBACK_AXE"):
        return Path(named)
    npm = shutil.which("npm")
    if npm is None:
        return None
    asked = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False)
    script = Path(asked.stdout.strip()) / "axe-core" / "axe.min.js"
    return script if script.is_file() else None


def axe_violations(page: str, scheme: Scheme) -> list[str]:
    """Return the rules that a page breaks, or leaves unsettled, in one colour scheme.

    Skips the test where there is no axe-core or no browser.
    """
    script, browser = axe_script(), chromium()
    # The page's own policy lets no script run, and so not axe either.
    open_page = POLICY.sub("", page)
    checked = open_page.replace(
        "</body>",
        f"<script>{script}</script><script>{_RUN}</script></body>",
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(checked, encoding="utf-8")
        dumped = subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                f"--user-data-dir={folder}/profile",
                f"--blink-settings=preferredColorScheme={BLINK[scheme]}",
                "--virtual-time-budget=60000",
                "--dump-dom",
                file.as_uri(),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=100,
            check=True,
        ).stdout
    found = _RESULT.search(dumped)
    assert found is not None, "axe-core did not finish"
    result = json.loads(unescape(found[1]))
    assert result["dark"] == (scheme == "dark")
    assert result["passes"] > 0
    return sorted(result["violations"] + result["unsettled"])
