"""The library: what the commands ``check`` and ``summary`` do, as functions.

Import them from ``lint_params``; docs/api.md shows their use.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable

from lint_params.cli.analysis import STDIN, Request, Run
from lint_params.cli.pool import Analysed
from lint_params.interpret.result import FileResult
from lint_params.model.model import Model
from lint_params.records import dataclass
from lint_params.report import Report
from lint_params.source.file import ReadError

Path = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """The models of some files in source order, and what could not be read of them.

    ``not_counted`` is the number of models of other kinds that were seen, functional or subclassed; ``problems`` says
    in which files this program itself failed.
    """

    models: tuple[Model, ...] = ()
    errors: tuple[ReadError, ...] = ()
    not_counted: int = 0
    problems: tuple[str, ...] = ()

    def json(self) -> str:
        """What ``lint-params summary --format json`` writes."""
        from lint_params.report.summary_json import dumped

        return dumped(self.models, self.errors)


def check(
    *paths: Path,
    source: str | bytes | None = None,
    filename: str | None = None,
    config: Path | None = None,
    isolated: bool = False,
    select: str | Iterable[str] | None = None,
    ignore: str | Iterable[str] | None = None,
    jobs: int | None = 1,
) -> Report:
    """The findings of files, directories and notebooks (of the working directory where none is named), or of a text
    ``source`` that is called ``filename``.

    The arguments mean what the options of ``lint-params check`` mean; ``jobs=None`` is as many processes as pay. A path
    that is not there is among the report's ``problems``. Raises ``lint_params.config.errors.ConfigError`` for a mistake
    in a configuration, and ``ValueError`` for a code that no rule has.
    """
    from lint_params.cli.checking import Plan
    from lint_params.cli.gathering import report_of

    request = _request(paths, source, filename, config, isolated, _codes(select), _codes(ignore), jobs)
    report, _ = report_of(Run.of(request, _nobody), Plan())
    return report


def summarize(
    source_or_path: Path | bytes,
    *,
    filename: str | None = None,
    config: Path | None = None,
    isolated: bool = False,
    jobs: int | None = 1,
) -> Summary:
    """The models of a file, a directory, a notebook, or a source text.

    A ``str`` that names something that exists is a path; else one with a line break or a parenthesis is source, called
    ``filename``; bytes are source always, an ``os.PathLike`` never. Raises ``FileNotFoundError`` for a path that leads
    nowhere, and ``lint_params.config.errors.ConfigError`` for a mistake in a configuration.
    """
    source = _source(source_or_path)
    paths = () if source is not None else (os.fsdecode(source_or_path),)
    run = Run.of(_request(paths, source, filename, config, isolated, None, None, jobs), _nobody)
    return summary_of(list(run.results(result_of)), run)


def summary_of(results: Iterable[FileResult], run: Run) -> Summary:
    """The results of a run as a summary."""
    results = list(results)
    return Summary(
        tuple(model for result in results for model in result.models),
        tuple(error for result in results for error in result.errors),
        sum(result.not_counted for result in results),
        tuple(run.problems),
    )


def result_of(one: Analysed) -> FileResult:
    """The work on each file that only its models are asked of."""
    return one.result


def _source(source_or_path: Path | bytes) -> bytes | None:
    """The source that is given; ``None`` where it is a path."""
    if isinstance(source_or_path, bytes):
        return source_or_path
    try:
        exists = os.path.lexists(source_or_path)
    except ValueError:  # a null byte
        exists = False
    if exists:
        return None
    if isinstance(source_or_path, str) and (not source_or_path or re.search(r"[\n\r(]", source_or_path)):
        return source_or_path.encode("utf-8", "surrogatepass")
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(source_or_path))


def _request(
    paths: Iterable[Path],
    source: str | bytes | None,
    filename: str | None,
    config: Path | None,
    isolated: bool,
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    jobs: int | None,
) -> Request:
    named = tuple(os.fspath(path) for path in paths)
    if source is not None and named:
        raise ValueError("paths and source exclude each other")
    if config is not None and isolated:
        raise ValueError("config and isolated exclude each other")
    if isinstance(source, str):
        source = source.encode("utf-8", "surrogatepass")
    return Request(
        (STDIN,) if source is not None else named or (os.curdir,),
        None if config is None else os.fspath(config),
        isolated,
        filename,
        select=select,
        ignore=ignore,
        jobs=jobs,
        source=source,
    )


def _codes(given: str | Iterable[str] | None) -> tuple[str, ...] | None:
    from lint_params.rules.registry import codes_of

    return None if given is None else codes_of(given)


def _nobody(message: str) -> None:
    """A library says nothing on standard error: the message is in the result as well."""
