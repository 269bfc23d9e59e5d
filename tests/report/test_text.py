"""The text of a report: headline, source line, carets, last line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_params.model.finding import Finding
from lint_params.model.model import Span
from lint_params.report import Report
from lint_params.report.escape import width
from lint_params.report.style import Style
from lint_params.report.text import write as pieces


def finding(line: str, part: str, message: str = "too many", **more: object) -> tuple[Finding, str]:
    start = line.index(part) + 1
    span = Span("model.py", 7, start, 7, start + len(part), more.pop("cell", None))  # type: ignore[arg-type]
    return Finding("LP101", str(more.pop("severity", "error")), message, span), line


def write(report: Report, style: Style) -> str:
    return "".join(pieces(report, style))


def text(one: tuple[Finding, str], **style: object) -> str:
    report = Report((one[0],), 1, 1, 2, lines={("model.py", one[0].span.cell, 7): one[1]})
    return write(report, Style(**style))  # type: ignore[arg-type]


def test_headline_is_the_contract_line() -> None:
    first, source, carets, *_ = text(finding("    model.add(LSTM(20))", "LSTM(20)")).split("\n")
    assert first == "model.py:7:15: LP101 error: too many"
    assert source == "  7 │ model.add(LSTM(20))"
    assert carets == "    │           ^^^^^^^^"


def test_cell() -> None:
    assert text(finding("LSTM(20)", "LSTM(20)", cell=3)).startswith("model.py:cell 3:7:1: LP101")


@pytest.mark.parametrize("before", ["\t\tmodel.add(", "名前 = f(", "x = 'é\u0301' + f(", "\x0c    f("])
def test_carets_stand_under_the_layer(before: str) -> None:
    _, source, carets, *_ = text(finding(f"{before}LSTM(20))", "LSTM(20)")).split("\n")
    assert width(carets[: carets.index("^")]) == width(source[: source.index("LSTM")])
    assert carets.count("^") == len("LSTM(20)")


@given(
    st.text("ab层\t", max_size=200),
    st.text("cd层", min_size=1, max_size=200),
    st.text("ef", max_size=200),
    st.integers(20, 100),
)
def test_long_lines_are_cut_to_the_width(before: str, marked: str, after: str, columns: int) -> None:
    _, *excerpt, _, _, _ = text(finding("x" + before + marked + after, marked), width=columns).split("\n")
    assert len(excerpt) == 2
    for line in excerpt:
        assert width(line) <= columns
    assert "^" in excerpt[1]


def test_escapes() -> None:
    shown = text(finding("LSTM(20)  # \x1b[2J", "LSTM(20)", "layer '\x1b]0;x\x07'"))
    assert "\x1b" not in shown
    assert r"\x1b[2J" in shown


def test_color_only_where_asked() -> None:
    one = finding("LSTM(20)", "LSTM(20)")
    assert "\x1b[" not in text(one)
    assert "\x1b[1;31merror" in text(one, color=True)


def test_ascii() -> None:
    assert text(finding("a" * 300 + " LSTM(20)", "LSTM(20)"), unicode=False, width=60).isascii()


def test_the_last_line_says_what_was_not_counted() -> None:
    silent = write(Report(files=3, not_counted=2), Style())
    assert silent == (
        "3 files, 0 models, 0 layers: no Sequential model found; "
        "not counted: 2 models of other kinds (functional or subclassed)\n"
    )
    assert write(Report(files=1, models=1, layers=4), Style()) == "1 file, 1 model, 4 layers: no findings\n"


def test_quiet_is_one_line_a_finding() -> None:
    one, _ = finding("LSTM(20)", "LSTM(20)")
    assert write(Report((one, one), quiet=True), Style()).count("\n") == 2


def test_statistics() -> None:
    one, _ = finding("LSTM(20)", "LSTM(20)")
    two, _ = finding("LSTM(20)", "LSTM(20)", severity="warning")
    assert "2  LP101  error\n1  LP101  warning\n" in write(Report((one, two, one), statistics=True), Style())
