"""What the interpretation of one file ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_params.records import dataclass

if TYPE_CHECKING:
    from lint_params.model.model import Fault, Model, Span
    from lint_params.source.file import ReadError


@dataclass(frozen=True, slots=True)
class ProgramFault:
    """Something Keras refuses that is no layer of a model: ``model.add`` of a class, an unknown argument … ."""

    fault: Fault
    span: Span
    model: str | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """The models of a file in source order, the parts of it that could not be parsed, and what was seen besides.

    ``not_counted`` is the number of models of other kinds (functional, subclassed) that were seen; ``depends_on`` the
    paths of the project's other files that were read on the way.
    """

    path: str
    models: tuple[Model, ...] = ()
    errors: tuple[ReadError, ...] = ()
    faults: tuple[ProgramFault, ...] = ()
    not_counted: int = 0
    depends_on: tuple[str, ...] = ()
