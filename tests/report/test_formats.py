"""Formats for machines: what they hold is what the findings hold, whatever text is in it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from lint_params.model.finding import Edit, Finding, Fix
from lint_params.model.model import Span
from lint_params.report import FORMATS, Report, writer
from lint_params.report.style import Style

SPAN = Span("a,b:c.py", 3, 5, 3, 12)
FINDING = Finding(
    "LP101", "error", "50% over:\r\nsee", SPAN, "model", "lstm", 53680, 50000, Fix("fewer", (Edit(SPAN, "LSTM(18)"),))
)


def test_json_is_the_contract() -> None:
    report = Report((FINDING,), files=2, models=1, layers=5, not_counted=4)
    document = json.loads(writer("json").write(report, Style(color=True)))
    place = {"path": "a,b:c.py", "cell": None, "line": 3, "column": 5, "end_line": 3, "end_column": 12}
    assert document == {
        "version": 1,
        "findings": [
            {
                "code": "LP101",
                "severity": "error",
                "message": "50% over:\r\nsee",
                **place,
                "model": "model",
                "layer": "lstm",
                "actual": 53680,
                "limit": 50000,
                "fix": {"message": "fewer", "edits": [{**place, "text": "LSTM(18)"}]},
            }
        ],
        "summary": {"files": 2, "models": 1, "layers": 5, "errors": 1, "warnings": 0, "notes": 0, "not_counted": 4},
    }


def test_github_escapes() -> None:
    assert writer("github").write(Report((FINDING,)), Style()) == (
        "::error file=a%2Cb%3Ac.py,line=3,col=5,endLine=3,endColumn=12,title=lint-params LP101::50%25 over:%0D%0Asee\n"
    )


@given(st.text())
def test_every_format_takes_any_text(text: str) -> None:
    span = Span(text, 1, 1, 2, 1, 0)
    report = Report((Finding("LP101", "note", text, span, text, text),), lines={(text, 0, 1): text})
    for name in FORMATS:
        assert writer(name).write(report, Style())
