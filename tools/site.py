"""Build the site from ``docs/``: ``python tools/site.py [FOLDER]`` (``build/site`` unless told).

It needs the extra ``docs``. Every warning is an error: a link or an anchor that leads nowhere, a page that no table of
contents names, text that is not Markdown.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def build(pages: Path, target: Path) -> int:
    """Build the site of a folder of pages; the exit status."""
    from sphinx.cmd.build import build_main

    strict = ("-n", "-W", "--keep-going")
    # Nothing of an earlier build: a page may name another one that has since become something else.
    fresh = ("-E", "-a", "-d", f"{target}.doctrees")
    return build_main(["-b", "html", "-q", *strict, *fresh, str(pages), str(target)])


def main(arguments: list[str]) -> int:
    target = Path(arguments[0]) if arguments else ROOT / "build" / "site"
    try:
        status = build(ROOT / "docs", target)
    except ImportError as error:
        print(f'the site needs the extra docs: pip install -e ".[docs]" ({error})', file=sys.stderr)
        return 2
    if status == 0:
        print(target / "index.html")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
