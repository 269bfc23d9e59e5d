"""Write ``docs/rules/`` from the rules' own text: a page for each, and a list of all.

Run it after changing a rule; ``--check`` only says whether the pages are up to date::

    python tools/rule_docs.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lint_params.rules.pages import default_text, page  # noqa: E402
from lint_params.rules.registry import rules  # noqa: E402

PAGES = ROOT / "docs" / "rules"
NOTE = "<!-- Written by tools/rule_docs.py from the rule's own text in lint_params/rules/. -->\n\n"

INTRODUCTION = """\
# Rules

`select` and `ignore` in the configuration, and the options of `lint-params check` of the same names, take codes or how
they begin. `lint-params rule CODE` shows a page in the terminal. Every example on the pages is run by the tests, and
what Keras is said to refuse, by Keras.

| code | name | what it finds | |
| --- | --- | --- | --- |
"""


def pages() -> dict[str, str]:
    """The content of each file, by its name."""
    lines = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.summary} | {default_text(rule)} |"
        for rule in rules().values()
    ]
    index = INTRODUCTION + "\n".join(lines) + "\n"
    return {"README.md": NOTE + index, **{f"{rule.code}.md": NOTE + page(rule) for rule in rules().values()}}


def main(arguments: list[str]) -> int:
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")} if PAGES.is_dir() else {}
    if arguments == ["--check"]:
        stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
        for name in stale:
            print(f"docs/rules/{name} is not up to date: run python tools/rule_docs.py", file=sys.stderr)
        return 1 if stale else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for name in there.keys() - wanted.keys():
        (PAGES / name).unlink()
    for name, content in wanted.items():
        (PAGES / name).write_text(content, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
