"""The two ways in which a layer has no number: the source does not say, or Keras refuses."""

from __future__ import annotations


class Undetermined(Exception):
    """The source does not say what is needed here; ``reason`` says what, in words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Exception):
    """Keras would refuse this.

    ``message`` says why in the terms of Keras' own error; ``kind`` names the fault (``rank``, ``size``, ``argument``,
    ``groups``, ``reshape``, ``merge``, ``missing``, ``unknown-argument``, ``name``, ``not-a-layer``, ``twice`` …),
    from which the rules of the LP2 family derive their codes; ``argument`` is the argument at fault, if one is;
    ``spelling`` is a word as it is written, and the one that Keras knows.
    """

    def __init__(
        self,
        message: str,
        kind: str = "argument",
        argument: str | None = None,
        spelling: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.argument = argument
        self.spelling = spelling
