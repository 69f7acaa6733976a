"""The command `kanwu lint`: which texts, what to hear, what to rewrite, how to print it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from pipeline.faces.reading import STDIN, Knowledge, finish, load_evidence, load_grounds
from pipeline.faces.speech import say
from pipeline.models import Document, KanwuError, Problem
from pipeline.project import user_cache
from pipeline.writing import write_whole

if TYPE_CHECKING:
    from pipeline.linting import Baseline, Diagnostic, Entry, Grounds, Linted, Selection, Settings


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("lint", epilog="Example: echo 'ZeRO-2 shards the parameters' | kanwu lint -")(lint)


Selectors = "Facts, concepts, verdicts, severities or globs over facts, parted by commas"


class Options(NamedTuple):
    """What was asked for on the command line."""

    select: tuple[str, ...] | None
    ignore: tuple[str, ...]
    lang: Literal["zh", "en"] | None
    baseline: Path | None
    write_baseline: bool
    config: Path | None
    isolated: bool
    force_exclude: bool
    stdin_filename: Path | None


def lint(
    files: Annotated[
        list[Path] | None,
        # One that may not be read is told of as one that is not there, and the others are linted.
        typer.Argument(
            metavar="FILE|DIR|-...",
            readable=False,
            help="Texts; `-` reads standard input. Without any: this folder.",
        ),
    ] = None,
    output: Annotated[
        Literal["text", "json", "sarif", "github"], typer.Option("--format", help="How findings are printed.")
    ] = "text",
    everything: Annotated[
        bool, typer.Option("--all", help="Notes, supported claims and what was suppressed too.")
    ] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", metavar="RULES", help=f"{Selectors}: hear only these.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULES", help=f"{Selectors}: leave these out.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Flag only what this file does not know.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is flagged now to the baseline, and flag nothing.")
    ] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Make the safe replacements, their diff shown first.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    lang: Annotated[Literal["zh", "en"] | None, typer.Option("--lang", help="Language of the messages.")] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="This settings file instead of the nearest.")
    ] = None,
    isolated: Annotated[bool, typer.Option("--isolated", help="Read no settings file.")] = False,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Leave excluded files out even where they are named.")
    ] = False,
    stdin_filename: Annotated[
        Path | None, typer.Option("--stdin-filename", metavar="NAME", help="What standard input is called.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Read every text anew, and keep nothing of it for later runs.")
    ] = False,
    knowledge: Knowledge = None,
) -> None:
    """Flag wrong claims in any text. Exit status 1 where something was flagged, 2 where what is named cannot be read."""
    from pipeline.faces import reports

    options = Options(
        None if select is None else tuple(select),
        tuple(ignore or ()),
        lang,
        baseline,
        write,
        config,
        isolated,
        force_exclude,
        stdin_filename,
    )
    grounds, problems = load_grounds(knowledge, keep=not no_cache)
    run = _Run(options, grounds, problems)
    rows: list[reports.Row] = []
    flagged: dict[Path, list[Diagnostic]] = {}
    remaining = 0
    paths = [*run.files(files or [Path()])]
    if run.remembered is not None:
        run.remembered.expect(len(paths))
    for path in paths:
        read = run.read(path)
        if read is None:
            run.whole = run.whole and path not in run.named
            continue
        linted, said = read
        if fix or diff:
            linted, said = run.rewritten(path, linted, said, write=fix)
        flagged[path] = said
        remaining += sum(each.flagged for each in said)
        shown = [each for each in said if (each.flagged or everything)]
        rows += [reports.Row(each, linted, run.name(path), run.lang(path, linted.document)) for each in shown]
    if run.remembered is not None:
        # Before anything is printed: whoever reads it may close the pipe.
        run.remembered.shelf.keep()
    if write:
        run.write_baseline(flagged)
    elif not diff:
        # What a filter prints is the text; what is left to say of it goes to people.
        sink = sys.stderr if fix and any(str(path) == STDIN for path in files or ()) else sys.stdout
        grounds = grounds._replace(evidence=tuple(load_evidence(knowledge, problems)) if rows else ())
        reports.print_lint(rows, output, grounds, lang, problems, sink, whole=run.whole and run.readable)
        run.say_stale()
    finish(problems, run.readable)
    if not run.whole:
        raise typer.Exit(2)
    if remaining and not write:
        raise typer.Exit(1)


class _Run:
    """One call of the command: settings by folder, baselines by file, what could not be read."""

    def __init__(self, options: Options, grounds: Grounds, problems: list[Problem]) -> None:
        from pipeline import linting

        self.options = options
        self.grounds = grounds
        folder = user_cache() if grounds.key else None
        # Never in a project: what stands there may come from anybody.
        self.remembered = linting.Remembered(folder, grounds) if folder is not None else None
        self.problems = problems
        self.readable = False
        self.named: set[Path] = set()
        """What was named itself, not met in a folder."""
        self.folders: list[Path] = []
        """The folders that were named: what stands nowhere in them is gone."""
        self.whole = True
        """Whether all that was named could be read: a name mistyped in a hook must not pass for a note without mistakes."""
        self._settings: dict[Path, Settings] = {}
        self._selections: dict[Settings, Selection] = {}
        self._baselines: dict[Path, Baseline] = {}
        self._known: dict[tuple[Path, str], Counter[str]] = {}
        self._moved: dict[Path, Counter[str]] = {}
        self._before: tuple[Counter[str], Counter[str], Counter[str], Counter[str]] | None = None
        """The baseline's counters of the last file, as they are and as they were: what a rewriting takes back."""
        self._named: Settings | None = None
        if options.config is not None:
            self._named = linting.read_settings(options.config)
            if self._named is None:
                raise KanwuError(f"{options.config}: expected a table [tool.kanwu], found none. Write one.")
        elif options.isolated:
            self._named = linting.Settings()

    # -------------------------------------------------------------------------------------- which texts

    def files(self, names: Sequence[Path]) -> Iterator[Path]:
        """Every file named, and those of a folder named that are to be read; each once."""
        from pipeline import linting

        met: set[Path] = set()
        for name in names:
            found: Iterable[Path] = (name,)
            self.named.add(name)
            if str(name) != STDIN and os.path.isdir(name):  # noqa: PTH112 - no folder, too, where nobody may look
                self.folders.append(name)
                found = linting.files_in(name, self.settings_in)
            elif self.options.force_exclude and linting.excluded(self._located(name), self.settings(name)):
                self.readable = True
                continue
            for path in found:
                if path not in met:
                    met.add(path)
                    yield path

    def settings_in(self, folder: Path) -> Settings:
        """The settings for the files of a folder."""
        from pipeline import linting

        return self._named or linting.settings_for(folder, self._settings)

    def settings(self, path: Path) -> Settings:
        """The settings for one file."""
        return self.settings_in(self._located(path).parent)

    def _located(self, path: Path) -> Path:
        return (self.options.stdin_filename or Path("stdin.txt")) if str(path) == STDIN else path

    def name(self, path: Path) -> str:
        """A file as findings name it."""
        if str(path) == STDIN:
            return self.options.stdin_filename.as_posix() if self.options.stdin_filename else STDIN
        return path.as_posix()

    def lang(self, path: Path, document: Document) -> Literal["zh", "en"]:
        """The language of the messages: as asked, as set, else the document's own."""
        return self.options.lang or self.settings(path).lang or document.lang

    # -------------------------------------------------------------------------------------- what is said

    def read(self, path: Path) -> tuple[Linted, list[Diagnostic]] | None:
        """Read and lint one file; None where it cannot be read."""
        from pipeline import linting, sources

        if str(path) == STDIN:
            name = self._located(path).name
            read = sources.read_document(sys.stdin.buffer.read(), name, blank=True)
        else:
            read = sources.load(path, path.parent, blank=True)
        # Under the name that findings have: who is told to repair a file has to find it.
        self.problems += (each.model_copy(update={"path": self.name(path)}) for each in read.problems)
        if read.document is None:
            return None
        self.readable = True
        if self.remembered is not None:
            linted = self.remembered.lint(read.document)
        else:
            linted = linting.lint(read.document, self.grounds)
        return linted, self.said(path, linted)

    def said(self, path: Path, linted: Linted) -> list[Diagnostic]:
        """What is to be said of a text, by the settings and the baseline of its file."""
        from pipeline import linting

        settings = self.settings(path)
        ignored = settings.ignored_in(self._located(path)) if settings.per_file else ()
        said = linting.diagnose(linted, self.grounds, self.selection(settings), ignored)
        place = self.baseline_of(settings)
        if place is None:
            return said
        known, moved = self._counters(path, place)
        self._before = (known, Counter(known), moved, Counter(moved))
        return linting.known_before(said, known, moved)

    def selection(self, settings: Settings) -> Selection:
        """The selectors of the command line over those of the settings; an unknown one is refused."""
        from pipeline import linting

        if settings not in self._selections:
            asked = self.options
            chosen = linting.selection_of(
                asked.select if asked.select is not None else settings.select, (*settings.ignore, *asked.ignore)
            )
            for selector in (*chosen.select, *chosen.ignore, *(s for _, each in settings.per_file for s in each)):
                why = linting.unknown(selector, self.grounds.knowledge)
                if why is not None:
                    raise KanwuError(
                        f"{self._asked_by(selector, settings)}expected a fact, a concept, a verdict or a severity, "
                        f"found {selector!r}; {why} "
                        "`kanwu graph stats` counts them, `kanwu lint --all` names those of a text."
                    )
            self._selections[settings] = chosen
        return self._selections[settings]

    def _asked_by(self, selector: str, settings: Settings) -> str:
        """Who names a selector, as a message begins: the option, else the settings file with line and key."""
        from pipeline import linting

        asked = {"--select": self.options.select or (), "--ignore": self.options.ignore}
        for option, given in asked.items():
            if selector in linting.selection_of(given, ()).select:
                return f"{option}: "
        listed = {
            "select": settings.select,
            "ignore": settings.ignore,
            "per-file-ignores": tuple(s for _, each in settings.per_file for s in each),
        }
        key = next(key for key, given in listed.items() if selector in linting.selection_of(given, ()).select)
        return f"{linting.place_of(key, settings.file)}: {key}: " if settings.file is not None else ""

    # -------------------------------------------------------------------------------------- the baseline

    def baseline_of(self, settings: Settings) -> Path | None:
        """The baseline file in force."""
        default = Path("kanwu-baseline.json") if self.options.write_baseline else None
        return self.options.baseline or settings.baseline or default

    def _counters(self, path: Path, place: Path) -> tuple[Counter[str], Counter[str]]:
        from pipeline import linting

        if place not in self._baselines:
            if not place.is_file():
                self._baselines[place] = linting.Baseline()
                if self.options.baseline is not None and not self.options.write_baseline:
                    say(f"{place}: no such baseline yet. Write it by: kanwu lint --write-baseline --baseline {place} …")
            else:
                self._baselines[place] = linting.read_baseline(place.read_text("utf-8-sig"), str(place))
            self._moved[place] = Counter()
            for gone in self._baselines[place].paths:
                if not (place.parent / gone).exists() and gone != STDIN:
                    self._moved[place] += self._baselines[place].of(gone)
        name = self._name_in(place, path)
        known = self._known.setdefault((place, name), self._baselines[place].of(name))
        return known, self._moved[place]

    def _name_in(self, place: Path, path: Path) -> str:
        """A file as a baseline knows it; standard input is the file that it is called after."""
        from pipeline import linting

        if str(path) == STDIN and self.options.stdin_filename is None:
            return STDIN
        return linting.below(place, self._located(path))

    def write_baseline(self, flagged: dict[Path, list[Diagnostic]]) -> None:
        """Write what is flagged now, file by file, each to the baseline in force for it."""
        from pipeline import linting

        grouped: dict[Path, dict[str, list[Diagnostic]]] = {}
        for path, said in flagged.items():
            place = self.baseline_of(self.settings(path))
            assert place is not None, "one that is written has a name"
            grouped.setdefault(place, {})[self._name_in(place, path)] = said
        for place, said_of in grouped.items():
            kept, gone = self._others(place, said_of)
            write_whole(place, linting.write_baseline(said_of, kept).encode())
            count = sum(
                each.severity in ("error", "warning") and each.state != "suppressed"
                for s in said_of.values()
                for each in s
            )
            others = sum(entry.times for entry in kept)
            say(
                f"{place}: {count} finding{'s' if count != 1 else ''} of {len(said_of)} file{'s' if len(said_of) != 1 else ''}"
                + (f", {others} of other files as before" if others else "")
                + (f", {gone} of files that are gone left out" if gone else "")
                + f". Lint with: --baseline {place}"
            )

    def _others(self, place: Path, linted: Container[str]) -> tuple[list[Entry], int]:
        """The entries of a baseline that this run has nothing to say of, and how many it takes out with their files.

        A file that is gone may have another name somewhere; that is not known before the folder it stood in was linted.
        """
        kept: list[Entry] = []
        left, gone = Counter(self._moved[place]), 0
        for entry in self._baselines[place].entries:
            if entry.path in linted:
                continue
            path = place.parent / entry.path
            if path.exists() or entry.path == STDIN:
                kept.append(entry)
                continue
            # What its words answered for elsewhere in this run is written there.
            times = min(entry.times, left[entry.key])
            left[entry.key] -= times
            if any(_is_below(path, folder) for folder in self.folders):
                gone += times
            elif times:
                kept.append(entry._replace(times=times))
        return kept, gone

    def say_stale(self) -> None:
        """Say how much of the baseline no longer occurs in the files that were linted."""
        left = sum(sum(known.values()) for known in self._known.values())
        if left:
            say(
                f"{left} baseline entr{'ies' if left != 1 else 'y'} no longer occur{'s' if left == 1 else ''}: --write-baseline drops them."
            )

    # -------------------------------------------------------------------------------------- rewriting

    def rewritten(
        self, path: Path, linted: Linted, said: list[Diagnostic], *, write: bool
    ) -> tuple[Linted, list[Diagnostic]]:
        """Show the diff of the safe edits and, where asked, write them; then what is left to say."""
        from pipeline import linting, sources

        stdin = str(path) == STDIN
        fixed = linting.fix(linted, said, self.grounds)
        document = linted.document
        if not fixed.edits:
            if stdin and write:
                sys.stdout.write(document.source)
            return linted, said
        shown = linting.unified(document, fixed.source, self.name(path))
        (sys.stderr if write else sys.stdout).write(shown)
        if not write:
            return linted, said
        if stdin:
            sys.stdout.write(fixed.source)
        elif not self._put(path, document, fixed.source):
            return linted, said
        say(f"{self.name(path)}: {len(fixed.edits)} fixed.")
        if self._before is not None:
            known, known_before, moved, moved_before = self._before
            known.update(known_before - known)
            moved.update(moved_before - moved)
        renewed = linting.lint(sources.renewed(document, fixed.source), self.grounds)
        return renewed, self.said(path, renewed)

    def _put(self, path: Path, document: Document, source: str) -> bool:
        """Write a file's new source; a file that changed meanwhile, or whose bytes would not survive, is left alone."""
        import hashlib

        from pipeline import linting

        data = path.read_bytes()
        new = linting.encoded(document, source, data) if hashlib.sha256(data).hexdigest() == document.sha256 else None
        if new is None:
            self.problems.append(
                Problem(
                    path=path.as_posix(),
                    expected=f"a file in {document.encoding} that stands as it was read",
                    found="bytes that a rewriting would change",
                    remedy="Save it as UTF-8 and lint it again; nothing was written.",
                )
            )
            return False
        write_whole(path.resolve(), new)
        return True


def _is_below(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, by their names alone: it need not exist."""
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100
