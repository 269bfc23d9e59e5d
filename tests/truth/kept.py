"""Answers of real Keras that are kept on disk, so that a later run over the same questions need not start it.

With the environment variable ``LINT_PARAMS_TRUTH`` naming a file, what was asked once is read from there; without it,
which is the rule, Keras is asked every time. ``tools/mutate.py`` lives on it.
"""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

VARIABLE = "LINT_PARAMS_TRUTH"


def kept(question: str, ask: Callable[[], Any]) -> Any:
    """The answer to a question: plain values, which are found equal again."""
    path = os.environ.get(VARIABLE)
    if path is None:
        return ask()
    with closing(sqlite3.connect(path, timeout=60)) as store:
        store.execute("CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer BLOB)")
        row = store.execute("SELECT answer FROM answers WHERE question = ?", (question,)).fetchone()
        if row is not None:
            return pickle.loads(row[0])
        answer = ask()
        with store:
            store.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (question, pickle.dumps(answer)))
        return answer
