"""One HTML file that needs nothing else: its style, its script, and what it holds as JSON.

The content security policy allows this style and this script by their hashes, and no request at all. What comes from
the checked project is data: it stands in the page as JSON in which no markup can begin, and the script only ever makes
text of it. All is ASCII, so that no encoding on the way changes what the hashes are of.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Sequence
from importlib import resources

from lint_params import __version__
from lint_params.page.data import Shown, document, plain

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="lint-params {version}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<noscript><p>This page draws its pictures with a script of its own; scripts are turned off here.</p></noscript>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def page(files: Sequence[Shown], looked_at: int, title: str) -> str:
    """The page over files; ``looked_at`` is the number of files that were looked at."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return _PAGE.format(
        policy=html.escape(policy),
        version=html.escape(__version__),
        title=html.escape(plain_text(title)).encode("ascii", "xmlcharrefreplace").decode(),
        style=style,
        script=script,
        data=embedded({**document(files, looked_at), "title": title}),
    )


def embedded(value: object) -> str:
    r"""JSON to stand in a ``script`` element: ``<``, ``>`` and ``&`` are written ``\u003c`` and so on, so that nothing
    in it ends the element or begins a comment. Source: https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements
    """
    text = json.dumps(plain(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def plain_text(text: str) -> str:
    """Text made safe to show."""
    return str(plain(text))


def _asset(name: str) -> str:
    return (resources.files("lint_params.page") / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
