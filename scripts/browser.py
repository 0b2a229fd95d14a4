"""Opens each page of a site in Chromium, light and dark, without a network, and tells what is wrong with it.

Checked: axe's rules; any message on the console; anything asked of a network; a page wider than a
phone of 320 px; a heading that skips a level; links and fragments that lead nowhere; the weight of a page. Then, under the pages' own policy: that tables sort
and filter and keep their view in the address, that a reader can choose whom to compare, and that without scripts
the same rows are there.
Ends with status 1 where there is a fault.
"""

import concurrent.futures
import contextlib
import pathlib
import shutil
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

PAGE_LIMIT = 100_000
"""Bytes of a page with its style sheets, without pictures."""
LIST_LIMIT = 300_000
"""The same for a page that lists KOLs, changes or days."""


RULES = {"light": {}, "dark": {"runOnly": {"type": "tag", "values": ["cat.color"]}}}
"""axe's rules: all of them, and in the dark those that colours decide; nothing else differs there."""


class Outline(HTMLParser):
    """What a page links to, what it can be linked at, and its headings."""

    def __init__(self, text):
        super().__init__()
        self.links, self.sheets, self.anchors, self.headings = [], [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors.update(filter(None, [attributes.get("id")]))
        for name in ("href", "src"):
            if attributes.get(name) is not None:
                self.links.append(attributes[name])
        if tag == "link" and attributes.get("rel") == "stylesheet":
            self.sheets.append(attributes["href"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))


def target(root, page, link):
    """The file that a link leads to; None for one that leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return page
    path = unquote(parts.path)
    file = root / path.lstrip("/") if path.startswith("/") else page.parent / path
    return (file / "index.html" if path.endswith("/") else file).resolve()


def faults_on_disk(root, pages):
    outlines = {page: Outline(page.read_text("utf-8")) for page in pages}
    for page, outline in outlines.items():
        for link in outline.links:
            file = target(root, page, link)
            if file is None:
                continue
            if not file.is_file() or not file.is_relative_to(root):
                yield page, f"leads nowhere: {link}"
                continue
            fragment = unquote(urldefrag(link).fragment)
            if fragment and file in outlines and fragment not in outlines[file].anchors:
                yield page, f"no such place on the page: {link}"
        steps = zip([0] + outline.headings, outline.headings)
        if any(after > before + 1 for before, after in steps) or outline.headings.count(1) != 1:
            yield page, f"headings {outline.headings}"
        sheets = [target(root, page, sheet) for sheet in outline.sheets]
        weight = sum(file.stat().st_size for file in [page, *filter(None, sheets)])
        limit = PAGE_LIMIT if "kol" in page.relative_to(root).parts else LIST_LIMIT
        if weight > limit:
            yield page, f"weighs {weight:,} bytes, over {limit:,}"


def faults_of_layout(tab):
    # A total of a large roster, in place of the page's own.
    wide = tab.evaluate("""() => [...document.querySelectorAll('.card .number')].filter(number => {
        number.textContent = '123,600,012';
        return number.scrollWidth > number.clientWidth + 1;
    }).length""")
    if wide:
        yield f"{wide} large numbers leave their cards"
    scrolled = tab.evaluate("""() => [...document.querySelectorAll('[data-roster] .table')].filter(table =>
        table.querySelectorAll('tbody tr').length <= 40 && table.scrollHeight > table.clientHeight + 1).length""")
    if scrolled:
        yield "a short roster scrolls on its own"
    tab.emulate_media(media="print")
    # Chromium repeats the head of a table on every sheet only where nothing in it is a box of its own.
    buttons = tab.evaluate("""() => [...document.querySelectorAll('thead button')].filter(button =>
        getComputedStyle(button).display !== 'contents').length""")
    if buttons:
        yield f"{buttons} buttons in printed heads"
    tab.emulate_media(media="screen")


def faults_in_browser(browser, pages):
    # The policy of the pages forbids scripts; axe is one.
    context = browser.new_context(
        offline=True, bypass_csp=True, reduced_motion="reduce", viewport={"width": 1280, "height": 900})
    tab, axe, told = context.new_page(), Axe(), []
    tab.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
    tab.on("pageerror", lambda error: told.append(str(error)))
    tab.on("request", lambda request: request.url.startswith(("file:", "data:")) or told.append(request.url))
    for page in pages:
        told.clear()
        tab.emulate_media(color_scheme="light")
        tab.goto(page.as_uri())
        # Before axe, which asks for what it may not have.
        yield from ((page, text) for text in list(told))
        tab.evaluate(axe.axe_script)
        for scheme, rules in RULES.items():
            tab.emulate_media(color_scheme=scheme)
            options = {"resultTypes": ["violations"], **rules}
            violations = tab.evaluate("options => axe.run(options).then(found => found.violations)", options)
            for rule in violations:
                yield page, f"axe {rule['id']} ({scheme}): {rule['nodes'][0]['html'][:160]}"
        yield from ((page, text) for text in faults_of_layout(tab))
        tab.set_viewport_size({"width": 320, "height": 640})
        width = tab.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            yield page, f"{width} px wide on a phone of 320 px"
        tab.set_viewport_size({"width": 1280, "height": 900})
    context.close()


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root, as whom a container runs; these pages are ours.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


def faults_of_part(pages):
    with chromium() as browser:
        return list(faults_in_browser(browser, pages))


def rows(tab):
    return tab.eval_on_selector_all("[data-roster] tbody th bdi", "all => all.map(one => one.textContent)")


def faults_of_scripts(browser, root):
    index, compare = root / "index.html", root / "compare" / "index.html"
    context = browser.new_context(offline=True)
    tab, told = context.new_page(), []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))

    tab.goto(index.as_uri())
    if not tab.locator("[data-roster]").count():
        context.close()
        return
    before = rows(tab)
    tab.click("[data-roster] thead th:first-child button")
    if sorted(rows(tab)) != sorted(before) or "sort=name" not in tab.url:
        yield index, "a click on the names does not sort by them"
    wanted = before[-1]
    tab.fill("[data-roster] input[name=q]", wanted[:2])
    found = rows(tab)
    if wanted not in found or any(wanted[:2].lower() not in name.lower() for name in found):
        yield index, f"the filter for {wanted[:2]} shows {found}"
    shared = tab.url
    tab.goto("about:blank")
    tab.goto(shared)
    if rows(tab) != found:
        yield index, "the address does not keep the view"

    tab.goto(compare.as_uri())
    heads = tab.locator("[data-compare] thead th a")
    count = heads.count()
    tab.focus("[data-compare] input[name=kol]")
    tab.wait_for_selector("[data-compare] .chosen button")
    tab.click("[data-compare] .chosen button")
    if heads.count() != count - 1 or "ids=" not in tab.url:
        yield compare, "a KOL cannot be taken out of the comparison"
    yield from ((index, text) for text in told)
    context.close()

    context = browser.new_context(offline=True, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(index.as_uri())
    if rows(tab) != before or tab.locator("form:visible").count():
        yield index, "without scripts the table is another, or has controls that do nothing"
    context.close()


def faults_of_a_long_roster(browser, root):
    """Only for a site of more than 200 KOLs with a group of all of them."""
    context = browser.new_context(offline=True)
    tab, told = context.new_page(), []
    tab.on("console", lambda message: told.append(message.text))
    tab.on("pageerror", lambda error: told.append(str(error)))
    index, part = root / "index.html", root / "roster" / "2" / "index.html"
    group = root / "group" / "everyone" / "index.html"

    tab.goto(part.as_uri() + "#content")
    total = 200 + len(rows(tab))
    for page in (index, part, group):
        tab.goto("about:blank")
        tab.goto(page.as_uri())
        tab.click("[data-roster] thead th[data-c=followers] button")
        tab.wait_for_function("document.querySelector('[data-roster] output').value.includes('%d')" % total)
        shown = tab.locator("[data-roster] tbody tr")
        if shown.count() != 200:
            yield page, f"shows {shown.count()} rows of all when sorted"
        if shown.first.locator("td.spark path").count() != 1:
            yield page, "a row has lost its line when sorted"
        values = tab.eval_on_selector_all(
            "[data-roster] tbody tr", "all => all.map(row => Number(row.cells[1].textContent.replace(/,/g, '')))")
        if values not in (sorted(values), sorted(values, reverse=True)):
            yield page, "is not in the order of the followers"
    tab.goto(index.as_uri() + "#group=part-1&sort=-followers")
    tab.wait_for_function("document.querySelector('[data-roster] output').value")
    if not 0 < len(rows(tab)) < 100:
        yield index, f"the group part 1 has {len(rows(tab))} rows"
    yield from ((index, text) for text in told)
    context.close()


def check_scripts(folder):
    root = pathlib.Path(folder).resolve()
    with chromium() as browser:
        faults = list(faults_of_a_long_roster(browser, root))
    for page, text in faults:
        print(f"{page.relative_to(root)}: {text}", file=sys.stderr)
    print(f"Chromium: the scripts of a long roster, {len(faults)} faults")
    return 1 if faults else 0


def main(folder):
    root = pathlib.Path(folder).resolve()
    pages = sorted(root.rglob("*.html"))
    if not pages:
        raise SystemExit(f"{folder} has no pages; build the site first")
    faults = list(faults_on_disk(root, pages))
    # Two at the same time: a page keeps one core busy.
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        for found in pool.map(faults_of_part, (pages[::2], pages[1::2])):
            faults += found
    with chromium() as browser:
        faults += faults_of_scripts(browser, root)
    for page, text in faults:
        print(f"{page.relative_to(root)}: {text}", file=sys.stderr)
    print(f"Chromium: {len(pages)} pages, light and dark, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1] == "--scripts":
        sys.exit(check_scripts(sys.argv[2]))
    sys.exit(main(sys.argv[1]))
