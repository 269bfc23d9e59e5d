"""What the tests of scans share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from distributed import LocalCluster

for module in ("dask", "distributed", "pyarrow"):
    pytest.importorskip(module, reason="scans need the extra: pip install 'lint-params[scan]'")


def two_workers() -> LocalCluster:
    from distributed import LocalCluster

    local = "127.0.0.1"
    return LocalCluster(
        n_workers=2, threads_per_worker=1, host=local, dashboard_address=f"{local}:0",
        worker_dashboard_address=f"{local}:0", silence_logs=50,
    )  # fmt: skip


@pytest.fixture(scope="session")
def scheduler() -> Iterator[str]:
    """The address of a running scheduler with two workers."""
    with two_workers() as cluster:
        yield cluster.scheduler_address
