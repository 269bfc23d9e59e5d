"""``lint-params scan``: the same analysis over millions of files, on Dask."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys

from lint_params.cli.console import style_of, warn, write
from lint_params.cli.extras import command_for
from lint_params.cli.options import Parser, Stop, below, codes
from lint_params.config.settings import Settings
from lint_params.records import replace
from lint_params.report.escape import printable

NEEDED = ("dask", "distributed", "pyarrow")

EXAMPLES = """\
examples:
  lint-params scan src -o found           a directory with code
  lint-params scan src -o found --output-format json > summary.json
                                          what was found, said again

data sets: Parquet (.parquet), JSON Lines (.jsonl, .jsonl.gz …), archives (.zip, .tar.gz …); files or folders of them
needs the extra: pip install "lint-params[scan]"

exit status: 0 all done, 2 wrong use, or something could not be done, 130 interrupted"""


def add_arguments(parser: Parser) -> None:
    parser.description = (
        "Scan a data set of source files for models, on all cores or on a cluster. OUT becomes a folder of Parquet\n"
        "files: models, layers, findings, errors. The same command goes on where an earlier one was ended.\n"
        "docs/scale.md says more."
    )
    parser.epilog = EXAMPLES
    parser.add_argument("datasets", nargs="+", metavar="PATH", help="data sets, or directories with code")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="the folder to write to")
    parser.add_argument("--config", metavar="FILE", help="the configuration; without it none is read, wherever it lies")
    parser.add_argument("--select", type=codes, metavar="CODES", help="rules to use, by code or prefix")
    parser.add_argument("--ignore", type=codes, metavar="CODES", help="rules not to use")
    parser.add_argument(
        "--workers",
        "--jobs",
        "-j",
        type=below(10_000),
        metavar="N",
        help="processes to work with (default: one a core)",
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help="work on the cluster of this Dask scheduler instead")
    for name, what in (("path", "the path of a file"), ("content", "its text"), ("repo", "its repository")):
        parser.add_argument(f"--{name}-column", metavar="NAME", help=f"the column that holds {what}")
    parser.add_argument(
        "--partition-size", type=below(10_000_000), default=5_000, metavar="N",
        help="files that are done, and done again, together (default: 5000)",
    )  # fmt: skip
    parser.add_argument(
        "--file-timeout", type=below(1_000_000), default=300, metavar="SECONDS",
        help="give a file up that takes more of the processor's time (default: 300)",
    )  # fmt: skip
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="how to say what was found")


def run(options: argparse.Namespace) -> int:
    """Scan what the options name, and say what is in the output; the exit status."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        warn(f"lint-params: scan needs {' and '.join(missing)}: {command_for('scan')}")
        raise Stop(2)
    from lint_params.cli.pool import cores
    from lint_params.scan.cluster import Unreachable
    from lint_params.scan.inputs import Columns, Input, NoInput
    from lint_params.scan.output import Output, Refused
    from lint_params.scan.report import report
    from lint_params.scan.run import Request, complain, scan

    settings = _settings(options)
    named = {name: (value,) for name in ("path", "content", "repo") if (value := getattr(options, f"{name}_column"))}
    output = Output(options.output)
    try:
        given = Input.of(options.datasets, replace(Columns(), **named), options.partition_size, settings.excludes)
        request = Request(
            given,
            output,
            settings,
            options.workers or cores(),
            options.scheduler,
            options.file_timeout,
            options.quiet,
        )
        outcome = scan(request)
    except (NoInput, Refused, Unreachable) as error:
        warn(f"lint-params: {printable(str(error))}")
        raise Stop(2) from None
    status = complain(outcome, output.path)
    if status == 0:
        write(report(output, options.output_format, style_of(sys.stdout, options.color)))
    return status


def _settings(options: argparse.Namespace) -> Settings:
    settings = Settings.default()
    if options.config is not None:
        from lint_params.config.load import load

        settings = load(options.config, os.curdir)
    if options.select is not None:
        settings = replace(settings, select=options.select)
    return settings if options.ignore is None else replace(settings, ignore=options.ignore)
