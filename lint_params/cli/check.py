"""``lint-params check``: findings for files, directories and notebooks."""

from __future__ import annotations

import argparse
import sys

from lint_params.cli.analysis import STDIN, Run, request_of
from lint_params.cli.checking import Plan
from lint_params.cli.console import style_of, warn, write
from lint_params.cli.gathering import report_of
from lint_params.cli.options import Parser, Stop, add_reading, codes
from lint_params.cli.outputs import deliver, outputs, settled
from lint_params.records import replace
from lint_params.report import FORMATS

EXAMPLES = """\
examples:
  lint-params check                   all below the working directory
  lint-params check model.py train.ipynb
  lint-params check --select LP1,LP2 --fail-on warning src
  lint-params check --output-format text,sarif:out.sarif
                                      to read, and a file for code scanning
  lint-params check --fix             mend what can be mended safely
  lint-params check - --stdin-filename model.py < model.py

exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong use or an internal error"""


def add_arguments(parser: Parser) -> None:
    parser.description = "Findings for files, directories and notebooks; of the working directory where none is named."
    parser.epilog = EXAMPLES
    add_reading(parser)
    parser.add_argument("--select", type=codes, metavar="CODES", help="rules to apply, by codes or prefixes: LP1,LP301")
    parser.add_argument("--ignore", type=codes, metavar="CODES", help="rules to leave out")
    parser.add_argument(
        "--output-format",
        action="append",
        type=outputs,
        default=[],
        metavar="FORMAT[:FILE]",
        help=f"{', '.join(FORMATS)}; several, by commas or by giving the option again",
    )
    parser.add_argument("--output-file", metavar="FILE", help="write there what would go to standard output")
    parser.add_argument("--fail-on", choices=("error", "warning", "never"), default="error", help="exit 1 from here up")
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, and report what is left")
    parser.add_argument("--diff", action="store_true", help="write nothing but show what --fix would change")
    parser.add_argument(
        "--update-baseline",
        action="store_true",
        help="bring the baseline up to date: drop what is gone, lower what is smaller; write it where there is none",
    )
    parser.add_argument(
        "--raise-baseline", action="store_true", help="the same, and also record what is new or has grown"
    )
    parser.add_argument("--statistics", action="store_true", help="also count the findings of each rule")


def run(options: argparse.Namespace) -> int:
    """Check what the options name; the exit status."""
    wanted = settled([output for group in options.output_format for output in group], options.output_file)
    run = Run.of(request_of(options))
    if options.show_config:
        write(run.described_settings())
        return 2 if run.failed else 0
    plan = _plan(options)
    report, rewritten = report_of(run, plan)
    report = replace(
        report,
        quiet=options.quiet,
        verbose=options.verbose,
        statistics=options.statistics,
        fail_on=options.fail_on,
    )
    if plan.fix is not None:
        from lint_params.cli.rewriting import rewrite

        if not rewrite(rewritten, plan.fix == "diff", style_of(sys.stdout, options.color), options.quiet):
            run.failed = True
        # Nothing but the changes goes to where the changes go.
        wanted = [output for output in wanted if plan.fix == "write" or output.file is not None]
    # Files first: whoever reads standard output may have had enough before its end.
    for output in sorted(wanted, key=lambda output: output.file is None):
        deliver(report, output, options.color)
    if run.failed:
        return 2
    return 1 if report.reaches(options.fail_on) else 0


def _plan(options: argparse.Namespace) -> Plan:
    """What is to be done besides finding; a contradiction ends the command."""
    updating = options.update_baseline or options.raise_baseline
    if updating and STDIN in options.paths:
        warn("lint-params: a baseline is of files, not of standard input")
        raise Stop(2)
    if (options.fix or options.diff) and STDIN in options.paths:
        warn("lint-params: --fix and --diff change files, not standard input")
        raise Stop(2)
    if updating and options.diff:
        warn("lint-params: --diff writes nothing, so no baseline either")
        raise Stop(2)
    fix = "diff" if options.diff else "write" if options.fix else None
    return Plan(updating, upwards=options.raise_baseline, fix=fix)
