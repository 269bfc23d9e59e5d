"""The page of ``report`` in a real browser: it asks for nothing, follows its sliders as Keras would count, and can be
used with a keyboard and a screen reader. Skipped where there is no Chromium."""

from __future__ import annotations

import dataclasses
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.page.data import shown
from lint_params.page.whatif import evaluated, whatif_of
from lint_params.page.write import page as page_of
from tests.interpret.programs import analysed, only
from tests.keras.grid import clear, judge
from tests.page.programs import PROGRAMS, SEED, TEXTS, counts, in_keras_with
from tests.page.test_write import HOSTILE, OPEN, hostile_page
from tests.real.browser import chromium

MODELS = 500
SECONDS = 2.0
NESTED = "model = Sequential([Input((8,)), Sequential([Dense(4), Dense(3)], name='inner'), Dense(2)])\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from chromium()


class Opened:
    """A page in the browser, with all that it said and asked for."""

    def __init__(self, browser: Any, folder: Path, text: str, **context: Any) -> None:
        file = folder / "report.html"
        file.write_text(text, "utf-8")
        self.url = file.as_uri()
        self.page = browser.new_page(viewport={"width": 1280, "height": 900}, **context)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(self.url)

    def close(self) -> None:
        self.page.close()
        assert self.said == []
        assert [url for url in self.asked if url not in (self.url, "data:,")] == []

    def rows(self, model: int) -> list[tuple[int, str]]:
        """Of each layer of a model as shown, its count and the shape that it gives."""
        shown = self.page.eval_on_selector_all(
            f"#m{model} .chain .row",
            "rows => rows.map(row => [row.querySelector('.count').firstChild.data, "
            "row.querySelector('.shape').textContent])",
        )
        return [(int(count.replace(",", "")), shape) for count, shape in shown]

    def total(self, model: int) -> int:
        return int(str(self.page.eval_on_selector(f"#m{model} output", "e => e.firstChild.data")).replace(",", ""))


def text_of(*programs: str) -> str:
    files = [shown(analysed(text, f"{number}.py"), Settings.default()) for number, text in enumerate(programs)]
    return page_of(files, len(files), "Parameters")


def test_the_sliders_count_as_keras_does(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, text_of(*PROGRAMS.values()))
    for number, text in enumerate(PROGRAMS.values()):
        clear(judge("3"))
        model = only(text)
        found = whatif_of(model)
        assert found is not None
        before = opened.rows(number)
        assert [count for count, _ in before] == [layer.params for layer in model.layers]
        widths = [max(1, knob.value * (3 + index) // 4 - 1) for index, knob in enumerate(found.knobs)]
        for index, (knob, width) in enumerate(zip(found.knobs, widths, strict=True)):
            label = f"{knob.argument} of {model.layers[knob.layer].name}"
            # Every other width with the slider itself, those between with the field beside it.
            field = opened.page.locator(f"#m{number}").get_by_label(
                label if index % 2 else f"{label}, exact", exact=True
            )
            field.fill(str(width))
        real = in_keras_with(text, found.knobs, widths)
        assert opened.rows(number) == [(count, str(shape)) for count, shape in counts(real)]
        assert opened.total(number) == real.count_params() == evaluated(found.params, widths)
        opened.page.locator(f"#m{number}").get_by_role("button", name="As in the source").click()
        assert opened.rows(number) == before
    opened.close()


def test_no_width_that_is_none_is_taken(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, text_of(SEED))
    field = opened.page.get_by_label("units of lstm, exact", exact=True)
    before = opened.rows(0)
    for wrong in ("0", "-3", "2.5", "", "99999999999"):
        field.fill(wrong)
        assert opened.rows(0) == before
    field.blur()
    assert field.input_value() == "5"
    opened.close()


def test_hostile_text_stays_text(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, hostile_page())
    opened.page.get_by_role("button", name="img src").first.click()
    opened.page.locator(".row .bar").nth(1).hover()
    assert opened.page.evaluate("window.hacked") is None
    assert opened.page.locator("img, main script").count() == 0
    heading = opened.page.locator("h1").inner_text()
    assert heading.startswith(HOSTILE[:40]) and "\\u202e\\x1b[31m" in heading
    opened.close()


def test_what_is_injected_does_not_run(browser: Any, tmp_path: Path) -> None:
    """Were all escapes to fail: the policy of the page lets its own script run alone, and nothing be asked for."""
    text = hostile_page()
    hits: list[str] = []
    with serving(hits) as elsewhere:
        _injected(browser, tmp_path, text, elsewhere)
    assert hits == []


@contextmanager
def serving(hits: list[str]) -> Iterator[str]:
    """A server that a page might send something to, and takes down what it is asked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _injected(browser: Any, tmp_path: Path, text: str, elsewhere: str) -> None:
    injected = (
        f"<script>window.hacked=1</script><script src={elsewhere}/x.js></script>"
        f"<img src={elsewhere}/x onerror=window.hacked=2><svg onload=window.hacked=3></svg>"
        "<iframe srcdoc='<script>parent.hacked=4</script>'></iframe><a href='javascript:window.hacked=5' id=go>x</a>"
        f"<object data={elsewhere}/x></object><form action={elsewhere}/x><button id=send>x</button></form>"
    )
    assert text.count("</body>") == 1
    file = tmp_path / "report.html"
    file.write_text(text.replace("</body>", f"{injected}</body>"), "utf-8")
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(file.as_uri())
    page.evaluate("document.getElementById('go').click(); document.getElementById('send').click()")
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in refused)
    page.close()


def test_with_the_keyboard_alone(browser: Any, tmp_path: Path) -> None:
    opened = Opened(browser, tmp_path, text_of(SEED, TEXTS, NESTED))
    page = opened.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    name = page.locator("#m0 .name").nth(0)
    page.locator("#m0").focus()
    page.keyboard.press("Tab")
    assert page.locator("#tip").is_visible() and "4*(13*5 + 5*5 + 5)" in page.locator("#tip").inner_text()
    assert name.get_attribute("aria-describedby") == "tip"
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()
    page.keyboard.press("Enter")
    assert name.get_attribute("aria-expanded") == "true"
    assert "recurrent_kernel" in page.locator("#m0 .more").nth(0).inner_text()
    page.locator(".map a").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == page.locator(".map a").nth(1).get_attribute(
        "href"
    )
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "ARTICLE"
    page.get_by_role("button", name="Parameters").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    cells = page.eval_on_selector_all("tbody tr td:nth-child(4)", "all => all.map(one => one.textContent)")
    numbers = [int(cell.replace(",", "")) for cell in cells if cell.replace(",", "").isdigit()]
    assert len(numbers) >= 3 and numbers == sorted(numbers)
    opened.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_nothing_serious(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    """Source of the rules: https://github.com/dequelabs/axe-core."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    opened = Opened(browser, tmp_path, text_of(SEED, PROGRAMS["pictures"], NESTED, OPEN), color_scheme=scheme)
    page = opened.page
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_label("units of lstm_2, exact", exact=True).fill("40")
    page.locator(".name").nth(2).click()
    page.locator(".row .bar").nth(1).hover()
    response = axe.Axe().run(page).response
    assert response["passes"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in response["violations"]] == []
    opened.close()


def test_a_telephone_and_paper(browser: Any, tmp_path: Path) -> None:
    """Nothing is wider than a telephone, where a name has a line of its own; on paper a layer is one row."""
    opened = Opened(browser, tmp_path, text_of(SEED, PROGRAMS["pictures"], NESTED, OPEN))
    page = opened.page
    places = (
        "rows => rows.map(row => [...row.children].map(one => one.getBoundingClientRect()).map(r => [r.top, r.bottom]))"
    )
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for (_, name), (shape, _), (bar, _), *_ in page.eval_on_selector_all("#m0 .chain .row", places):
        assert name <= shape < bar
    page.set_viewport_size({"width": 794, "height": 1123})  # A4
    page.emulate_media(media="print")
    for (top, bottom), *others in page.eval_on_selector_all("#m0 .chain .row", places):
        middle = (top + bottom) / 2
        assert all(above < middle < below for above, below in others if below)
    opened.close()


def test_variants_have_their_own_line(browser: Any, tmp_path: Path) -> None:
    """In the table; and a long name of an argument makes no page too wide."""
    text = """
def build(times):
    return Sequential([Input((9, 9, 3)), DepthwiseConv2D(3, depth_multiplier=times), Dense(2)])
build(2)
build(5)
"""
    opened = Opened(browser, tmp_path, text_of(text))
    shown = opened.page.eval_on_selector_all(
        "tbody th", "cells => cells.map(cell => cell.innerText.split('\\n').pop())"
    )
    assert sorted(shown) == ["times = 2", "times = 5"]
    for width in (1300, 1200, 1000):
        opened.page.set_viewport_size({"width": width, "height": 900})
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()


def test_many_models_open_quickly_and_print(browser: Any, tmp_path: Path) -> None:
    """The quickest of three loads, as other work on the machine is not the page's."""
    models = [model for text in (SEED, PROGRAMS["pictures"], TEXTS) for model in analysed(text).models]
    many = []
    for number in range(MODELS):
        model = models[number % len(models)]
        span = dataclasses.replace(model.span, path=f"models/{number % 50}.py", line=number + 1)
        many.append(dataclasses.replace(model, span=span))
    one = shown(FileResult("models", tuple(models)), Settings.default())
    files = [
        dataclasses.replace(
            one,
            result=FileResult("models", tuple(many)),
            models=tuple(
                {**one.models[number % len(models)], "path": f"models/{number % 50}.py"} for number in range(MODELS)
            ),
        )
    ]
    opened = Opened(browser, tmp_path, page_of(files, 50, "Many"))
    took = []
    for _ in range(3):
        opened.page.reload()
        took.append(opened.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)
    assert min(took) < SECONDS, took
    assert opened.page.locator("tbody tr th a").count() >= MODELS
    opened.page.locator(f"tbody a[href='#m{MODELS - 1}']").dispatch_event("click")
    assert len(opened.rows(MODELS - 1)) == len(many[-1].layers)
    assert opened.page.locator("article:not(.far)").count() < MODELS
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator("article.far").count() == 0
    opened.page.emulate_media(media="print")
    assert opened.page.locator("#m0 .knob").first.is_hidden() and opened.page.locator("#m0 .bar").first.is_visible()
    opened.close()
