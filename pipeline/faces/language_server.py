"""`kanwu lsp`: what the linter says, while its author types.

Thin: positions, hover text, fixes and suppressions come from `linting`; here they become messages of the Language Server
Protocol. The server keeps the texts itself, because lines of the protocol end at fewer characters than Python's.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

import pipeline
from pipeline import linting, sources
from pipeline.linting import Diagnostic, Grounds, Linted
from pipeline.linting.positions import Places, changed
from pipeline.linting.settings import FILES
from pipeline.linting.telling import hover, link_of
from pipeline.models import KanwuError, Lang

log = logging.getLogger(__name__)

SOURCE = "kanwu"
FIX_ALL = "source.fixAll.kanwu"
_SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "note": types.DiagnosticSeverity.Information,
}
_SUFFIX = {"markdown": ".md", "mdx": ".mdx", "html": ".html", "latex": ".tex", "tex": ".tex"}
_TITLES: dict[Lang, dict[str, str]] = {
    "en": {
        "fix": "Replace by “{}” ({})", "maybe": "Reword as “{}” ({}): read it first", "all": "Make all safe replacements",
        "quoted": "Keep: quoted to be refuted ({})", "misread": "Keep: kanwu reads this wrongly ({})",
        "own": "Keep, with a reason to be written ({})",
    },
    "zh": {
        "fix": "改为“{}”（{}）", "maybe": "改写为“{}”（{}），请先读一遍", "all": "做所有安全的替换",
        "quoted": "保留：引用错误说法以便反驳（{}）", "misread": "保留：kanwu 读错了（{}）", "own": "保留，理由待写（{}）",
    },
}  # fmt: skip
_REASONS: dict[Lang, dict[str, str]] = {
    "en": {"quoted": "quoted to be refuted", "misread": "kanwu reads this wrongly", "own": ""},
    "zh": {"quoted": "引用错误说法以便反驳", "misread": "kanwu 读错了", "own": ""},
}


@dataclass
class Options:
    """What a client may set when it starts the server (`initializationOptions`)."""

    lang: Lang | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    notes: bool = False
    """Whether notes are shown too: vague, unsupported, unanswered."""
    delay: float = 0.3
    """Seconds without a keystroke before the text is linted."""


@dataclass
class Buffer:
    """A text that is open in the editor, and what was last said of it."""

    uri: str
    path: Path
    """Its file; of an unsaved text a name with the suffix of its language."""
    text: str
    version: int
    task: asyncio.Task[None] | None = None
    """The pending lint."""
    linted: Linted | None = None
    said: list[Diagnostic] = field(default_factory=list)
    """Of the text as it was linted: a stale one answers no request."""
    linted_text: str = ""


class Server(LanguageServer):
    """The language server; one for an editor."""

    def __init__(self, grounds: Grounds) -> None:
        cells = types.NotebookDocumentFilterWithCells(cells=[types.NotebookCellLanguage(language="markdown")])
        super().__init__(
            "kanwu",
            pipeline.__version__,
            notebook_document_sync=types.NotebookDocumentSyncOptions(notebook_selector=[cells]),
        )
        self.grounds = grounds
        self.options = Options()
        self.buffers: dict[str, Buffer] = {}
        self.complained: set[str] = set()
        self.followed: set[Path] = set()
        """Baselines that the client watches for us."""

    # ------------------------------------------------------------------------------------ texts

    @property
    def encoding(self) -> str:
        """The units of positions that client and server agreed on."""
        chosen = self.workspace.position_encoding
        return str(getattr(chosen, "value", chosen) or "utf-16")

    def open(self, item: types.TextDocumentItem, notebook: str | None = None) -> None:
        """Take a text from the editor; of a cell also the address of its notebook, whose folder's settings hold."""
        address = notebook or item.uri
        file = to_fs_path(address) if address.startswith("file:") else None
        path = Path(file) if file else Path.cwd() / f"untitled{_SUFFIX.get(item.language_id, '.txt')}"
        if notebook is not None:
            path = path.with_name(f"{path.name}{_SUFFIX.get(item.language_id, '.txt')}")
        elif not path.suffix and item.language_id in _SUFFIX:
            path = path.with_name(path.name + _SUFFIX[item.language_id])
        self.buffers[item.uri] = Buffer(item.uri, path, item.text, item.version)
        self.schedule(self.buffers[item.uri], 0.0)

    def change(self, buffer: Buffer, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> None:
        """Follow an edit; it is linted when the author pauses."""
        for each in changes:
            if isinstance(each, types.TextDocumentContentChangePartial):
                start, end = each.range.start, each.range.end
                place = ((start.line, start.character), (end.line, end.character))
                buffer.text = changed(buffer.text, *place, each.text, self.encoding)
            else:
                buffer.text = each.text
        buffer.version = version
        self.schedule(buffer, self.options.delay)

    def close(self, uri: str) -> None:
        """Let go of a text, and of what was said of it."""
        buffer = self.buffers.pop(uri, None)
        if buffer is None:
            return
        if buffer.task is not None:
            buffer.task.cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=[]))

    def schedule(self, buffer: Buffer, delay: float) -> None:
        """Lint after a pause; a newer edit takes the place of a pending one."""
        if buffer.task is not None:
            buffer.task.cancel()
        buffer.task = asyncio.get_running_loop().create_task(self._later(buffer, delay))

    async def _later(self, buffer: Buffer, delay: float) -> None:
        await asyncio.sleep(delay)
        text, version = buffer.text, buffer.version
        try:
            found = await asyncio.to_thread(self.lint, buffer.path, text)
            self.follow(linting.settings_for(buffer.path.parent).baseline)
        except KanwuError as error:
            self.complain(str(error))
            return
        if buffer.version != version or self.buffers.get(buffer.uri) is not buffer:
            return
        buffer.linted, buffer.said = found if found is not None else (None, [])
        buffer.linted_text = text
        places = Places(text, self.encoding)
        shown = [self.diagnostic(each, places, buffer) for each in buffer.said if self.shows(each)]
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(uri=buffer.uri, diagnostics=shown, version=version)
        )

    def lint(self, path: Path, text: str) -> tuple[Linted, list[Diagnostic]] | None:
        """What is to be said of a text, by the settings and the baseline of its file; None where it is empty."""
        read = sources.read_document(text.encode("utf-8", "replace"), path.name)
        if read.document is None:
            return None
        if read.document.source != text:
            # A byte order mark, say, is no part of what the parser returns: positions would be off by one.
            return None
        settings = linting.settings_for(path.parent)
        linted = linting.lint(read.document, self.grounds)
        chosen = linting.selection_of(
            self.options.select if self.options.select is not None else settings.select,
            (*settings.ignore, *self.options.ignore),
        )
        if linting.excluded(path, settings):
            return linted, []
        said = linting.diagnose(linted, self.grounds, chosen, settings.ignored_in(path))
        if settings.baseline is not None and settings.baseline.is_file():
            baseline = linting.read_baseline(settings.baseline.read_text("utf-8-sig"), str(settings.baseline))
            name = linting.below(settings.baseline, path)
            said = linting.known_before(said, baseline.of(name))
        return linted, said

    def complain(self, text: str) -> None:
        """Tell the author, once, what is wrong with a settings file."""
        log.warning(text)
        if text not in self.complained:
            self.complained.add(text)
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"kanwu: {text}"))

    # ------------------------------------------------------------------------------------ files

    def again(self, delay: float) -> None:
        """Lint whatever is open once more: what it is judged by may have changed."""
        for buffer in self.buffers.values():
            self.schedule(buffer, delay)

    def follow(self, baseline: Path | None) -> None:
        """Have a baseline watched, too; its name is known only from the settings that hold for an open text."""
        watching = self.watching
        if baseline is None or baseline in self.followed or watching is None:
            return
        self.followed.add(baseline)
        # A pattern of the protocol quotes nothing: any one letter stands for one that has a meaning there.
        name = re.sub(r"[][{}*?]", "?", baseline.name)
        folder = from_fs_path(str(baseline.parent))
        near = watching.relative_pattern_support and folder
        self.watch([types.RelativePattern(folder, name) if near and folder else f"**/{name}"])

    def watch(self, patterns: Iterable[str | types.RelativePattern]) -> None:
        """Ask the client to tell of changes to files, where it can."""
        if self.watching is None:
            return
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        watchers = [types.FileSystemWatcher(pattern) for pattern in patterns]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        one = types.Registration(f"kanwu-files-{len(self.followed)}", method, options)
        self.client_register_capability(types.RegistrationParams([one]))

    @property
    def watching(self) -> types.DidChangeWatchedFilesClientCapabilities | None:
        """How the client watches files for a server that asks it to; None where it does not."""
        able = self.client_capabilities.workspace
        files = able.did_change_watched_files if able else None
        return files if files and files.dynamic_registration else None

    # ------------------------------------------------------------------------------------ diagnostics

    def shows(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic is shown: what is flagged, and notes where they were asked for."""
        return diagnostic.flagged or (
            self.options.notes and diagnostic.state == "open" and diagnostic.severity == "note"
        )

    def lang(self, buffer: Buffer) -> Lang:
        """The language of the messages: as the client asked, as the settings say, else the text's own."""
        try:
            chosen = self.options.lang or linting.settings_for(buffer.path.parent).lang
        except KanwuError:
            chosen = None
        return chosen or (buffer.linted.document.lang if buffer.linted else "en")

    def diagnostic(self, each: Diagnostic, places: Places, buffer: Buffer) -> types.Diagnostic:
        """A diagnostic in the protocol's words."""
        fact = self.grounds.knowledge.facts.get(each.finding.fact or "") if each.finding else None
        address = next((link_of(c) for c in fact.citations if link_of(c)), None) if fact else None
        return types.Diagnostic(
            range=span(places, each.passage.start, each.passage.end),
            severity=_SEVERITY[each.severity],
            code=each.rule,
            code_description=types.CodeDescription(address) if address else None,
            source=SOURCE,
            message=each.message.get(self.lang(buffer)),
            tags=[types.DiagnosticTag.Unnecessary] if each.rule == "unused-suppression" else None,
        )

    # ------------------------------------------------------------------------------------ what to do

    def fresh(self, uri: str) -> Buffer | None:
        """A text whose diagnostics are of the text as it stands now; linted at once where they are not."""
        buffer = self.buffers.get(uri)
        if buffer is None:
            return None
        if buffer.linted is None or buffer.linted_text != buffer.text:
            try:
                found = self.lint(buffer.path, buffer.text)
            except KanwuError as error:
                self.complain(str(error))
                return None
            if found is None:
                return None
            buffer.linted, buffer.said = found
            buffer.linted_text = buffer.text
        return buffer

    def hover(self, uri: str, at: types.Position) -> types.Hover | None:
        """The fact at a position, with its citation."""
        buffer = self.fresh(uri)
        if buffer is None or buffer.linted is None or buffer.linted.sheet.runs:
            # The JSON of a notebook, opened as text: its cells are served one by one, not this.
            return None
        places = Places(buffer.text, self.encoding)
        told = hover(buffer.linted, buffer.said, places.offset(at.line, at.character), self.grounds, self.lang(buffer))
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told)) if told else None

    def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Quick fixes, suppressions with a reason, and all safe replacements at once."""
        buffer = self.fresh(params.text_document.uri)
        if buffer is None or buffer.linted is None or buffer.linted.sheet.runs:
            return []
        only = params.context.only
        places = Places(buffer.text, self.encoding)
        first = places.offset(params.range.start.line, params.range.start.character)
        last = places.offset(params.range.end.line, params.range.end.character)
        found: list[types.CodeAction] = []
        if _wanted("quickfix", only):
            for each in buffer.said:
                if self.shows(each) and each.place[0] <= last and each.place[1] >= first:
                    found += self._for(each, buffer, places)
        if _wanted(FIX_ALL, only):
            found += self._all(buffer, places)
        return found

    def _for(self, each: Diagnostic, buffer: Buffer, places: Places) -> Iterator[types.CodeAction]:
        linted = buffer.linted
        if linted is None:
            return
        titles, reasons = _TITLES[self.lang(buffer)], _REASONS[self.lang(buffer)]
        about = [self.diagnostic(each, places, buffer)]
        edit = linting.edit_of(each, linted, self.grounds)
        suggestion = each.finding.suggestion if each.finding else None
        if edit is not None:
            yield self._action(
                titles["fix"].format(edit.new, each.rule), buffer, places, edit.start, edit.end, edit.new, about, True
            )
        elif suggestion is not None:
            yield self._action(
                titles["maybe"].format(suggestion, each.rule), buffer, places, *each.place, suggestion, about
            )
        if each.finding is None:
            if each.rule == "unused-suppression":
                yield self._action(
                    "Remove it" if self.lang(buffer) == "en" else "删去它", buffer, places, *each.place, "", about
                )
            return
        for kind, reason in reasons.items():
            put = linting.keep(each, linted, reason, buffer.path.name)
            yield self._action(titles[kind].format(each.rule), buffer, places, put.offset, put.offset, put.words, about)

    def _all(self, buffer: Buffer, places: Places) -> Iterator[types.CodeAction]:
        if buffer.linted is None:
            return
        made = linting.fix(buffer.linted, buffer.said, self.grounds).edits
        if made:
            edits = [types.TextEdit(span(places, e.start, e.end), e.new) for e in made]
            yield types.CodeAction(
                title=_TITLES[self.lang(buffer)]["all"], kind=FIX_ALL, edit=self._edit(buffer, edits)
            )

    def _action(
        self,
        title: str,
        buffer: Buffer,
        places: Places,
        start: int,
        end: int,
        new: str,
        about: list[types.Diagnostic],
        preferred: bool = False,
    ) -> types.CodeAction:
        edit = self._edit(buffer, [types.TextEdit(span(places, start, end), new)])
        return types.CodeAction(
            title=title,
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about,
            edit=edit,
            is_preferred=preferred or None,
        )

    def _edit(self, buffer: Buffer, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """Edits of exactly the version that they were worked out for, where the client can hold them to it."""
        able = self.client_capabilities.workspace
        if able and able.workspace_edit and able.workspace_edit.document_changes:
            document = types.OptionalVersionedTextDocumentIdentifier(uri=buffer.uri, version=buffer.version)
            return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, list(edits))])
        return types.WorkspaceEdit(changes={buffer.uri: edits})


def span(places: Places, start: int, end: int) -> types.Range:
    """A span of a text as a range of the protocol."""
    first, last = places.position(start), places.position(end)
    return types.Range(types.Position(first.line, first.unit), types.Position(last.line, last.unit))


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a client asked for actions of a kind: of all kinds, of it, or of one that it belongs to."""
    return only is None or any(kind == str(each) or kind.startswith(f"{each}.") for each in only)


def options_of(given: Any) -> Options:
    """The options of a client; what is none of ours, or of the wrong type, is passed over."""
    table = given if isinstance(given, dict) else {}

    def listed(name: str) -> tuple[str, ...] | None:
        value = table.get(name)
        return tuple(value) if isinstance(value, list) and all(isinstance(each, str) for each in value) else None

    lang, delay = table.get("lang"), table.get("delay")
    return Options(
        lang=cast('Literal["zh", "en"] | None', lang if lang in ("zh", "en") else None),
        select=listed("select"),
        ignore=listed("ignore") or (),
        notes=table.get("notes") is True,
        delay=float(delay) if isinstance(delay, int | float) and 0 <= delay <= 10 else Options.delay,
    )


def server(grounds: Grounds) -> Server:
    """A language server that judges by these grounds."""
    made = Server(grounds)

    @made.feature(types.INITIALIZE)
    def _initialize(params: types.InitializeParams) -> None:
        made.options = options_of(params.initialization_options)

    @made.feature(types.INITIALIZED)
    def _initialized(params: types.InitializedParams) -> None:
        made.watch([f"**/{name}" for name in FILES])

    @made.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def _watched(params: types.DidChangeWatchedFilesParams) -> None:
        # Another branch that is checked out changes several at once.
        made.again(made.options.delay)

    @made.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def _open(params: types.DidOpenTextDocumentParams) -> None:
        made.open(params.text_document)

    @made.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def _change(params: types.DidChangeTextDocumentParams) -> None:
        buffer = made.buffers.get(params.text_document.uri)
        if buffer is not None:
            made.change(buffer, params.text_document.version, params.content_changes)

    @made.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def _save(params: types.DidSaveTextDocumentParams) -> None:
        # A client that watches no files tells nothing else of a settings file that changed.
        made.again(0.0)

    @made.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def _close(params: types.DidCloseTextDocumentParams) -> None:
        made.close(params.text_document.uri)

    @made.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    async def _open_notebook(params: types.DidOpenNotebookDocumentParams) -> None:
        for item in params.cell_text_documents:
            if item.language_id == "markdown":
                made.open(item, params.notebook_document.uri)

    @made.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    async def _change_notebook(params: types.DidChangeNotebookDocumentParams) -> None:
        cells = params.change.cells
        if cells is None:
            return
        if cells.structure is not None:
            for item in cells.structure.did_open or ():
                if item.language_id == "markdown":
                    made.open(item, params.notebook_document.uri)
            for closed in cells.structure.did_close or ():
                made.close(closed.uri)
        for content in cells.text_content or ():
            buffer = made.buffers.get(content.document.uri)
            if buffer is not None:
                made.change(buffer, content.document.version, content.changes)

    @made.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    async def _close_notebook(params: types.DidCloseNotebookDocumentParams) -> None:
        for item in params.cell_text_documents:
            made.close(item.uri)

    @made.feature(types.TEXT_DOCUMENT_HOVER)
    async def _hover(params: types.HoverParams) -> types.Hover | None:
        return made.hover(params.text_document.uri, params.position)

    @made.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL]),
    )
    async def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        return made.actions(params)

    return made
