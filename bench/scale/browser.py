"""Opening an index page from disk in headless Chromium: how soon it stands there, and how fast a search answers."""

from __future__ import annotations

import html
import json
import re
import tempfile
from pathlib import Path

from bench.measure import run
from bench.today import chromium

# After the page's own script: each answer is timed until its layout is done. What was found is left in the page.
PROBE = """
<pre id="matt"></pre>
<script>
(function () {
  var found = { klar_ms: performance.now(), rader: document.querySelectorAll("#lista tbody tr").length };
  function layout() { return document.getElementById("lista").offsetHeight; }
  function timed(name, work) {
    var start = performance.now();
    work();
    layout();
    found[name] = performance.now() - start;
  }
  function search(text) {
    var field = document.getElementById("sok");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  timed("layout_ms", layout);
  timed("en_bokstav_ms", function () { search("a"); });
  timed("namn_ms", function () { search("norrtalje"); });
  found.traffar = document.getElementById("antal").textContent;
  timed("allt_igen_ms", function () { search(""); });
  timed("sortera_ms", function () { document.querySelector("#lista thead th:nth-child(2) button").click(); });
  timed("fler_ms", function () { document.getElementById("fler").click(); });
  found.rader_sedan = document.querySelectorAll("#lista tbody tr").length;
  document.getElementById("matt").textContent = JSON.stringify(found);
})();
</script>
</body>"""
_FOUND = re.compile(r'<pre id="matt">(.*?)</pre>', re.S)


def look(page: Path) -> dict[str, float | str] | None:
    """Return milliseconds by what was done, with Chromium's memory and seconds; None without a Chromium."""
    browser = chromium()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        probed = Path(folder) / "index.html"
        probed.write_text(page.read_text(encoding="utf-8").replace("</body>", PROBE), encoding="utf-8")
        flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--dump-dom")
        done = run([browser, *flags, f"file://{probed}"], Path(folder))
    told = _FOUND.search(done.said)
    found: dict[str, float | str] = json.loads(html.unescape(told[1])) if told else {}
    return {**found, "webblasare_s": done.seconds, "webblasare_cpu": done.cpu, "webblasare_mb": done.peak_mb}
