"""How text output may look: colours or none, how wide, which characters."""

from __future__ import annotations

from lint_params.records import dataclass

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@dataclass(frozen=True, slots=True)
class Style:
    """The looks of one output. ``width`` is in columns; ``unicode`` says whether box characters can be written.

    On a ``terminal`` long lines are broken, and there are bars: it is a person who reads.
    """

    color: bool = False
    width: int = 120
    unicode: bool = True
    terminal: bool = False

    def paint(self, text: str, *looks: str) -> str:
        """The text in a colour, where there are any."""
        if not self.color or not text:
            return text
        return f"\x1b[{';'.join(_CODES[look] for look in looks)}m{text}\x1b[0m"
