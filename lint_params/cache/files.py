"""What is known of single files: the outline of each, and what a check gave for those that can hold a model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lint_params.cache.store import Store
from lint_params.source.disk import Fact, Facts, confirmed, note, provable

if TYPE_CHECKING:
    from lint_params.source.outline import Outline

KIND = "files"


class Files:
    """The files of one working directory: read at the beginning of a run, written at its end where anything is new."""

    def __init__(self, store: Store, stamp: str, directory: str) -> None:
        self._store = store
        self._key = json.dumps([stamp, directory])
        document = self._document()
        self._outlines = _mapping(document.get("outlines"))
        self._results = _mapping(document.get("results"))
        self._new_outlines: dict[str, object] = {}
        self._new_results: dict[str, object] = {}
        self._gone: set[str] = set()

    def outline(self, path: str, fact: Fact) -> Outline | None:
        """The outline of the file at an absolute path, if it is still the one that ``fact`` tells of."""
        entry = self._outlines.get(path)
        if not isinstance(entry, list) or len(entry) != 3 or entry[:2] != [fact[1], fact[2]]:
            return None
        from lint_params.source.outline import Outline

        return Outline.read(entry[2])

    def keep_outline(self, path: str, fact: Fact, outline: Outline) -> None:
        """Keep an outline; not of a file that changed just now."""
        if provable({path: (*fact[:3], "")}):
            self._new_outlines[path] = [fact[1], fact[2], outline]

    def result(self, key: str) -> Mapping[str, object] | None:
        """What was kept under a key, if all it rests on still holds; this run then rests on the same."""
        entry = _mapping(self._results.get(key))
        facts, result = _facts(entry.get("facts")), entry.get("result")
        if not facts or not isinstance(result, dict):
            return None
        now = confirmed(facts)
        if now is None:
            self._gone.add(key)
            return None
        if now != facts:
            self._new_results[key] = {"facts": now, "result": result}
        note(now)
        return result

    def keep_result(self, key: str, facts: Facts, result: Mapping[str, object]) -> None:
        """Keep a result with what it rests on, if that can be found to hold."""
        if provable(facts):
            self._new_results[key] = {"facts": dict(facts), "result": dict(result)}

    def save(self) -> None:
        """Write what is new. Another run may have written meanwhile: what it added is kept."""
        if not (self._new_outlines or self._new_results or self._gone):
            return
        document = self._document()
        results = {key: entry for key, entry in _mapping(document.get("results")).items() if key not in self._gone}
        outlines = {**_mapping(document.get("outlines")), **self._new_outlines}
        everything = {"outlines": outlines, "results": {**results, **self._new_results}}
        self._store.save(KIND, self._key, json.dumps(everything, separators=(",", ":")))

    def _document(self) -> dict[str, object]:
        try:
            return _mapping(json.loads(self._store.load(KIND, self._key) or "{}"))
        except (ValueError, RecursionError):
            return {}


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _facts(value: object) -> dict[str, Fact]:
    """The facts of an entry; none where one of them is no fact."""
    facts: dict[str, Fact] = {}
    for path, fact in _mapping(value).items():
        if not isinstance(fact, list) or not fact:
            return {}
        facts[path] = tuple(fact)
    return facts
