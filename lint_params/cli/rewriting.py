"""Files with their fixes: written, or shown as a difference."""

from __future__ import annotations

from collections.abc import Mapping

from lint_params.cli.checking import Rewritten
from lint_params.cli.console import warn, write
from lint_params.report.escape import printable
from lint_params.report.patch import unified
from lint_params.report.style import Style
from lint_params.source.writing import write_atomically


def rewrite(rewritten: Mapping[str, Rewritten], only_show: bool, style: Style, quiet: bool) -> bool:
    """Write the files that fixes change, or show the changes; whether all could be written."""
    changed = {path: one for path, one in rewritten.items() if one.before != one.after}
    written = True
    for path, one in changed.items():
        if only_show:
            write(_shown(unified(path, one.before, one.after), style))
        elif not _written(path, one):
            written = False
    if not quiet:
        fixes, withheld = sum(one.fixes for one in changed.values()), sum(one.withheld for one in rewritten.values())
        files = "1 file" if len(changed) == 1 else f"{len(changed):,} files"
        if fixes:
            warn(f"{'would fix' if only_show else 'fixed'} {_findings(fixes)} in {files}")
        if withheld:
            warn(f"{_findings(withheld)} not fixed: the model would not be as promised")
    return written


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number:,} findings"


def _written(path: str, one: Rewritten) -> bool:
    try:
        with open(path, "rb") as file:
            if file.read() != one.before:
                warn(f"lint-params: {printable(path)} has changed meanwhile and stays as it is")
                return False
        write_atomically(path, one.after)
    except OSError as error:
        warn(f"lint-params: can't write {printable(path)}: {error.strerror}")
        return False
    return True


def _shown(text: str, style: Style) -> str:
    """The difference as it is for a pipe; for a terminal without what would do more than show."""
    if not style.color:
        return text
    looks = {"+": "green", "-": "red", "@": "cyan"}
    lines = [printable(line.rstrip("\r").replace("\t", "    ")) for line in text.split("\n")]
    return "\n".join(style.paint(line, looks[line[0]]) if line[:1] in looks else line for line in lines)
