"""The commands that serve other programs: `kanwu lsp` for editors, `kanwu mcp` for agents. Both speak on stdio."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pipeline.faces.reading import Knowledge, load_evidence, load_grounds
from pipeline.faces.speech import say_problems
from pipeline.models import EnvironmentLacks

if TYPE_CHECKING:
    from pipeline.linting import Grounds


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("lsp", epilog="Example, in Neovim: vim.lsp.config('kanwu', {cmd = {'kanwu', 'lsp'}})")(lsp)
    app.command("mcp", epilog='Example: {"mcpServers": {"kanwu": {"command": "kanwu", "args": ["mcp"]}}}')(mcp)


def lsp(knowledge: Knowledge = None) -> None:
    """Serve an editor: diagnostics while typing, hover, quick fixes (Language Server Protocol, stdio)."""
    try:
        from pipeline.faces.language_server import server
    except ModuleNotFoundError as error:
        raise _lacks("lsp", "pygls") from error
    server(_grounds(knowledge)).start_io()


def mcp(knowledge: Knowledge = None) -> None:
    """Serve an agent: look facts up, lint a text, show a proof (Model Context Protocol, stdio)."""
    try:
        from pipeline.faces.mcp_server import server
    except ModuleNotFoundError as error:
        raise _lacks("mcp", "mcp") from error
    server(_grounds(knowledge)).run()


def _grounds(knowledge: Knowledge) -> Grounds:
    grounds, problems = load_grounds(knowledge)
    grounds = grounds._replace(evidence=tuple(load_evidence(knowledge, problems)))
    say_problems(problems)
    return grounds


def _lacks(extra: str, package: str) -> EnvironmentLacks:
    return EnvironmentLacks(f'expected the Python package {package}, found none. Run: pip install "kanwu[{extra}]"')
