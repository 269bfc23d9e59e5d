"""The page as a file: whatever the checked project holds, it is text in it, and nothing in it asks for anything."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lint_params.config.settings import Settings
from lint_params.interpret.result import FileResult
from lint_params.model.model import Model
from lint_params.page.data import SAFE, document, shown
from lint_params.page.write import embedded, page
from lint_params.source.file import ReadError
from tests.cli.command import ROOT, run
from tests.interpret.programs import analysed
from tests.page.programs import SEED, TEXTS

HOSTILE = (
    "\"'><img src=http://127.0.0.1:9/x onerror=window.hacked=1></script><script>window.hacked=1</script>"
    "<!--<script>&lt;${window.hacked=1}\u202e\x1b[31m\u2028\udc80"
)
OPEN = "model = Sequential([Input((unknown.shape[1], 4)), LSTM(unknown.units), Dense(3)])\n"


def hostile(value: Any) -> Any:
    """The same with hostile text in every field that holds text."""
    if isinstance(value, str):
        return HOSTILE
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        kept = ("dtype", "arguments", "events", "count", "gates")
        return dataclasses.replace(
            value, **{name: item if name in kept else hostile(item) for name, item in fields.items()}
        )
    if isinstance(value, (list, tuple)):
        return type(value)(map(hostile, value))
    return {HOSTILE: HOSTILE} if isinstance(value, dict) and value else value


def hostile_result() -> FileResult:
    """Models with hostile text in every field, those with open sizes among them, and a file that can't be read."""
    models: list[Model] = [model for text in (SEED, TEXTS, OPEN) for model in analysed(text, "model.py").models]
    models = [dataclasses.replace(model, variant={"units": 5}) for model in models]
    return FileResult(HOSTILE, tuple(map(hostile, models)), errors=(ReadError(HOSTILE, HOSTILE),))


def hostile_page() -> str:
    return page([shown(hostile_result(), Settings.default())], 1, HOSTILE)


class Elements(HTMLParser):
    """The elements of a page, with the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.closed = False
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.closed = False
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self.closed = True

    def handle_data(self, data: str) -> None:
        tag = self.tags[-1][0] if self.tags else ""
        if tag in self.texts and not self.closed:
            self.texts[tag][-1] += data


def test_hostile_text_is_text() -> None:
    tame = page([shown(analysed(SEED), Settings.default())], 1, "a title")
    told = Elements(hostile_page())
    assert [tag for tag, _ in told.tags] == [tag for tag, _ in Elements(tame).tags]
    assert not any(name.startswith("on") or name == "style" for _, attributes in told.tags for name in attributes)
    assert not any(attributes.get("src") for _, attributes in told.tags)
    data = json.loads(told.texts["script"][0])
    assert data["models"][0]["layers"][0]["name"] == data["models"][2]["name"] == data["title"]
    assert "\\u202e\\x1b[31m\\u2028\\x80" in data["title"]


def test_the_policy_allows_what_is_there_and_nothing_else() -> None:
    text = hostile_page()
    assert text.isascii()  # an encoding on the way would change what the hashes are of
    told = Elements(text)
    (policy,) = (
        attributes["content"] or ""
        for tag, attributes in told.tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy).split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for kind, source in (("style-src", told.texts["style"][0]), ("script-src", told.texts["script"][1])):
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert rules[kind] == f"'sha256-{digest}'"
    assert text.index("Content-Security-Policy") < min(text.index("<style"), text.index("<script"))


def test_the_script_makes_no_markup() -> None:
    script = (ROOT / "lint_params" / "page" / "page.js").read_text("utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(", script
    )


@given(st.text(st.characters()))
def test_any_text_stays_in_its_element(text: str) -> None:
    written = embedded({"name": text})
    assert not set("<>&\n\u2028") & set(written) and written.isascii()
    json.loads(written)


def test_large_counts_keep_all_digits() -> None:
    value = json.loads(embedded([SAFE - 1, SAFE, -SAFE, True, None]))
    assert value == [SAFE - 1, str(SAFE), str(-SAFE), True, None]


def test_the_parts_of_a_project_are_its_sum() -> None:
    """A model that is a layer of another one has no area of its own."""
    text = "model = Sequential([Input((8,)), Sequential([Dense(4), Dense(3)], name='inner'), Dense(2)])\n"
    data = document([shown(analysed(text), Settings.default())], 1)
    models = data["models"]
    assert isinstance(models, list) and len(models) == 2
    assert [model["apart"] for model in models if model["name"] == "inner"] == ["in another model"]
    assert sum(model["params"] for model in models if model["apart"] is None) == data["params"]


def test_the_command(tmp_path: Path) -> None:
    source = (ROOT / "examples" / "sequence_tagger.py").read_text("utf-8")
    (tmp_path / "model.py").write_text(source, "utf-8")
    done = run(tmp_path, "report", "model.py", "-o", "out.html")
    assert (done.returncode, done.stdout) == (0, "out.html: 1 model\n")
    written = (tmp_path / "out.html").read_text("utf-8")
    assert run(tmp_path, "report", "model.py", "-o", "-").stdout == written
    (model,) = json.loads(Elements(written).texts["script"][0])["models"]
    (truth,) = json.loads(run(tmp_path, "summary", "--format", "json", "model.py").stdout)["models"]
    assert [layer["params"] for layer in model["layers"]] == [layer["params"] for layer in truth["layers"]]
    assert run(tmp_path, "report", "model.py", "-o", "nowhere/out.html").returncode == 2
    assert run(tmp_path, "report", "gone.py", "-o", "other.html").returncode == 2


def test_budgets_and_variants(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(
        "budgets:\n  - max-params: 1k\n    warn-params: 500\n  - {for: model, max-params: 2k}\n"
        "  - {for: project, max-params: 3k}\n  - {type: LSTM, max-params: null}\n"
    )
    (tmp_path / "model.py").write_text(
        "from keras import Input, Sequential, layers\n"
        "def build(units):\n    return Sequential([Input((9, 4)), layers.LSTM(units), layers.Dense(3)])\n"
        "small, large = build(5), build(7)\n"
    )
    run(tmp_path, "report", "-o", "out.html")
    data = json.loads(Elements((tmp_path / "out.html").read_text("utf-8")).texts["script"][0])
    summary = json.loads(run(tmp_path, "summary", "--format", "json").stdout)["models"]
    assert [model["limit"] for model in data["models"]] == [2000] * len(summary)
    assert {layer["limit"] for model in data["models"] for layer in model["layers"]} == {None, 1000}
    (project,) = data["budgets"]
    assert project["limit"] == 3000 and project["params"] == data["params"]
    counted = [model["params"] for model in data["models"] if model["apart"] is None]
    assert sum(counted) == data["params"] == max(model["params"] for model in summary)
