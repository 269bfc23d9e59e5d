"""Nothing that a checked project is called or holds acts on who reads about it: in no field of no format.

Each attack stands in every field of what a writer is given. A terminal gets no control character, GitHub's runner no
command, a reader of Markdown or HTML no element that the format does not make itself; JSON and XML hold the text whole.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from lint_params.api import Summary
from lint_params.explain.model import explained
from lint_params.history.compare import ModelChange, compared
from lint_params.history.git import Commit
from lint_params.history.shot import shot_of
from lint_params.history.timeline import Line, Moment
from lint_params.interpret.result import FileResult
from lint_params.jupyter import table
from lint_params.model.finding import Edit, Finding, Fix, Related
from lint_params.model.model import Model, Span
from lint_params.report import (
    FORMATS,
    Report,
    diff,
    explain_json,
    explain_markdown,
    explain_text,
    log,
    suggest,
    summary_json,
    summary_markdown,
    summary_svg,
    summary_text,
    writer,
)  # fmt: skip
from lint_params.report.columns import COLUMNS
from lint_params.report.style import Style
from lint_params.source.file import ReadError
from lint_params.suggest.model import Suggested, suggested
from tests.cli.command import run
from tests.interpret.programs import analysed, models
from tests.page.programs import SEED, TEXTS
from tests.report.hostile import ATTACKS, hostile

PLAIN = Style()
OPEN = "model = Sequential([Input((unknown.shape[1], 4)), LSTM(unknown.units), Dense(3)])\n"
NESTED = "model = Sequential([Input((8,)), Sequential([Dense(4), Dense(3)], name='inner'), Lambda(f), Dense(2)])\n"
SOURCES = (SEED, TEXTS, OPEN, NESTED)


@pytest.fixture(scope="module")
def sound() -> list[Model]:
    """Models of all kinds: counted, open, nested."""
    return [model for text in SOURCES for model in analysed(text).models]


def result(attack: str, sound: list[Model]) -> FileResult:
    return FileResult(attack, tuple(hostile(model, attack) for model in sound), (ReadError(attack, attack),))


def report(attack: str) -> Report:
    one = Span(attack, 3, 2, 4, 3)
    finding = Finding(
        "LP101", "error", attack, one, attack, attack, 5, 4, Fix(attack, (Edit(one, attack),)), (Related(one, attack),)
    )
    noted = Finding("LP301", "note", attack, Span(attack, 5, 1, 5, 1, cell=2), attack, None)
    lines = {(attack, None, 3): attack, (attack, None, 4): attack, (attack, 2, 5): attack}
    return Report((finding, noted), 1, 1, 1, 0, lines, statistics=True, verbose=True, problems=(attack,))


def difference(attack: str) -> diff.Difference:
    return hostile(diff.Difference(attack, attack, changes(), (attack,)), attack)


@functools.cache
def changes() -> tuple[ModelChange, ...]:
    before, after = ([shot_of(model) for model in models(text)] for text in (SEED, SEED.replace("650", "65") + TEXTS))
    found = compared(before, after)
    assert any(change.layers for change in found)
    return tuple(found)


@functools.cache
def smaller() -> Suggested:
    (model,) = models(SEED)
    return suggested(model, 20_000, Fraction(1))


def history(attack: str) -> list[Line]:
    changes = difference(attack).models
    commit = Commit("0" * 40, 1_700_000_000, attack)
    return [Line(change.after, [Moment(commit, change)]) for change in changes]


def terminal(attack: str, sound: list[Model]) -> Iterator[str]:
    """All texts for people."""
    found = result(attack, sound)
    yield summary_text.write([found], tuple(COLUMNS), PLAIN)
    yield explain_text.write([hostile(explained(model), attack) for model in sound], PLAIN)
    yield diff.write(difference(attack), "text", PLAIN)
    yield log.write(history(attack), "text", PLAIN)
    yield suggest.write([hostile(smaller(), attack)], (), "text", 2, PLAIN)
    yield table.plain(report(attack).findings)
    yield "".join(writer("text").write(report(attack), PLAIN))


def markdown(attack: str, sound: list[Model]) -> Iterator[str]:
    yield summary_markdown.write([result(attack, sound)], tuple(COLUMNS), PLAIN)
    yield explain_markdown.write([hostile(explained(model), attack) for model in sound])
    yield diff.write(difference(attack), "markdown", PLAIN)
    yield log.write(history(attack), "markdown", PLAIN)
    yield suggest.write([hostile(smaller(), attack)], (), "markdown", 2, PLAIN)


def documents(attack: str, sound: list[Model]) -> Iterator[str]:
    """All JSON."""
    found = result(attack, sound)
    yield summary_json.write([found], (), PLAIN)
    yield Summary(found.models, found.errors).json()
    yield explain_json.write([hostile(explained(model), attack) for model in sound], found.errors)
    yield diff.write(difference(attack), "json", PLAIN)
    yield log.write(history(attack), "json", PLAIN)
    yield suggest.write([hostile(smaller(), attack)], found.errors, "json", 2, PLAIN)
    for name in ("json", "sarif", "gitlab", "rdjson"):
        yield "".join(writer(name).write(report(attack), PLAIN))


def acts(text: str) -> list[str]:
    """What in a text acts on a terminal, or is a command to GitHub's runner.

    Source of the latter: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    signs = [repr(one) for one in text if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") and one != "\n"]
    return signs + [line for line in text.split("\n") if line.strip().startswith("::") or "##[" in line]


class Elements(HTMLParser):
    """The elements of a text, with their attributes, as a browser sees them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.found.add("!--")

    def unknown_decl(self, data: str) -> None:
        self.found.add("![CDATA[")


attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@attacks
@pytest.mark.parametrize("writers", [terminal, markdown, documents])
def test_nothing_acts_on_a_terminal_or_a_runner(
    writers: Callable[[str, list[Model]], Iterator[str]], attack: str, sound: list[Model]
) -> None:
    texts = list(writers(attack, sound))
    assert all(len(text) > 40 for text in texts)
    assert [acts(text) for text in texts] == [[] for _ in texts]


@attacks
def test_github_gets_its_own_commands_alone(attack: str) -> None:
    lines = "".join(writer("github").write(report(attack), PLAIN)).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]
    for line in lines:
        properties, _, message = line.partition(" ")[2].partition("::")
        assert not acts(message.lstrip(":"))
        assert not re.search("%(?!25|0A|0D|3A|2C)", line)
        assert [pair.split("=")[0] for pair in properties.split(",")][:1] == ["file"]
        assert all(re.fullmatch("[A-Za-z]+=[^,:\r\n]*", pair) for pair in properties.split(","))


@attacks
def test_markdown_makes_no_element_of_it(attack: str, sound: list[Model]) -> None:
    own = set("h1 h2 h3 h4 h5 h6 p ul li table thead tbody tr th td code strong em br details summary pre".split())
    for text in markdown(attack, sound):
        elements = Elements(MarkdownIt("gfm-like", {"linkify": False}).render(text))
        assert elements.found <= own, text
        assert elements.attributes <= {"style", "class"}


@attacks
def test_markdown_has_one_heading_for_each_model(attack: str, sound: list[Model]) -> None:
    text = summary_markdown.write([result(attack, sound)], tuple(COLUMNS), PLAIN)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    assert sum(token.type == "heading_open" for token in tokens) == len(sound)
    rows = sum(token.type == "tr_open" for token in tokens)
    assert rows == sum(1 + len(model.layers) for model in sound)


@attacks
def test_json_holds_it_whole(attack: str, sound: list[Model]) -> None:
    for text in documents(attack, sound):
        assert text.isascii()
        json.loads(text)
    whole: str = json.loads(json.dumps(attack))  # two halves side by side are read as a character
    read = json.loads(summary_json.write([result(attack, sound)], (), PLAIN))
    assert {model["name"] for model in read["models"]} == {whole}
    assert read["errors"][0]["message"] == whole


@attacks
def test_xml_holds_it_as_text(attack: str, sound: list[Model]) -> None:
    junit = ET.fromstring("".join(writer("junit").write(report(attack), PLAIN)))
    assert {element.tag for element in junit.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    picture = ET.fromstring(summary_svg.write([result(attack, sound)], (), PLAIN))
    assert {element.tag.rpartition("}")[2] for element in picture.iter()} == {
        "svg", "title", "style", "text", "rect", "line"
    }  # fmt: skip
    names = {name for element in picture.iter() for name in element.attrib}
    assert names <= {"width", "height", "viewBox", "role", "class", "x", "x1", "x2", "y", "y1", "y2", "rx"}
    for document in (junit, picture):
        values = [value for element in document.iter() for value in element.attrib.values()]
        shown = "".join([*document.itertext(), *values])
        assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cf", "Cs") and one != "\n"]


@attacks
def test_a_notebook_shows_it_as_text(attack: str, sound: list[Model]) -> None:
    page = table.page(result(attack, sound).models, report(attack).findings)
    elements = Elements(page)
    assert elements.found <= set("p b br i table thead tbody tr th td ul li".split())
    assert elements.attributes <= {"style", "colspan"}
    assert not acts(page)


@attacks
def test_an_editor_shows_it_as_text(attack: str, sound: list[Model]) -> None:
    words = pytest.importorskip("lint_params.server.words")
    for model in (hostile(model, attack) for model in sound):
        said = [words.about_layer(model, layer) for layer in model.layers] + [words.about_model(model)]
        said += [words.figures(layer) for layer in model.layers] + [words.total(model)]
        assert not [signs for text in said for signs in acts(text) if signs.startswith("'")]
        for text in said:
            kinds = [token.type for token in MarkdownIt().parse(words.fenced(text))]
            assert kinds == ["fence"], text


@attacks
def test_python_shows_it_on_one_line(attack: str, sound: list[Model]) -> None:
    """Representations of what the library gives."""
    shown: list[Any] = [result(attack, sound), report(attack), Summary(result(attack, sound).models)]
    for text in map(repr, shown):
        assert not [one for one in text if unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]


def test_every_format_is_attacked() -> None:
    assert set(FORMATS) == {"text", "json", "github", "sarif", "gitlab", "rdjson", "junit"}


NAMES = [
    "a\nb.py",
    "::error::owned.py",
    "##[error]owned.py",
    "\x1b[31mred.py",
    "<img src=x onerror=owned()>.py",
    "`code`|[x](y).py",
    "\"quoted' %0A.py",
    "a\u202eb.py",
]
PROGRAM = (
    "from keras import Input, Sequential\nfrom keras.layers import Dense\n"
    "model = Sequential([Input((300,)), Dense(300, name='d')])\n"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in NAMES:
        (folder / name).write_text(PROGRAM)
        (folder / f"broken {name}").write_text(f"{PROGRAM}(\n")
    (folder / ".lint-params.yaml").write_text("budgets: [{max-params: 10}]\nselect: [LP]\n")
    return folder


COMMANDS = [
    *(
        ["check", "--no-cache", f"--output-format={name}", *colour]
        for name in FORMATS
        for colour in ([], ["--verbose"])
    ),
    *(["summary", f"--format={name}"] for name in ("text", "markdown", "json")),
    ["summary", "--svg"],
    *(["suggest", "--target", "1k", f"--format={name}"] for name in ("text", "markdown", "json")),
    ["report", "-o", "-"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_files_may_be_called_anything(command: list[str], project: Path) -> None:
    done = run(project, *command, *(NAMES if command[0] == "suggest" else []))
    assert done.returncode in (0, 1, 2) and len(done.stdout) > 100
    assert "Traceback" not in done.stderr
    own = "--output-format=github" in command
    assert [sign for sign in acts(done.stdout) if not (own and sign.startswith(("::error ", "::notice ")))] == []
    assert acts(done.stderr) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_one_file_explained(format: str, name: str, project: Path) -> None:
    done = run(project, "explain", f"--format={format}", name)
    assert done.returncode == 0 and len(done.stdout) > 100
    assert acts(done.stdout + done.stderr) == []
