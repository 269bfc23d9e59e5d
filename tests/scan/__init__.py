"""Scans need more than the program itself; where that is missing, their tests are skipped."""

from __future__ import annotations

import pytest

for module in ("dask", "distributed", "pyarrow"):
    pytest.importorskip(module, reason=f'{module} is missing: pip install "lint-params[scan]"')
