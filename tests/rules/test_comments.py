"""Comments: what they say, what they silence, and which do nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_params.comments import Comments, read_comments
from lint_params.interpret.result import FileResult
from lint_params.model.finding import Finding
from lint_params.rules import check_file
from lint_params.source.file import Cell, ReadError, SourceFile
from tests.rules.models import PATH, findings, made, model
from tests.rules.models import settings as config

OVER = "budgets: [{max-params: 100}, {for: model, max-params: 100}]"
PROGRAM = """\
from keras import Sequential, layers

model = Sequential([
    layers.Dense(100),
    layers.Dense(200),
])
"""


def comments(*texts: str) -> Comments:
    return read_comments(
        SourceFile(PATH, tuple(Cell(text, None if len(texts) == 1 else i) for i, text in enumerate(texts)))
    )


def program(**added: str) -> str:
    """The program with comments: ``line_4="# noqa: LP101"``."""
    lines = PROGRAM.split("\n")
    for name, comment in added.items():
        lines[int(name.removeprefix("line_")) - 1] += "  " + comment
    return "\n".join(lines)


def told(text: str, settings_text: str = OVER) -> list[str]:
    found = findings(settings_text, model((13,), made("Dense", 100), made("Dense", 200), line=3), text=text)
    return [f"{finding.span.line} {finding.code}" for finding in found]


def test_without_comments() -> None:
    assert told(PROGRAM) == ["3 LP102", "4 LP101", "5 LP101"]


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ({"line_4": "# lint-params: ignore[LP101]"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[LP101] -- as the paper has it"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "#lint-params:ignore[ LP101 ]--so"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[LP1]"}, ["5 LP101"]),
        ({"line_4": "# noqa: LP101"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# NOQA:LP101"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# noqa: E501, LP101"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# noqa: E501 LP101"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# type: ignore  # lint-params: ignore[LP101]"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[LP101] -- so  # noqa: E501"}, ["3 LP102", "5 LP101"]),
        ({"line_4": "# noqa"}, ["3 LP102", "4 LP101", "5 LP101"]),
        ({"line_4": "# noqa: E501"}, ["3 LP102", "4 LP101", "5 LP101"]),
        ({"line_3": "# lint-params: ignore[LP102]"}, ["4 LP101", "5 LP101"]),
        ({"line_6": "# lint-params: ignore[LP102]"}, ["4 LP101", "5 LP101"]),
        ({"line_3": "# lint-params: ignore[LP101]"}, ["3 LP102"]),
        ({"line_6": "# lint-params: ignore[LP101, LP102]"}, []),
        ({"line_2": "# lint-params: ignore-file[LP101]"}, ["3 LP102"]),
        ({"line_7": "# lint-params: ignore-file[LP1]"}, []),
        ({"line_4": "# lint-params: ignore[LP103]"}, ["3 LP102", "4 LP101", "4 LP902", "5 LP101"]),
        ({"line_2": "# lint-params: ignore[LP101]"}, ["2 LP902", "3 LP102", "4 LP101", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[LP101, LP103]"}, ["3 LP102", "4 LP902", "5 LP101"]),
        ({"line_1": "# noqa: E501, LP101"}, ["1 LP902", "3 LP102", "4 LP101", "5 LP101"]),
        ({"line_2": "# lint-params: ignore-file[LP2]"}, ["2 LP902", "3 LP102", "4 LP101", "5 LP101"]),
        ({"line_2": "# lint-params: ignore[LP110]"}, ["2 LP902", "3 LP102", "4 LP101", "5 LP101"]),
        ({"line_2": "# lint-params: ignore[LP1]", "line_1": "# lint-params: ignore-file[LP902]"}, [
            "3 LP102", "4 LP101", "5 LP101",
        ]),
        ({"line_4": "# lint-params: ignore"}, ["3 LP102", "4 LP101", "4 LP902", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[]"}, ["3 LP102", "4 LP101", "4 LP902", "5 LP101"]),
        ({"line_4": "# lint-params: ingore[LP101]"}, ["3 LP102", "4 LP101", "4 LP902", "5 LP101"]),
        ({"line_4": "# lint-params: ignore[E501]"}, ["3 LP102", "4 LP101", "4 LP902", "5 LP101"]),
        ({"line_4": "# lint-params: params=5"}, ["3 LP102", "4 LP101", "5 LP101"]),
        ({"line_3": "# lint-params: input=(13,)"}, ["3 LP102", "4 LP101", "5 LP101"]),
        ({"line_2": "# lint-params: params=5"}, ["2 LP902", "3 LP102", "4 LP101", "5 LP101"]),
    ],
    ids=repr,
)  # fmt: skip
def test_what_a_comment_silences(added: dict[str, str], expected: list[str]) -> None:
    assert told(program(**added)) == expected


def test_a_string_is_no_comment() -> None:
    assert told(PROGRAM.replace("\n\n", '\ntext = "# lint-params: ignore-file[LP1]"; more = """\n', 1) + '"""') == [
        "3 LP102", "4 LP101", "5 LP101",
    ]  # fmt: skip


def test_the_statement_around_a_layer_counts() -> None:
    text = "model = Sequential()\n\n\nmodel.add(\n    layers.Dense(100)\n)  # lint-params: ignore[LP101]\n"
    found = model((13,), made("Dense", 100), line=4)
    assert [finding.code for finding in findings("budgets: [{max-params: 100}]", found, text=text)] == []


def test_rules_that_do_not_speak_leave_comments_alone() -> None:
    text = program(line_4="# lint-params: ignore[LP101]")
    assert told(text, "ignore: LP101") == []
    assert told(text, "{}") == ["4 LP902"]
    assert told(text, "ignore: LP902") == []


def test_a_broken_file_says_nothing_of_comments() -> None:
    text = "model = Sequential([  # lint-params: ignore[LP101]\n"
    result = FileResult(PATH, errors=(ReadError(PATH, "never closed", 1, 20),))
    source = SourceFile(PATH, (Cell(text),))
    assert [finding.code for finding in check_file(result, source, config("{}"))] == ["LP901"]
    silenced = SourceFile(PATH, (Cell(text + "# lint-params: ignore-file[LP901] -- as it came\n"),))
    assert check_file(result, silenced, config("{}")) == []
    assert [finding.code for finding in check_file(result, None, config("{}"))] == ["LP901"]


def applied(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    lines = text.split("\n")

    def offset(line: int, column: int) -> int:
        return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1

    for edit in reversed(finding.fix.edits):
        start, end = (
            offset(edit.span.line, edit.span.column),
            offset(edit.span.end_line, edit.span.end_column),
        )
        text = text[:start] + edit.text + text[end:]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = 1  # lint-params: ignore[LP101]\n", "x = 1\n"),
        ("x = 1  # lint-params: ignore[LP101]", "x = 1"),
        ("x = 1\n  # lint-params: ignore[LP101] -- so\ny = 2\n", "x = 1\ny = 2\n"),
        ("x = 1\n# lint-params: ignore[LP101]", "x = 1\n"),
        ("x = 1  # lint-params: ignore[LP101]  # noqa: E501\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # type: int  # lint-params: ignore[LP101]\n", "x = 1  # type: int\n"),
        ("x = 1  # noqa: E501, LP101\n", "x = 1  # noqa: E501\n"),
        ("x = 1  # noqa: LP101\n", "x = 1\n"),
        ("x = 1  # lint-params: params=5\n", "x = 1\n"),
        ("x = 1\r\n# noqa: LP101\r\ny = 2\r\n".replace("\r", ""), "x = 1\ny = 2\n"),
    ],
)
def test_fixes(before: str, after: str) -> None:
    (finding,) = findings("{}", text=before)
    assert finding.code == "LP902"
    assert applied(before, finding) == after
    assert findings("{}", text=after) == []


def test_part_of_a_comment_is_removed() -> None:
    text = program(line_4="# lint-params: ignore[LP101, LP103] -- both")
    found = findings(OVER, model((13,), made("Dense", 100), made("Dense", 200), line=3), text=text)
    (finding,) = [finding for finding in found if finding.code == "LP902"]
    assert applied(text, finding) == program(line_4="# lint-params: ignore[LP101] -- both")


def test_what_comments_state() -> None:
    found = comments("a = 1  # lint-params: params=53_680 -- from the paper\nb = 2  # lint-params: input=(400, None)\n")
    assert (found.stated_params(1, 1), found.stated_params(2, 2), found.stated_input(1, 3)) == (
        53_680,
        None,
        (400, None),
    )
    assert comments("a  # lint-params: input=[28, 28]").stated_input(1, 1) == (28, 28)
    assert comments("a  # lint-params: input=(13,)").stated_input(1, 1) == (13,)
    deep = f"input=({'-' * 5000}1,)"
    wrongs = ("input=(0,)", "input=(x,)", "input=13", "params=5k", "params=-1", "input=('a',)", "input=(True,)")
    for wrong in (*wrongs, "input=({{}},)", deep):
        assert [mistake.text for mistake in comments(f"a  # lint-params: {wrong}").mistakes] == [
            f"# lint-params: {wrong}"
        ]


def test_cells() -> None:
    found = comments("a  # lint-params: params=1", "b", "c  # lint-params: params=2")
    assert [found.stated_params(1, 1, cell) for cell in (0, 1, 2)] == [1, None, 2]


def test_columns_count_code_points() -> None:
    (suppression,) = comments("ä = 'ß😀'  # lint-params: ignore[LP101]\r\n").suppressions
    assert (suppression.span.column, suppression.span.end_column) == (11, 11 + len(suppression.text))


def test_code_that_can_not_be_tokenized_is_read_line_by_line() -> None:
    text = (
        "x = (\n'# lint-params: ignore[LP1]'\ny = ?  # lint-params: ignore[LP102]\nz = '''\n# lint-params: params=5\n"
    )
    found = comments(text)
    assert [(one.codes, one.span.line) for one in found.suppressions] == [(("LP102",), 3)]
    assert found.stated_params(5, 5) == 5


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("#lint-params: ignore[LP101]=(4,) noqa\n'\"\\x"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    comments("# lint-params: " + text + "\n# LP")
