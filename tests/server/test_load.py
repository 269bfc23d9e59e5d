"""The server under load: bursts of edits over many open documents; memory stays flat, and nothing stale is shown."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.server.session import ROOT, Editor, editor, models_of

PROGRAM = (
    "from keras import Input, Sequential\nfrom keras.layers import Dense\n\n"
    "model = Sequential([Input((8,)), Dense({units})])\n"
)
CONFIG = "budgets:\n  - max-params: 90\n"
UNITS = lsp.Position(3, PROGRAM.split("\n")[3].index("{"))


def parameters(units: int) -> int:
    (model,) = models_of(PROGRAM.format(units=units))
    assert model.params is not None
    return model.params


def memory(editor: Editor) -> int:
    """Bytes that the server holds, once it has rested."""
    server = editor.client._server
    assert server is not None
    text = Path(f"/proc/{server.pid}/status").read_text()
    (line,) = (line for line in text.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


async def loaded(editor: Editor, documents: int, edits: int, burst: int) -> list[int]:
    """Edit documents in bursts and wait for each burst to be answered; the memory after every tenth of them."""
    chance = random.Random(7)
    known = {units: parameters(units) for units in range(2, 40)}
    units = dict.fromkeys((f"m{number}.py" for number in range(documents)), 2)
    uris = {name: editor.open(name, PROGRAM.format(units=2)) for name in units}
    for uri in uris.values():
        await editor.diagnostics(uri)
    measured: list[int] = []
    done = 0
    while done < edits:
        touched: set[str] = set()
        for _ in range(min(burst, edits - done)):
            name = chance.choice(list(units))
            now = chance.choice([one for one in known if one != units[name]])
            end = lsp.Position(UNITS.line, UNITS.character + len(str(units[name])))
            editor.change(uris[name], str(now), lsp.Range(UNITS, end))
            units[name] = now
            touched.add(name)
            done += 1
        for name in touched:
            params = known[units[name]]
            await editor.until(lambda uri=uris[name], params=params: shows(editor, uri, params))
        if done % max(edits // 10, 1) < burst:
            measured.append(memory(editor))
    await asyncio.sleep(0.5)
    for name, uri in uris.items():  # nothing older came later
        assert shows(editor, uri, known[units[name]]), (name, editor.published[uri][-1])
    return measured


def shows(editor: Editor, uri: str, params: int) -> bool:
    """Whether the last diagnostics of a document are those of a model with so many parameters."""
    last = editor.published[uri][-1]
    if params <= 90:
        return not last
    return len(last) == 1 and f"has {params} parameters" in last[0].message


@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_a_few_hundred_edits(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(CONFIG)
    async with editor(tmp_path) as one:
        measured = await loaded(one, documents=8, edits=240, burst=24)
    assert measured[-1] < 1.1 * measured[len(measured) // 2]


@pytest.mark.long
@pytest.mark.asyncio
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_ten_thousand_edits_over_two_hundred_documents(tmp_path: Path) -> None:
    (tmp_path / ".lint-params.yaml").write_text(CONFIG)
    async with editor(tmp_path) as one:
        measured = await loaded(one, documents=200, edits=10_000, burst=100)
    print([f"{size / 1e6:.0f} MB" for size in measured])
    warm = measured[2]
    assert max(measured[3:]) < 1.1 * warm


MALFORMED = [
    b"Content-Length: 5\r\n\r\nhello",
    b"Content-Length: 2\r\n\r\n{}",
    b"Content-Length: 4\r\n\r\nnull",
    b"Content-Length: 6\r\n\r\n[1, 2]",
    b'Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"}',
    b"Content-Length: 3\r\n\r\n\xff\xfe\xfd",
    b"Content-Length: nonsense\r\n\r\n",
]
"""What is no message."""


def message(method: str, params: object, number: object = None) -> bytes:
    body = {"jsonrpc": "2.0", "method": method, "params": params, **({} if number is None else {"id": number})}
    data = json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(data), data)


WRONG = [
    message("textDocument/didChange", {"textDocument": {"uri": "file:///n.py", "version": 2}, "contentChanges": []}),
    message("textDocument/didOpen", {"textDocument": "what"}),
    message("textDocument/didOpen", None),
    message("textDocument/hover", {"textDocument": {"uri": "file:///"}, "position": {"line": -5, "character": 9e9}}, 7),
    message("textDocument/hover", {"textDocument": {"uri": "::::"}, "position": {"line": 1, "character": 1}}, 8),
    message("textDocument/codeAction", {}, 9),
    message("no/such/method", {"a": 1}, 10),
    message("$/cancelRequest", {"id": 999}),
    message("workspace/executeCommand", {"command": "rm", "arguments": [1, None]}, 11),
    message("textDocument/hover", {"textDocument": {"uri": "file:///n.py"}, "position": None}, {"a": 1}),
    message("shutdown", None, [1]),
]  # fmt: skip
"""Messages that no client should send."""


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "lint_params", "server"], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def begin(process: subprocess.Popen[bytes], folder: Path) -> None:
    send(process, message("initialize", {"capabilities": {}, "rootUri": folder.as_uri(), "processId": None}, 1))
    answer(process, 1)
    send(process, message("initialized", {}))


def send(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def answer(process: subprocess.Popen[bytes], number: int) -> dict[str, object]:
    """The answer to a request; what else comes is passed over."""
    assert process.stdout is not None
    while True:
        length = 0
        while (line := process.stdout.readline()) != b"\r\n":
            assert line, "the server has ended"
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        read: dict[str, object] = json.loads(process.stdout.read(length))
        if read.get("id") == number and "method" not in read:
            return read


def serves(process: subprocess.Popen[bytes], folder: Path, number: int) -> bool:
    """Whether the server still answers rightly."""
    uri = (folder / f"m{number}.py").as_uri()
    text = PROGRAM.format(units=17)
    send(
        process,
        message(
            "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": text}}
        ),
    )
    place = {"line": 3, "character": 40}
    send(process, message("textDocument/hover", {"textDocument": {"uri": uri}, "position": place}, number))
    return str(parameters(17)) in json.dumps(answer(process, number).get("result"))


def end(process: subprocess.Popen[bytes]) -> int:
    send(process, message("shutdown", None, 1_000_000))
    answer(process, 1_000_000)
    send(process, message("exit", None))
    assert process.stdin is not None
    process.stdin.close()
    return process.wait(timeout=60)


def test_wrong_messages_cost_nothing(tmp_path: Path) -> None:
    process = start(tmp_path)
    begin(process, tmp_path)
    for number, data in enumerate([*WRONG, *MALFORMED[:-1]], 100):
        send(process, data)
        assert serves(process, tmp_path, number), data
    assert end(process) == 0


def test_killed_and_started_again(tmp_path: Path) -> None:
    for number in range(3):
        process = start(tmp_path)
        begin(process, tmp_path)
        assert serves(process, tmp_path, number + 2)
        process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
    process = start(tmp_path)
    begin(process, tmp_path)
    assert serves(process, tmp_path, 2)
    assert end(process) == 0


def test_a_client_that_goes_away_leaves_no_server(tmp_path: Path) -> None:
    process = start(tmp_path)
    begin(process, tmp_path)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    process.stdout.close()
    assert process.wait(timeout=60) is not None
