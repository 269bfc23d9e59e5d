"""The settings for editors in docs/editors.md: they can be pasted, and start the command that there is."""

from __future__ import annotations

import json
import re
import sys

import pytest

from tests.cli.command import ROOT

BLOCKS = re.findall(r"```(\w+)\n(.*?)```", (ROOT / "docs" / "editors.md").read_text(), re.DOTALL)


def test_every_one_starts_the_server() -> None:
    assert {"lua", "toml", "elisp", "json"} <= {language for language, _ in BLOCKS}
    for language, text in BLOCKS:
        words = re.findall(r"[\w.-]+", text)
        starts = [index for index, word in enumerate(words) if word == "lint-params"]
        assert any("server" in words[index + 1 : index + 3] for index in starts), (language, text)


def test_json_and_brackets() -> None:
    for language, text in BLOCKS:
        if language == "json":
            json.loads(text)
        for pair in ("()", "{}", "[]"):
            assert text.count(pair[0]) == text.count(pair[1]), (language, text)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib comes with Python 3.11")
def test_toml() -> None:
    import tomllib

    (helix,) = [tomllib.loads(text) for language, text in BLOCKS if language == "toml"]
    assert "lint-params" in helix["language"][0]["language-servers"]
    assert helix["language-server"]["lint-params"] == {"command": "lint-params", "args": ["server"]}
