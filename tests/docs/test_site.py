"""The site of the documentation: it is built without a warning, asks for nothing, and can be read by all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import ROOT
from tests.docs.tools import tool
from tests.real.browser import chromium

pytest.importorskip("sphinx", reason="needs the extra docs")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*MystReferenceResolver.app.*"),  # of MyST-Parser, for an older Sphinx
]

NARROW = 360
LOOKED_AT = ("index", "tutorial", "configuration", "rules/LP101", "integrations")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as CONTRIBUTING.md says."""
    target = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run([sys.executable, "tools/site.py", str(target)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from chromium()


def test_every_page_is_there(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    built = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    assert pages <= built
    # What is linked to and is no page of its own is beside the pages.
    assert list(site.glob("_downloads/*/action.yml")) and list(site.glob("_downloads/*/json.schema.json"))


@pytest.mark.parametrize(
    "mistake", ["[gone](gone.md)", "[no such heading](other.md#nowhere)", "[no such file](../gone.yml)"]
)
def test_a_link_that_leads_nowhere_is_an_error(mistake: str, tmp_path: Path) -> None:
    pages = tmp_path / "docs"
    shutil.copytree(ROOT / "docs" / "_static", pages / "_static")
    shutil.copy(ROOT / "docs" / "conf.py", pages)
    (tmp_path / "lint_params").mkdir()
    shutil.copy(ROOT / "lint_params" / "__init__.py", tmp_path / "lint_params")
    (pages / "other.md").write_text("# Other\n\n## Here\n\n[home](index.md), [here](#here)\n")
    index = "# Home\n\n[other](other.md#here)\n\n```{toctree}\nother\n```\n"
    (pages / "index.md").write_text(index)
    assert tool("site").build(pages, tmp_path / "right") == 0
    (pages / "index.md").write_text(f"{index}\n{mistake}\n")
    assert tool("site").build(pages, tmp_path / "wrong") != 0


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_pages_in_a_browser(browser: Any, site: Path, scheme: str) -> None:
    """No request, no message, nothing wider than a telephone, nothing that axe-core finds serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = browser.new_page(viewport={"width": NARROW, "height": 800}, color_scheme=scheme)
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for name in LOOKED_AT:
        page.goto((site / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, name
        violations = axe.Axe().run(page, options={"preload": False}).response["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"]) for one in violations if one["impact"] in ("serious", "critical")
        ]
        assert serious == [], name
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_the_search_works_from_a_disk(browser: Any, site: Path) -> None:
    page = browser.new_page()
    page.goto(f"{(site / 'search.html').as_uri()}?q=recurrent_kernel")
    page.locator("#search-results li a").first.wait_for(timeout=10_000)
    assert page.locator("#search-results li a").count() >= 1
    page.close()
