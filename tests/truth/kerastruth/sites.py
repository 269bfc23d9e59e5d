"""Which call of the program made which model."""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any


@dataclass(slots=True)
class Made:
    """A model and the call that made it: ``line`` is the first line of the call in the checked file.

    ``also`` are other lines a reader may call the model's: that of ``super().__init__()`` in a subclass. ``by_keras``
    says that Keras made it on the program's behalf (a clone). ``statement`` is the top-level statement then running.
    """

    model: Any
    cell: int | None
    line: int
    function: str | None
    statement: int
    by_keras: bool = False
    also: list[int] = field(default_factory=list)


class Recorder:
    """Keeps every ``Sequential`` that the program makes, and with it all layers, alive to the end."""

    def __init__(self, sources: dict[str, tuple[int | None, ast.Module]]) -> None:
        """``sources``: the code names (``co_filename``) of the checked file's cells, with cell and tree."""
        self.made: list[Made] = []
        self.statement = 0
        self.sources = sources
        self._lines = {
            name: {
                (node.end_lineno, node.end_col_offset): node.lineno
                for node in ast.walk(tree)
                if isinstance(node, ast.Call)
            }
            for name, (_, tree) in sources.items()
        }

    def watch(self, sequential: Any) -> None:
        """Record every instance of the class ``sequential`` and of its subclasses."""
        new, init = sequential.__new__, sequential.__init__

        def recording_new(cls: Any, *args: object, **kwargs: object) -> Any:
            model = new(cls, *args, **kwargs)
            self._note(model, sys._getframe(1))
            return model

        def recording_init(model: Any, *args: object, **kwargs: object) -> None:
            caller = sys._getframe(1)
            if type(model) is not sequential and caller.f_code.co_filename in self.sources:
                for made in self.made:
                    if made.model is model:
                        made.also.append(self._line(caller))
            init(model, *args, **kwargs)

        sequential.__new__ = recording_new
        sequential.__init__ = recording_init

    def _note(self, model: Any, caller: FrameType) -> None:
        if isinstance(model, type):
            return
        by_keras = _of_keras(caller)
        frame: FrameType | None = caller
        while frame is not None and frame.f_code.co_filename not in self.sources:
            if frame.f_code.co_filename.startswith("<frozen importlib"):
                return  # made by an import: a model of the imported file
            frame = frame.f_back
        if frame is None:
            return
        cell = self.sources[frame.f_code.co_filename][0]
        name = frame.f_code.co_name
        function = None if name == "<module>" else name
        self.made.append(Made(model, cell, self._line(frame), function, self.statement, by_keras))

    def _line(self, frame: FrameType) -> int:
        """The first line of the call that ``frame`` is in."""
        positions = getattr(frame.f_code, "co_positions", None)
        if positions is None:
            return frame.f_lineno
        line, end_line, _, end_column = list(positions())[frame.f_lasti // 2]
        return self._lines[frame.f_code.co_filename].get((end_line, end_column), line or frame.f_lineno)


def _of_keras(frame: FrameType) -> bool:
    parts = Path(frame.f_code.co_filename).parts
    return "site-packages" in parts and bool({"keras", "tf_keras"} & set(parts))
