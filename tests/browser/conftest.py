"""One browser, one built sample and one built corpus for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.publishing import pages, render
from tests.browser.running import ROOT, launched, serving
from tests.publishing.sample import graph, sample


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample of tests/publishing, built and served."""
    folder = tmp_path_factory.mktemp("sample")
    staged = {**pages(sample(), graph()), "data/qa.json": "{}\n"}
    public = folder / "public"
    render(staged, site=ROOT / "site", mkdocs=ROOT / "mkdocs.yml", staging=folder / "cache", public=public)
    with serving(public) as address:
        yield address


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped corpus, built by the flow itself; its public folder."""
    from pipeline import flow, project

    out = tmp_path_factory.mktemp("corpus")
    found = project.locate(ROOT, raw=ROOT / "data" / "raw", out=out)
    flow.build(found)
    return found.public


@pytest.fixture(scope="session")
def corpus_site(corpus: Path) -> Iterator[str]:
    with serving(corpus) as address:
        yield address
