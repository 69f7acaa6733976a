"""Settings as users of ruff expect them: pyproject.toml or kanwu.toml, the nearest above each file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.linting import Settings, excluded, files_in, read_settings, settings_for, unknown
from pipeline.models import KanwuError
from tests.linting.conftest import grounds, rules


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def test_the_nearest_settings_above_a_file_hold(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml='[tool.kanwu]\nignore = ["bert"]\n')
    write(tmp_path / "en", kanwu_toml='lang = "en"\nselect = ["error"]\nbaseline = "known.json"\n')
    (tmp_path / "en" / "deep").mkdir()
    (tmp_path / "zh").mkdir()
    near = settings_for(tmp_path / "en" / "deep")
    assert (near.lang, near.select, near.ignore) == ("en", ("error",), ())
    assert near.baseline == tmp_path / "en" / "known.json"
    assert settings_for(tmp_path / "zh").ignore == ("bert",)


def test_a_pyproject_without_the_table_is_passed_over(tmp_path: Path) -> None:
    """A package of somebody else's inside the folder changes nothing."""
    write(tmp_path, kanwu_toml='ignore = ["bert"]\n')
    write(tmp_path / "package", pyproject_toml="[project]\nname = 'other'\n")
    assert settings_for(tmp_path / "package").ignore == ("bert",)


@pytest.mark.parametrize("name", ["kanwu_toml", "_kanwu_toml", "pyproject_toml"])
def test_the_heading_of_pyproject_is_understood_in_every_file(tmp_path: Path, name: str) -> None:
    """Whoever copies the table that a manual shows has settings, wherever they go."""
    write(tmp_path, **{name: '[tool.kanwu]\nignore = ["bert"]\n[tool.kanwu.per-file-ignores]\n"a.md" = ["zero"]\n'})
    settings = settings_for(tmp_path)
    assert (settings.ignore, settings.per_file) == (("bert",), (("a.md", ("zero",)),))


def test_a_line_that_is_named_is_one_of_our_own_table(tmp_path: Path) -> None:
    write(tmp_path, pyproject_toml='[tool.ruff.lint]\nselect = ["E"]\n[tool.kanwu]\nlang = "en"\nselect = 1\n')
    with pytest.raises(KanwuError, match=r"pyproject\.toml:5: expected select"):
        settings_for(tmp_path)


def test_kanwu_toml_comes_before_pyproject(tmp_path: Path) -> None:
    write(tmp_path, kanwu_toml='ignore = ["bert"]\n', pyproject_toml='[tool.kanwu]\nignore = ["gpt-3"]\n')
    assert settings_for(tmp_path).ignore == ("bert",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('selct = ["bert"]\n', r"kanwu\.toml:1: .*'selct'.*Did you mean select"),
        ('lang = "en"\nignore = "bert"\n', r"kanwu\.toml:2: expected ignore to be a list"),
        ('lang = "fr"\n', r"kanwu\.toml:1: expected lang"),
        ('lang = "en"\nexclude = ["drafts/", "!"]\n', r"kanwu\.toml:2: expected exclude to hold patterns.*'!'"),
        ('exclude = ["drafts\\\\"]\n', r"kanwu\.toml:1: expected exclude to hold patterns"),
        ("ignore = [\n", r"kanwu\.toml: expected TOML"),
        ('[tool.kanwu]\nlang = "en"\n[tool.kanwu.exclud]\n', r"kanwu\.toml:3: .*'exclud'.*Did you mean exclude"),
        ('lang = "en"\n[tool.kanwu]\nignore = []\n', r"kanwu\.toml:2: .*'tool'.*all settings below \[tool\.kanwu\]"),
        ("[tool]\nkanwu = 1\n", r"kanwu\.toml: expected a table \[tool\.kanwu\]"),
        ('[per-file-ignores]\n"*.md" = "bert"\n', r"kanwu\.toml:1: expected per-file-ignores"),
    ],
)
def test_a_wrong_setting_is_refused_with_line_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    """A setting without effect is worse than none."""
    write(tmp_path, kanwu_toml=text)
    with pytest.raises(KanwuError, match=message):
        read_settings(tmp_path / "kanwu.toml")


def test_selectors_can_be_left_out_in_some_files_only(tmp_path: Path) -> None:
    write(tmp_path, kanwu_toml='[per-file-ignores]\n"archive/*" = ["ALL"]\n"*.en.md" = ["bert"]\n')
    settings = settings_for(tmp_path)
    assert settings.ignored_in(tmp_path / "archive" / "a.md") == ("ALL",)
    assert settings.ignored_in(tmp_path / "b" / "c.en.md") == ("bert",)
    assert settings.ignored_in(tmp_path / "c.md") == ()


def test_a_folder_is_walked_as_an_author_expects(tmp_path: Path) -> None:
    """Notes are read; hidden folders, dependencies, what git ignores and what the settings exclude are not."""
    kept = ("a.md", "b.txt", "sub/c.html", "sub/d.ipynb", "paper.tex")
    left = (
        ".hidden/a.md", "node_modules/x/README.md", "code.py", "picture.png", "drafts/a.md", "old.bak.md", "build/a.md",
        "sub/secret.md",
    )  # fmt: skip
    for name in (*kept, *left):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\n", "utf-8")
    (tmp_path / "sub" / ".gitignore").write_text("secret.md\n", "utf-8")
    write(tmp_path, kanwu_toml='exclude = ["drafts/", "*.bak.md"]\n')
    found = {path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path, lambda folder: settings_for(folder))}
    assert found == set(kept)
    named = {path.name for path in files_in(tmp_path / "build", lambda folder: settings_for(folder))}
    assert named == {"a.md"}, "a folder that is named is read, whatever git thinks of it"


def test_what_is_excluded_can_be_asked_of_one_file(tmp_path: Path) -> None:
    """A hook names each file, and still wants the project's exclusions."""
    settings = Settings(folder=tmp_path, exclude=("drafts/",))
    assert excluded(tmp_path / "drafts" / "deep" / "a.md", settings)
    assert not excluded(tmp_path / "a.md", settings)


@pytest.mark.parametrize("page", ["README.md", "site/editors.md"])
def test_the_settings_that_the_documentation_shows_are_right(tmp_path: Path, page: str) -> None:
    """Whoever copies them must not be told that a rule is unknown."""
    root = Path(__file__).parents[2]
    [block] = re.findall(r"```toml\n(.*?)```", (root / page).read_text("utf-8"), re.S)
    (tmp_path / "kanwu.toml").write_text(block, "utf-8")
    settings = settings_for(tmp_path)
    assert settings.baseline and settings.lang and settings.per_file
    for selector in (*settings.select, *settings.ignore, *(s for _, each in settings.per_file for s in each)):
        assert unknown(selector, grounds().knowledge) is None


def test_the_project_s_own_pages_pass_their_own_linter() -> None:
    """The markers and the myths that they show stand in code."""
    root = Path(__file__).parents[2]
    for page in ("README.md", "CONTRIBUTING.md", "site/editors.md", "site/about.md"):
        assert rules((root / page).read_text("utf-8"), page) == [], page
