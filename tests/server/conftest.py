"""A server that many tests share, as starting one takes longer than most of them; each has a folder of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.server.session import Editor, editor


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Editor]:
    async with editor(tmp_path_factory.mktemp("server")) as one:
        yield one


@pytest.fixture
def one(running: Editor, request: pytest.FixtureRequest) -> Editor:
    """An editor in a folder of this test; what it is sent of other tests are other files."""
    folder = running.folder / request.node.name
    folder.mkdir()
    return replace(running, folder=folder)
