"""Formats for machines: what they hold is what the findings hold, whatever text is in it, and their readers take it."""

from __future__ import annotations

import json
import tracemalloc
import xml.dom.minidom
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

import jsonschema
import junitparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.model.finding import Edit, Finding, Fix, Related
from lint_params.model.model import Span
from lint_params.report import FORMATS, Report, sarif, writer
from lint_params.report.places import uri
from lint_params.report.style import Style
from lint_params.rules.registry import rules
from tests.report import schemas

SPAN = Span("a,b:c.py", 3, 5, 3, 12)
FINDING = Finding(
    "LP101", "error", "50% over:\r\nsee", SPAN, "model", "lstm", 53680, 50000, Fix("fewer", (Edit(SPAN, "LSTM(18)"),))
)


def text(name: str, report: Report) -> str:
    return "".join(writer(name).write(report, Style(color=True)))


def parsed(name: str, report: Report) -> object:
    """A report read back as its readers would, and held against what they accept."""
    written = text(name, report)
    if name == "junit":
        xml.dom.minidom.parseString(written)
        return junitparser.JUnitXml.fromstring(written.encode())
    if name in ("text", "github"):
        return written
    document = json.loads(written)
    if name == "sarif":
        schemas.sarif().validate(document)
    elif name == "rdjson":
        jsonschema.validate(document, schemas.RDJSON)
    elif name == "gitlab":
        jsonschema.validate(document, schemas.GITLAB)
        assert len({entry["fingerprint"] for entry in document}) == len(document)
    return document


def run_of(report: Report) -> dict[str, object]:
    document = parsed("sarif", report)
    assert isinstance(document, dict)
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_json_is_the_contract() -> None:
    report = Report((FINDING,), files=2, models=1, layers=5, not_counted=4)
    document = json.loads(text("json", report))
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


@pytest.mark.parametrize("number", [0, 1, 2])
def test_json_is_laid_out_as_one_document(number: int) -> None:
    written = text("json", Report((FINDING,) * number))
    assert written == json.dumps(json.loads(written), indent=2) + "\n"


def test_github_escapes() -> None:
    assert text("github", Report((FINDING,))) == (
        "::error file=a%2Cb%3Ac.py,line=3,col=5,endLine=3,endColumn=12,title=lint-params LP101::50%25 over:%0D%0Asee\n"
    )


HOSTILE = "\x1b[2J::error::%0A]]>&<\"'\ufffe\u202e{0}[a](b)\udcff\ud800\0\n::warning::x"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("cell", [None, 2])
def test_hostile_text(name: str, cell: int | None) -> None:
    span = Span(HOSTILE, 1, 1, 2, 1, cell)
    fix = Fix(HOSTILE, (Edit(span, HOSTILE),))
    related = (Related(span, HOSTILE),)
    one = Finding("LP101", "error", HOSTILE, span, HOSTILE, HOSTILE, fix=fix, related=related)
    written = text(name, Report((one, one), lines={(HOSTILE, cell, 1): HOSTILE, (HOSTILE, cell, 2): HOSTILE}))
    assert parsed(name, Report((one,)))
    raw = written.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert "\x1b[2J" not in raw
    assert not {"\0", "\u202e", "\ufffe", "\udcff"} & set(raw)
    if name == "github":
        assert [line[:8] for line in written.splitlines()] == ["::error "] * 2
        assert "%250A" in written


@settings(deadline=None)
@given(st.text(), st.sampled_from([None, 0]))
def test_every_format_takes_any_text(anything: str, cell: int | None) -> None:
    span = Span(anything, 1, 1, 2, 1, cell)
    fix = Fix(anything or "x", (Edit(span, anything),))
    one = Finding("LP101", "note", anything or "x", span, anything, anything, fix=fix)  # no message is empty
    report = Report((one,), lines={(anything, cell, 1): anything})
    for name in FORMATS:
        assert parsed(name, report)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name: str) -> None:
    parsed(name, Report())


def test_sarif_holds_the_finding() -> None:
    related = Related(Span("lib/b c.py", 9, 1, 9, 4), "LSTM is made here")
    run = run_of(Report((replace(FINDING, related=(related,)),)))
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]  # type: ignore[misc]
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 12}
    place = {"artifactLocation": {"uri": "a%2Cb%3Ac.py", "uriBaseId": "%SRCROOT%"}, "region": region}
    assert result["locations"][0]["physicalLocation"] == place
    assert result["locations"][0]["logicalLocations"] == [{"name": "lstm", "fullyQualifiedName": "model.lstm"}]
    assert result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "lib/b%20c.py"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "LSTM(18)"}}]
    assert result["properties"] == {"actual": 53680, "limit": 50000}
    described = run["tool"]["driver"]["rules"]  # type: ignore[index]
    assert described[result["ruleIndex"]]["id"] == "LP101"
    assert [one["id"] for one in described] == list(rules())
    assert all("## Why is this bad?" in one["help"]["markdown"] for one in described)
    assert not any("helpUri" in one for one in described)


def test_sarif_says_nothing_of_lines_in_a_notebook() -> None:
    span = replace(SPAN, cell=3)
    run = run_of(Report((replace(FINDING, span=span, fix=Fix("fewer", (Edit(span, "x"),))),)))
    (result,) = run["results"]  # type: ignore[misc]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert "fixes" not in result
    assert result["message"]["text"].startswith("cell 3, line 3: ")


def test_sarif_is_plain_text() -> None:
    """Braces are no placeholders and brackets no links to who reads the specification."""
    (result,) = run_of(Report((replace(FINDING, message="{0} of x[0](1) and [2]"),)))["results"]  # type: ignore[misc]
    assert result["message"]["text"] == "{{0}} of x\\[0](1) and [2]"


def test_sarif_is_capped_severest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MAX_RESULTS", 3)
    ordered = [replace(FINDING, severity=one) for one in ("note", "warning", "error", "note", "error")]
    run = run_of(Report(tuple(ordered)))
    assert [one["level"] for one in run["results"]] == ["warning", "error", "error"]  # type: ignore[attr-defined]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]  # type: ignore[index]
    assert notification["message"]["text"].startswith("5 findings; these are 3 of them")


def fingerprints(findings: Iterable[Finding], lines: dict[tuple[str, int | None, int], str] | None = None) -> list[str]:
    report = Report(tuple(findings), lines=lines or {})
    found = [one["partialFingerprints"][sarif.FINGERPRINT] for one in run_of(report)["results"]]  # type: ignore[attr-defined]
    assert found == [entry["fingerprint"] for entry in parsed("gitlab", report)]  # type: ignore[attr-defined]
    return found


def test_fingerprints_stay_when_lines_move() -> None:
    moved = Span(SPAN.path, 90, 1, 91, 2)
    comment = replace(FINDING, code="LP902", model=None, layer=None)
    before = fingerprints([FINDING, FINDING, comment], {(SPAN.path, None, 3): "x = 1  # noqa: LP101"})
    after = fingerprints(
        [replace(one, span=moved, message="54 % over") for one in (FINDING, FINDING, comment)],
        {(SPAN.path, None, 90): "    x = 1  # noqa: LP101"},
    )
    assert before == after
    assert len(set(before)) == 3
    others = [replace(FINDING, code="LP103"), replace(FINDING, layer="lstm_1"), replace(FINDING, model="other")]
    elsewhere = replace(FINDING, span=replace(SPAN, path="d.py"))
    assert len({*before, *fingerprints([*others, elsewhere])}) == 7


def test_rdjson_counts_bytes() -> None:
    line = "层 = 'é'; f(LSTM(20))"
    start = line.index("LSTM(20)") + 1
    span = Span("a.py", 7, start, 7, start + len("LSTM(20)"))
    one = replace(FINDING, span=span, fix=Fix("fewer", (Edit(span, "LSTM(18)"),)))
    document = parsed("rdjson", Report((one,), lines={("a.py", None, 7): line}))
    place = document["diagnostics"][0]["location"]["range"]  # type: ignore[index]
    data = line.encode()
    assert data[place["start"]["column"] - 1 : place["end"]["column"] - 1] == b"LSTM(20)"
    assert document["diagnostics"][0]["suggestions"] == [{"range": place, "text": "LSTM(18)"}]  # type: ignore[index]
    unseen = parsed("rdjson", Report((one,)))["diagnostics"][0]  # type: ignore[index]
    assert unseen["location"]["range"] == {"start": {"line": 7}, "end": {"line": 7}}
    assert "suggestions" not in unseen


def test_junit_fails_what_fails_the_run() -> None:
    findings = [replace(FINDING, severity=severity) for severity in ("error", "warning", "note")]
    for fail_on, failures in (("error", 1), ("warning", 2), ("never", 1)):
        suites = junitparser.JUnitXml.fromstring(text("junit", Report(tuple(findings), fail_on=fail_on)).encode())
        assert (suites.tests, suites.failures, suites.skipped) == (3, failures, 3 - failures)
        cases = [case for suite in suites for case in suite]
        assert [type(case.result[0]).__name__ for case in cases] == ["Failure"] * failures + ["Skipped"] * (
            3 - failures
        )
        assert [suite.tests for suite in suites] == [3]
    (case,) = [case for suite in junitparser.JUnitXml.fromstring(text("junit", Report()).encode()) for case in suite]
    assert case.is_passed


@pytest.mark.parametrize(
    ("path", "reference"),
    [
        ("src/model.py", "src/model.py"),
        ("a b/c:d#e?.py", "a%20b/c%3Ad%23e%3F.py"),
        ("größe.py", "gr%C3%B6%C3%9Fe.py"),
        ("bad\udcff.py", "bad%FF.py"),
        ("/tmp/a b.py", "file:///tmp/a%20b.py"),
        ("C:/Users/a b.py", "file:///C:/Users/a%20b.py"),
        ("C:\\Users\\a b.py", "file:///C:/Users/a%20b.py"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_uri(path: str, reference: str) -> None:
    assert uri(path) == reference


def test_a_path_above_is_absolute() -> None:
    assert uri("../x y.py").startswith("file:///")
    assert unquote(uri("../x y.py")).endswith("/x y.py")


@pytest.mark.parametrize("name", FORMATS)
def test_a_long_report_is_never_held_as_a_whole(name: str) -> None:
    """Ten times the findings take no more memory to write, and no piece is longer."""

    def peak(number: int) -> tuple[int, int]:
        # One file each, so that a suite of JUnit, which counts its findings first, stays as small as it is.
        findings = tuple(replace(FINDING, span=replace(SPAN, path=f"p/{one}.py")) for one in range(number))
        longest = 0
        tracemalloc.start()
        for piece in writer(name).write(Report(findings), Style()):
            longest = max(longest, len(piece))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most, longest

    few, many = peak(300), peak(3_000)
    # Fingerprints remember what they have seen, some 300 bytes a finding; the text of a finding in SARIF has 900.
    room = 3_000 * 500 if name in ("sarif", "gitlab") else 100_000
    assert many[0] < few[0] + room
    assert many[1] < few[1] + 100
