"""Chromium as it is installed here, for tests that look at pages."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium() -> Iterator[Any]:
    """A browser without a window, closed afterwards; the test is skipped where none can be started."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright to drive a browser")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        try:
            found = driver.chromium.launch(executable_path=path, args=arguments)
        except playwright.Error as error:
            pytest.skip(f"no Chromium that can be started: {str(error).splitlines()[0]}")
        yield found
        found.close()
