"""What holds for every test: nothing is written to the home of whoever runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# What an example may take on a machine that does other things is no matter of right and wrong.
settings.register_profile("kanwu", deadline=None)
settings.load_profile("kanwu")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compiled knowledge of other folders than the project's own is kept here."""
    before = os.environ.get("KANWU_CACHE")
    os.environ["KANWU_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["KANWU_CACHE"]
    else:
        os.environ["KANWU_CACHE"] = before
