"""The report of a long newspaper in Chromium: accessible by axe-core, at three widths, in light and dark, on paper.

HEARSAY_REPORT_QUOTES is how many quotations it has (`make test-report`: 100,000); HEARSAY_SCREENSHOTS names a folder
for pictures of it and the PDF.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from newspaper import HOSTILE, LONG, make_hostile, make_newspaper

pytestmark = pytest.mark.browser

PROGRAM = Path(sys.executable).with_name("hearsay")
QUOTES = int(os.environ.get("HEARSAY_REPORT_QUOTES", "20000"))
MOST_BYTES, MOST_MILLISECONDS = 15_000_000, 2000


@pytest.fixture(scope="module")
def newspaper(tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "newspaper.db"
    make_newspaper(path, QUOTES)
    return path


@pytest.fixture(scope="module")
def report(newspaper):
    """The file."""
    output = newspaper.with_name("report.html")
    subprocess.run([PROGRAM, "report", newspaper, "-o", output], check=True, capture_output=True)
    return output


@pytest.fixture
def open_page(browser, report):
    """Opens the report with these settings; at the end no error may have come, and nothing may have been asked for."""
    pages, errors = [], []

    def open_(hash_="", **settings):
        page = browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **settings})
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("request", lambda request: errors.append(request.url) if "report.html" not in request.url else None)
        page.goto(report.as_uri() + hash_)
        if settings.get("java_script_enabled", True):
            page.wait_for_selector("#list a")
        return page

    yield open_
    for page in pages:
        page.close()
    assert errors == []


def keep(name):
    """Where a picture goes, None where none is wanted."""
    folder = os.environ.get("HEARSAY_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / name if folder else None


def test_it_is_small_and_opens_fast(newspaper, report, open_page):
    db = sqlite3.connect(newspaper)
    [(quotes,)] = db.execute("SELECT value FROM press_config WHERE name = 'quotes'")
    db.close()
    assert quotes >= 0.99 * QUOTES
    assert report.stat().st_size < MOST_BYTES
    loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    assert 0 < min(open_page().evaluate(loaded) for _ in range(3)) < MOST_MILLISECONDS
    assert f"{quotes:,}" in open_page().inner_text(".key")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_is_accessible_and_fits(open_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    if picture := keep(f"report-{scheme}-{width}.png"):
        page.screenshot(path=picture, full_page=True)
    if width == 768:  # once is enough for the tables
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert found["violations"] == []
    assert {"color-contrast", "heading-order", "region"} <= {rule["id"] for rule in found["passes"]}
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == ("rgb(22, 24, 27)" if scheme == "dark" else "rgb(252, 251, 248)")


def test_a_quotation_tells_about_itself(open_page):
    page = open_page("#articles")
    tip = page.locator("#tip")
    assert not tip.is_visible()
    page.hover(".text mark >> nth=0")
    words = tip.inner_text().replace("\n", " ")
    assert all(word in words for word in ("Speaker", "Cue said", "Confidence 0.", "Rule quotation before the cue"))
    page.hover("#tip")
    page.wait_for_timeout(400)
    assert tip.is_visible()  # so that it can be read, and copied from
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    reference = page.locator("a.ref >> nth=1")
    reference.focus()
    assert tip.inner_text().split() == page.locator(f"{reference.get_attribute('href')} dl").inner_text().split()
    box, place = tip.bounding_box(), reference.bounding_box()
    assert box["y"] > place["y"] or box["y"] + box["height"] <= place["y"]
    page.focus("#find")
    assert not tip.is_visible()


def test_a_quotation_tells_about_itself_when_it_is_tapped(open_page):
    page = open_page("#articles", viewport={"width": 360, "height": 740}, has_touch=True)
    page.tap(".text mark >> nth=0")
    box = page.locator("#tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    page.tap("#articles-title")
    assert not page.locator("#tip").is_visible()


def test_any_article_can_be_found_and_read(open_page):
    page = open_page()
    last = QUOTES // 10
    page.fill("#find", f"part {last - 1}")
    page.locator("#list a >> nth=4").wait_for(state="detached")
    address = page.get_attribute("#list a >> nth=0", "href")
    page.focus("#list a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".story{address}")
    assert page.evaluate("document.activeElement.tagName") == "H3"
    assert page.locator("#list a[aria-current]").get_attribute("href") == address
    assert page.locator(".story mark").count() >= 10
    page.click(".repeats a >> nth=0")
    other = page.get_attribute(".repeats a >> nth=0", "href")
    page.wait_for_selector(f".story{other}")
    page.go_back()
    page.wait_for_selector(f".story{address}")
    open_page(address).wait_for_selector(f".story{address}")
    quotation = address.replace("article", "q") + "-2"
    again = open_page(quotation)
    again.wait_for_selector(f".story{address} {quotation}:target")
    assert again.evaluate("scrollY") > 0


def test_one_in_the_network(open_page):
    page = open_page("#network")
    page.select_option("#whom", label="Bob Lee")
    assert page.inner_text("#whom-text").startswith("Of those drawn here, Bob Lee is quoted beside Ann Lee (")
    bright = page.locator(".wide .node.on text")
    assert 1 < bright.count() < page.locator(".wide .node").count()
    page.select_option("#whom", value="")
    assert page.locator(".arcs.chosen").count() == 0


def test_without_javascript_the_charts_and_an_article_are_there(open_page):
    page = open_page(java_script_enabled=False)
    assert page.locator(".arcs svg:visible").count() == 1
    assert page.locator(".timeline rect").count() > 10
    assert page.locator(".story mark").count() >= 10
    assert not page.locator("#find").is_visible()
    assert not page.locator("#whom").is_visible()
    assert "Without JavaScript only the first" in page.inner_text("#articles .head")


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_articles_do_nothing_and_fit(browser, tmp_path, width):
    make_hostile(tmp_path / "hostile.db")
    output = tmp_path / "hostile.html"
    subprocess.run([PROGRAM, "report", tmp_path / "hostile.db", "-o", output, "--title", LONG], check=True)
    page = browser.new_page(viewport={"width": width, "height": 900})
    errors = []
    page.on("dialog", lambda dialog: errors.append(dialog.message) or dialog.dismiss())
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text))
    page.goto(output.as_uri())
    for key, title in [(2, LONG), (1, HOSTILE)]:
        page.click(f"#list a[href='#article-{key}']")
        page.wait_for_selector(f".story#article-{key}")
        assert title in page.inner_text(".story h3")
        page.hover(".text mark >> nth=0")
        assert "<script>alert(5)</script>" in page.inner_text("#tip")
        page.select_option("#whom", index=key)
        page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    if picture := keep(f"hostile-{width}.png"):
        page.screenshot(path=picture, full_page=True)
    page.close()
    assert errors == []


def test_the_network_is_forbidden(browser, report):
    page = browser.new_page()
    page.goto(report.as_uri())
    asked = "fetch('data:text/plain,x').then(() => 'came', () => 'refused')"
    assert page.evaluate(asked) == "refused"
    page.close()


def test_it_prints(open_page):
    page = open_page(color_scheme="dark")
    pdf = page.pdf(path=keep("report.pdf"), format="A4", prefer_css_page_size=True)
    pages = pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")
    assert 3 <= pages <= 12
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".picker").is_visible()
    assert page.locator(".story").is_visible()
