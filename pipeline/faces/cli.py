"""The command `kanwu`: reads options, calls one function, prints, and turns faults into exit statuses.

Data goes to stdout, everything for people to stderr. 0 done; 1 flagged claims, failed proofs, missed floors;
2 wrong use or no readable input; 3 the environment lacks something. A traceback shown to a user is a defect.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from typing import Annotated

import typer

import pipeline
from pipeline import regex
from pipeline.faces import (
    building,
    deciding,
    drafting,
    facts,
    graphing,
    ingesting,
    linting,
    proving,
    reading,
    serving,
    training,
)
from pipeline.models import KanwuError
from pipeline.project import user_cache

app = typer.Typer(
    name="kanwu",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Kanwu (勘误): finds the wrong answers in interview notes about large language models, "
    "corrects them once, everywhere, and proves it by a program.\n\n"
    "Example: echo 'ZeRO-2 shards the parameters' | kanwu lint -",
)


def _version(asked: bool) -> None:
    if asked:
        print(f"kanwu {pipeline.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


reading.register(app)
linting.register(app)
building.register(app)
proving.register(app)
deciding.register(app)
facts.register(app)
ingesting.register(app)
drafting.register(app)
graphing.register(app)
serving.register(app)
training.register(app)


def leave_out_others(program: typer.Typer, asked: str) -> None:
    """Of a program keep the command that is asked for, if there is one of that name: preparing forty of them takes longer than most run."""
    commands = [each for each in program.registered_commands if each.name == asked]
    groups = [each for each in program.registered_groups if each.name == asked]
    if commands or groups:
        program.registered_commands, program.registered_groups = commands, groups


def main() -> None:
    """Run the command line; whatever goes wrong ends as one paragraph and a status, never as a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Never in a project: what stands there may come from anybody.
    if (kept := user_cache()) is not None:
        regex.keep_in(kept)
    leave_out_others(app, "".join(sys.argv[1:2]))
    try:
        app()
    except SystemExit as ended:
        _leave(ended.code)
        raise
    except KanwuError as error:
        print(f"kanwu: {error}", file=sys.stderr)
        sys.exit(error.status)
    except KeyboardInterrupt:
        print("kanwu: interrupted; nothing half-written was left behind.", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has closed it (`kanwu extract … | head`): that is its right.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except ModuleNotFoundError as error:
        extra = "verify" if error.name in {"torch", "transformers", "peft"} else None
        hint = f'pip install "kanwu[{extra}]"' if extra else f"pip install {error.name}"
        print(f"kanwu: expected the Python package {error.name}, found none. Run: {hint}", file=sys.stderr)
        sys.exit(3)
    except OSError as error:
        where = error.filename or "the file"
        print(f"kanwu: {where}: {error.strerror or error}. Check that it exists and can be read.", file=sys.stderr)
        sys.exit(2)
    except UnicodeDecodeError as error:
        print(
            f"kanwu: expected text in UTF-8, found other bytes ({error.reason}). Convert the file first.",
            file=sys.stderr,
        )
        sys.exit(2)
    except Exception as error:
        if os.environ.get("KANWU_TRACEBACK"):
            raise
        print(
            f"kanwu: a fault of kanwu itself ({type(error).__name__}: {error}). "
            "Nothing half-written was left behind; run again with KANWU_TRACEBACK=1 and report what it prints.",
            file=sys.stderr,
        )
        sys.exit(2)


def _leave(status: object) -> None:
    """End at once where nothing is left to be done: giving back the memory of the knowledge, record by record, takes longer
    than linting a page. Not where threads still run, nor where output cannot be written any more."""
    if not isinstance(status, int) or threading.active_count() > 1:
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 0  # as where the pipe breaks earlier
    except (OSError, ValueError):
        return  # the interpreter tells what could not be written
    os._exit(status)


if __name__ == "__main__":
    main()
