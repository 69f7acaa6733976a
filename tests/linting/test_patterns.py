"""What git ignores is left out, and nothing else: git itself is asked.

Who would be hurt: whoever keeps a .gitignore that git reads without a word, if linting failed over it; and an author whose
notes were silently not read, because a line was taken for another one.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.linting import Settings, files_in

NAMES = (
    "a.md", "b1.md", "sub/a.md", "sub/b1.md", "sub/foo/x.md", "foo/bar", "foo/a.md", "!x.md", "a b.md", "z.md", "-", "foo\\", "[.md",
)  # fmt: skip
EVERYTHING = Settings(include=("*",))

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not there to be asked")


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Path:
    """A repository with names of all kinds in it."""
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x", "utf-8")
    git("init", "-q", cwd=tmp_path)
    return tmp_path


def git(*args: str, cwd: Path) -> str:
    return subprocess.run(["git", *args], cwd=cwd, capture_output=True, text=True, check=True).stdout


def git_keeps(checkout: Path) -> set[str]:
    """What git does not ignore; whatever the user who runs this ignores everywhere is not asked."""
    listed = git("-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard", cwd=checkout)
    return {name for name in listed.split("\0") if name and not Path(name).name.startswith(".")}


def we_read(checkout: Path) -> set[str]:
    return {path.relative_to(checkout).as_posix() for path in files_in(checkout, lambda _: EVERYTHING)}


@pytest.mark.parametrize(
    "text",
    [
        # Lines that can fit nothing.
        "!", "! ", "\\", "foo\\", "!\\", "foo/\\", "/", "[", "[!", "[a", "[[:nope:]].md", "#a.md",
        "*.md\n!\n!/\n/\n!a.md",
        # Lines that are odd and fit something.
        "\\ ", "\\#a\n\\!x.md", "!!x.md", "foo\\/bar", "[z-a].md", "[]].md\n[a-].md", "[[a].md\n\\[.md", "*.m\\d", "a b.md  ", "foo/\r\n",
        "\ufefffoo", "x\x0cfoo\u2028z.md", "[[:alpha:]].md", "b[[:digit:]].md", "[^[:alpha:]]*", "[[:alpha:][:digit:]].md",
        # Where a pattern holds, and which of several.
        "*\n!*/\n!*.md", "sub/**\n!sub/a.md", "sub/*\n!sub/foo", "sub/\n!sub/a.md", "**/foo/**\n!**/x.md", "/*\n!/sub/", "/foo", "*/a.md",
        "**/foo", "/**/a.md", "s?b/", "**", "***.md",
    ],
)  # fmt: skip
def test_a_line_of_a_gitignore_means_what_it_means_to_git(checkout: Path, text: str) -> None:
    (checkout / ".gitignore").write_text(text, "utf-8", newline="")
    assert we_read(checkout) == git_keeps(checkout)


def test_of_several_files_the_nearest_that_speaks_of_a_name_decides(checkout: Path) -> None:
    """What is excluded for one checkout alone is known only to the repository, and is weaker than any .gitignore."""
    (checkout / ".git" / "info" / "exclude").write_text("foo/\n*1.md\nz.md\n", "utf-8")
    (checkout / ".gitignore").write_text("a.md\n!b1.md\n", "utf-8")
    (checkout / "sub" / ".gitignore").write_text("!a.md\nb1.md\n", "utf-8")
    found = we_read(checkout)
    assert found == git_keeps(checkout)
    assert {"sub/a.md", "b1.md"} <= found and not found & {"a.md", "sub/b1.md", "foo/a.md", "z.md"}


def test_a_second_checkout_knows_what_the_repository_excludes(checkout: Path, tmp_path: Path) -> None:
    """There `.git` is a file that says where the repository lies."""
    git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--allow-empty", "-m", "a", cwd=checkout)
    other = tmp_path / "other"
    git("worktree", "add", "-q", str(other), cwd=checkout)
    (checkout / ".git" / "info" / "exclude").write_text("secret.md\n", "utf-8")
    for name in ("secret.md", "open.md"):
        (other / name).write_text("x", "utf-8")
    assert we_read(other) == git_keeps(other) == {"open.md"}
