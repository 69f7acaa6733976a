"""The language server, driven over stdio by a real client, as an editor does."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from pipeline import linting
from tests.linting.conftest import said

types = pytest.importorskip("lsprotocol.types")
LanguageClient = pytest.importorskip("pygls.lsp.client").LanguageClient

ROOT = Path(__file__).parents[2]
TEXT = "# 笔记 😀\n\n😀 BERT masks 20% of the tokens.\n\nZeRO-2 shards the parameters.\n"


class Editor:
    """An editor with one window: it opens, types, asks, and applies what it is handed."""

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.folder = client, folder
        self.heard: asyncio.Queue[Any] = asyncio.Queue()
        self.shown: list[str] = []
        self.watched: list[Any] = []
        self.version = 1

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _heard(params: Any) -> None:
            self.heard.put_nowait(params)

        @client.feature(types.WINDOW_SHOW_MESSAGE)
        def _shown(params: Any) -> None:
            self.shown.append(params.message)

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def _registered(params: Any) -> None:
            for each in params.registrations:
                assert each.method == "workspace/didChangeWatchedFiles"
                self.watched += [watcher["globPattern"] for watcher in each.register_options["watchers"]]

    async def start(self, watching: bool, **options: Any) -> Any:
        command = (sys.executable, "-m", "pipeline.faces.cli", "lsp")
        await self.client.start_io(*command, cwd=ROOT)
        edits = types.WorkspaceEditClientCapabilities(document_changes=True)
        files = types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=watching, relative_pattern_support=True
        )
        capabilities = types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(workspace_edit=edits, did_change_watched_files=files)
        )
        started = await self.client.initialize_async(
            types.InitializeParams(
                capabilities=capabilities, root_uri=self.folder.as_uri(), initialization_options=options
            )
        )
        self.client.initialized(types.InitializedParams())
        return started

    def open(self, name: str, text: str, language: str = "markdown") -> str:
        uri = (self.folder / name).as_uri()
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, self.version, text))
        )
        return uri

    def type(self, uri: str, line: int, start: int, end: int, text: str) -> None:
        self.version += 1
        place = types.Range(types.Position(line, start), types.Position(line, end))
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(uri=uri, version=self.version),
                [types.TextDocumentContentChangePartial(range=place, text=text)],
            )
        )

    def wrote(self, path: Path, text: str) -> None:
        """Another program writes a file that the server asked to be told of."""
        path.write_text(text, "utf-8")
        change = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))

    async def diagnostics(self) -> list[Any]:
        return list((await asyncio.wait_for(self.heard.get(), 30)).diagnostics)

    async def hover(self, uri: str, line: int, unit: int) -> str | None:
        told = await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, unit))
        )
        return None if told is None else told.contents.value

    async def actions(self, uri: str, diagnostic: Any, only: list[str] | None = None) -> dict[str, Any]:
        context = types.CodeActionContext([diagnostic], only=only)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(uri), diagnostic.range, context)
        )
        return {action.title: action for action in found or []}


def applied(text: str, action: Any) -> str:
    """The text with a code action's edits, as an editor makes them."""
    from pipeline.linting.positions import Places

    [change] = action.edit.document_changes
    places = Places(text)
    for edit in sorted(change.edits, key=lambda e: (-e.range.start.line, -e.range.start.character)):
        first = places.offset(edit.range.start.line, edit.range.start.character)
        last = places.offset(edit.range.end.line, edit.range.end.character)
        text = text[:first] + edit.new_text + text[last:]
    return text


def session(folder: Path, act: Callable[[Editor], Awaitable[None]], watching: bool = True, **options: Any) -> None:
    """Start a server, act as an editor, shut it down; whatever happens, no process stays."""

    async def run() -> None:
        client = LanguageClient("test", "1")
        editor = Editor(client, folder)
        try:
            await asyncio.wait_for(editor.start(watching, **options), 60)
            await asyncio.wait_for(act(editor), 90)
            await asyncio.wait_for(client.shutdown_async(None), 30)
            client.exit(None)
            await asyncio.wait_for(client._server.wait(), 30)
            assert client._server.returncode == 0
        finally:
            if client._server is not None and client._server.returncode is None:
                client._server.kill()
            await client.stop()

    # A thread of its own: a browser fixture that is still open keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run())).result()


def test_an_author_sees_types_and_repairs(tmp_path: Path) -> None:
    """Diagnostics at the words, hover with fact and citation, quick fix, suppression: one sitting at the editor."""
    (tmp_path / "kanwu.toml").write_text('lang = "en"\n', "utf-8")

    async def act(editor: Editor) -> None:
        uri = editor.open("notes.md", TEXT)
        bert, zero = await editor.diagnostics()
        # Two units for the face, one for the space behind it: what an editor underlines.
        assert (bert.range.start.line, bert.range.start.character, bert.range.end.character) == (2, 8, 31)
        assert (bert.code, bert.source, bert.severity) == ("bert.masked-share", "kanwu", types.DiagnosticSeverity.Error)
        assert zero.code == "zero-2.partitions" and zero.code_description.href.startswith("https://")
        assert "In fact" in zero.message

        told = await editor.hover(uri, 4, 12)
        assert told and "every rank keeps all parameters" in told and "zero\\_stages" in told
        assert "https://arxiv.org/abs/1910.02054" in told
        concept = await editor.hover(uri, 2, 4)
        assert concept and "`bert`" in concept and "BERT" in concept
        assert await editor.hover(uri, 1, 0) is None

        fixes = await editor.actions(uri, bert)
        fix = next(action for title, action in fixes.items() if title.startswith("Replace by"))
        assert fix.is_preferred and fix.kind == types.CodeActionKind.QuickFix
        assert "BERT masks 15% of the tokens" in applied(TEXT, fix)
        fix_all = await editor.actions(uri, bert, ["source.fixAll"])
        assert [a.kind for a in fix_all.values()] == ["source.fixAll.kanwu"]
        assert applied(TEXT, next(iter(fix_all.values()))) == TEXT.replace("20%", "15%")

        keeps = await editor.actions(uri, zero)
        assert not any(title.startswith("Replace") for title in keeps)
        kept = applied(TEXT, keeps["Keep: quoted to be refuted (zero-2.partitions)"])
        assert "parameters. <!-- kanwu: ignore[zero-2.partitions] quoted to be refuted -->\n" in kept

        # Typing: 20 → 15, then the suppression without a reason yet.
        editor.type(uri, 2, 14, 16, "15")
        [left] = await editor.diagnostics()
        assert left.code == "zero-2.partitions"
        text = TEXT.replace("20%", "15%")
        own = (await editor.actions(uri, left))["Keep, with a reason to be written (zero-2.partitions)"]
        place = own.edit.document_changes[0].edits[0]
        editor.type(uri, 4, place.range.start.character, place.range.start.character, place.new_text)
        found = {each.code for each in await editor.diagnostics()}
        assert found == {"zero-2.partitions", "suppression-without-reason"}
        line = applied(text, own).split("\n")[4]
        editor.type(uri, 4, len(line) - 4, len(line) - 4, " a myth")
        assert await editor.diagnostics() == []

        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        assert await editor.diagnostics() == []

    session(tmp_path, act, delay=0.05)


def test_keystrokes_are_gathered_and_settings_are_followed(tmp_path: Path) -> None:
    """One lint for a burst of typing; a change of settings counts at the next save, a broken one is told once."""
    (tmp_path / "kanwu.toml").write_text('ignore = ["bert"]\n', "utf-8")

    async def act(editor: Editor) -> None:
        uri = editor.open("笔 记.txt", TEXT, "plaintext")
        assert [each.code for each in await editor.diagnostics()] == ["zero-2.partitions"]
        for i, letter in enumerate("GPT-3 uses post-LN."):
            editor.type(uri, 3, i, i, letter)
        first = await asyncio.wait_for(editor.heard.get(), 30)
        assert first.version == editor.version and editor.heard.empty()
        assert [each.code for each in first.diagnostics] == ["gpt-3.norm-position", "zero-2.partitions"]

        (tmp_path / "kanwu.toml").write_text("ignore = [\n", "utf-8")
        saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
        editor.client.text_document_did_save(saved)
        editor.client.text_document_did_save(saved)
        while not editor.shown:
            await asyncio.sleep(0.05)
        assert "kanwu.toml" in editor.shown[0] and "expected TOML" in editor.shown[0]

        (tmp_path / "kanwu.toml").write_text('select = ["bert"]\n', "utf-8")
        editor.client.text_document_did_save(saved)
        assert [each.code for each in await editor.diagnostics()] == ["bert.masked-share"]
        assert len(editor.shown) == 1

    session(tmp_path, act, delay=0.4, lang="en")


def test_a_changed_settings_file_or_baseline_holds_at_once_for_what_is_open(tmp_path: Path) -> None:
    """Its author looks at the open text: a finding that the settings leave out by now is no finding."""
    settings, baseline = tmp_path / "kanwu.toml", tmp_path / "known[1].json"
    settings.write_text('ignore = ["bert"]\n', "utf-8")

    async def act(editor: Editor) -> None:
        editor.open("notes.md", TEXT)
        assert [each.code for each in await editor.diagnostics()] == ["zero-2.partitions"]
        assert editor.watched == ["**/kanwu.toml", "**/.kanwu.toml", "**/pyproject.toml"]

        editor.wrote(settings, 'baseline = "known[1].json"\n')
        assert [each.code for each in await editor.diagnostics()] == ["bert.masked-share", "zero-2.partitions"]
        assert editor.watched[3:] == [{"baseUri": tmp_path.as_uri(), "pattern": "known?1?.json"}]

        editor.wrote(baseline, linting.write_baseline({"notes.md": said(TEXT)}))
        assert await editor.diagnostics() == []
        assert len(editor.watched) == 4

    session(tmp_path, act, delay=0.05)


def test_an_editor_that_watches_no_files_is_not_asked_to(tmp_path: Path) -> None:
    """It would answer with an error, which its user is shown."""
    (tmp_path / "kanwu.toml").write_text('baseline = "known.json"\n', "utf-8")

    async def act(editor: Editor) -> None:
        editor.open("notes.md", TEXT)
        assert len(await editor.diagnostics()) == 2
        assert editor.watched == []

    session(tmp_path, act, watching=False, delay=0.05)


def test_the_markdown_cells_of_a_notebook_are_served_one_by_one(tmp_path: Path) -> None:
    """Editors hand a notebook over cell by cell, each with an address of its own."""
    (tmp_path / "kanwu.toml").write_text('ignore = ["bert"]\n', "utf-8")

    async def act(editor: Editor) -> None:
        book = (tmp_path / "a.ipynb").as_uri()
        uri = book.replace("file:", "vscode-notebook-cell:") + "#W0"
        cell = types.NotebookCell(kind=types.NotebookCellKind.Markup, document=uri)
        notebook = types.NotebookDocument(book, "jupyter-notebook", 1, [cell])
        item = types.TextDocumentItem(uri, "markdown", 1, "BERT masks 20% of the tokens.\n\nGPT-3 uses post-LN.")
        editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, [item]))
        heard = await asyncio.wait_for(editor.heard.get(), 30)
        assert (heard.uri, [each.code for each in heard.diagnostics]) == (uri, ["gpt-3.norm-position"])
        place = types.Range(types.Position(2, 11), types.Position(2, 15))
        content = types.NotebookDocumentCellContentChanges(
            document=types.VersionedTextDocumentIdentifier(uri=uri, version=2),
            changes=[types.TextDocumentContentChangePartial(range=place, text="pre")],
        )
        editor.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(2, book),
                types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(text_content=[content])),
            )
        )
        assert await editor.diagnostics() == []

    session(tmp_path, act, delay=0.05)


def test_words_of_the_text_do_nothing_but_show() -> None:
    """A hover is Markdown: what a stranger's page says must not become a link or a picture in the editor."""
    from pipeline.linting.telling import escaped

    assert escaped("![x](https://evil.example/a.png) <b>&amp;</b>") == (
        r"\!\[x\]\(https://evil.example/a.png\) \<b\>\&amp;\</b\>"
    )
