"""The pages in Chromium: accessible by axe-core, of the right width, in light and dark.

HEARSAY_SCREENSHOTS names a folder for pictures of them.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

PAGES = {
    "index": "/-/hearsay/news/press",
    "speaker": "/-/hearsay/news/press?speaker=1",
    "article": "/-/hearsay/news/press/1",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of a Datasette that serves the articles."""
    from conftest import make

    path = tmp_path_factory.mktemp("site") / "news.db"
    make(path).close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "datasette", "serve", str(path), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(address).close()
            break
        except OSError:
            assert server.poll() is None
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


def background(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_pages(site, browser, name, scheme, width):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    assert page.goto(site + PAGES[name]).status == 200
    if folder := os.environ.get("HEARSAY_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}-{scheme}-{width}.png", full_page=True)
    # <html> is Datasette's, and has no language.
    violations = [found for found in Axe().run(page).response["violations"] if found["id"] != "html-has-lang"]
    assert violations == []
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    dark = background(page) == "rgb(20, 24, 31)"
    assert dark == (scheme == "dark")
    page.close()


def test_a_quotation_and_its_place_in_the_text_lead_to_each_other(site, browser):
    page = browser.new_page()
    page.goto(site + PAGES["article"])
    number = page.inner_text("article sup a >> nth=0")
    page.click("article sup a >> nth=0")
    assert page.url.endswith("#quote-" + number)
    assert page.evaluate("document.querySelector('li:target') !== null")
    page.click("li:target blockquote a")
    assert page.evaluate("document.querySelector('mark:target') !== null")
    marks = "Array.from(document.querySelectorAll('mark'), m => [m.title, getComputedStyle(m).backgroundColor])"
    colours = {(title.split(" · ")[0], colour) for title, colour in page.evaluate(marks)}
    assert {speaker for speaker, _ in colours} == {"Ann Lee", "Bob Ray"}
    assert len(colours) == len({colour for _, colour in colours}) == 2
    page.close()
