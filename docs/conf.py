"""How Sphinx makes the site of these pages: ``python tools/site.py``.

Everything that a page needs is in the site itself, search included, so that it can be read from a disk.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent
_VERSION = re.search(r'__version__ = "(.*?)"', (ROOT / "lint_params" / "__init__.py").read_text("utf-8"))
assert _VERSION is not None

project = "lint-params"
release = _VERSION[1]
copyright = "the authors of lint-params"
language = "en"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["build"]

# Headings are linked to as on the sites that show Markdown files as they are: docs/editors.md#neovim.
myst_heading_anchors = 3
myst_links_external_new_tab = False
# A link that leads nowhere is an error (``-n -W``); one to a file outside of docs/ becomes a copy of that file.
nitpicky = True
# Programs that hold what no parser takes (a notebook's magics, code with a hole) stand as they are.
suppress_warnings = ["misc.highlighting_failure"]

smartquotes = False
html_theme = "furo"
html_title = "lint-params"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_theme_options = {"navigation_with_keys": True, "top_of_page_buttons": []}

RULES = "\n```{toctree}\n:hidden:\n:glob:\n\nLP*\n```\n"


def setup(app: Sphinx) -> None:
    app.connect("source-read", _with_rules)
    app.connect("html-page-context", _for_all, priority=900)


def _with_rules(app: Sphinx, page: str, source: list[str]) -> None:
    """The list of rules leads to their pages in the site's contents; in the file itself that would only be noise."""
    if page == "rules/README":
        source[0] += RULES


def _for_all(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """What scrolls can be reached by keyboard, and the captions of the contents have a level among the headings."""
    body = context.get("body", "").replace("<pre>", '<pre tabindex="0">')
    context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    contents = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = contents.replace('role="heading"', 'role="heading" aria-level="2"')
