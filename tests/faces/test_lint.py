"""`kanwu lint` as authors, hooks and code hosts call it: selection, settings, suppressions, baseline, fixes, formats."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.faces.command import kanwu_here as kanwu

SCHEMA = Path(__file__).parent / "sarif" / "schema-2.1.0.json"
TEXT = "ZeRO-2 shards the parameters.\n\nBERT masks 20% of the tokens.\n\nGPT-3 uses post-LN.\n"
FIXED = "ZeRO-2 shards the parameters.\n\nBERT masks 15% of the tokens.\n\nGPT-3 uses pre-LN.\n"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    (tmp_path / "notes.md").write_text(TEXT, "utf-8")
    return tmp_path


def rows(*args: str, cwd: Path, stdin: str = "") -> list[dict[str, Any]]:
    printed = kanwu("lint", "--format", "json", *args, cwd=cwd, stdin=stdin).stdout
    return [json.loads(line) for line in printed.splitlines()]


def rules(*args: str, cwd: Path) -> list[str]:
    return [row["rule"] for row in rows(*args, cwd=cwd)]


def test_a_folder_is_linted_by_its_settings_and_the_command_line_has_the_last_word(notes: Path) -> None:
    """Without any argument, the folder one stands in: as users of ruff expect."""
    (notes / "drafts").mkdir()
    (notes / "drafts" / "a.md").write_text(TEXT, "utf-8")
    (notes / "pyproject.toml").write_text(
        '[tool.kanwu]\nignore = ["bert"]\nexclude = ["drafts/"]\nlang = "zh"\n', "utf-8"
    )
    assert rules(cwd=notes) == ["zero-2.partitions", "gpt-3.norm-position"]
    assert "此处说" in rows(cwd=notes)[0]["message"]
    assert rules("--isolated", cwd=notes).count("bert.masked-share") == 2
    assert rules("--select", "zero", cwd=notes) == ["zero-2.partitions"]
    assert rules("--ignore", "zero", cwd=notes) == ["gpt-3.norm-position"]
    assert rules("drafts/a.md", cwd=notes) == ["zero-2.partitions", "gpt-3.norm-position"]
    ran = kanwu("lint", "--force-exclude", "drafts/a.md", cwd=notes)
    assert (ran.returncode, ran.stdout) == (0, "")


def test_a_selector_that_fits_nothing_is_refused(notes: Path) -> None:
    ran = kanwu("lint", "--select", "zero-2.partition", "notes.md", cwd=notes)
    assert ran.returncode == 2 and "did you mean zero-2.partitions?" in ran.stderr
    assert ran.stderr.startswith("kanwu: --select: expected a fact")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('select = ["error", "brt"]\n', "1: select"),
        ('lang = "en"\nignore = ["zero,brt"]\n', "2: ignore"),
        ('\n[per-file-ignores]\n"*.md" = ["brt"]\n', "2: per-file-ignores"),
    ],
)
def test_a_selector_of_the_settings_that_fits_nothing_is_refused_with_its_place(
    notes: Path, text: str, told: str
) -> None:
    """The nearest settings may lie several folders above what was linted."""
    (notes / "kanwu.toml").write_text(text, "utf-8")
    ran = kanwu("lint", "--ignore", "zero", "notes.md", cwd=notes)
    assert ran.returncode == 2
    assert (
        f"{notes / 'kanwu.toml'}:{told}: expected a fact, a concept, a verdict or a severity, found 'brt'" in ran.stderr
    )


def test_a_baseline_lets_only_new_findings_through(notes: Path) -> None:
    wrote = kanwu("lint", "--write-baseline", "--baseline", "known.json", "notes.md", cwd=notes)
    assert wrote.returncode == 0 and "3 findings of 1 file" in wrote.stderr, wrote.stderr
    quiet = kanwu("lint", "--baseline", "known.json", "notes.md", cwd=notes)
    assert (quiet.returncode, quiet.stdout) == (0, "")
    (notes / "kanwu.toml").write_text('baseline = "known.json"\n', "utf-8")
    (notes / "notes.md").write_text("# New\n\n" + TEXT.replace("GPT-3", "GPT-2"), "utf-8")
    ran = kanwu("lint", "notes.md", cwd=notes)
    assert ran.returncode == 1 and "gpt-2.norm-position" in ran.stdout and "zero-2" not in ran.stdout
    assert "1 baseline entry no longer occurs" in ran.stderr
    states = {
        row["rule"]: row.get("state") for row in rows("--all", "notes.md", cwd=notes) if row["severity"] == "error"
    }
    assert states == {
        "zero-2.partitions": "baseline",
        "bert.masked-share": "baseline",
        "gpt-2.norm-position": None,
    }


def known_files(folder: Path) -> dict[str, int]:
    """How many findings a baseline knows of each file."""
    found: dict[str, int] = {}
    for row in json.loads((folder / "known.json").read_text("utf-8"))["findings"]:
        found[row["path"]] = found.get(row["path"], 0) + row["times"]
    return found


def test_a_baseline_that_is_written_of_some_files_keeps_what_it_knows_of_others(notes: Path) -> None:
    """Who brings one note up to date must not be told of a hundred others at the next run."""
    (notes / "kanwu.toml").write_text('baseline = "known.json"\n', "utf-8")
    (notes / "sub").mkdir()
    for name in ("a.md", "sub/b.md", "sub/gone.md"):
        (notes / name).write_text("BERT masks 20% of the tokens.\n", "utf-8")
    first = kanwu("lint", "--write-baseline", cwd=notes)
    assert first.stderr == "known.json: 6 findings of 4 files. Lint with: --baseline known.json\n".replace(
        "known.json", str(notes / "known.json")
    ), "and that there is none yet is not told to who writes it"
    (notes / "a.md").write_text("GPT-3 uses post-LN.\n\nZeRO-2 shards the parameters.\n", "utf-8")
    (notes / "sub" / "gone.md").rename(notes / "sub" / "renamed.md")
    part = kanwu("lint", "a.md", "--write-baseline", cwd=notes)
    assert "2 findings of 1 file, 5 of other files as before." in part.stderr
    assert known_files(notes) == {"a.md": 2, "notes.md": 3, "sub/b.md": 1, "sub/gone.md": 1}
    assert kanwu("lint", cwd=notes).returncode == 0
    part = kanwu("lint", "sub/renamed.md", "--write-baseline", cwd=notes)
    assert known_files(notes) == {"a.md": 2, "notes.md": 3, "sub/b.md": 1, "sub/renamed.md": 1}
    (notes / "notes.md").unlink()
    (notes / "sub" / "b.md").unlink()
    below = kanwu("lint", "sub", "--write-baseline", cwd=notes)
    assert "1 finding of 1 file, 5 of other files as before, 1 of files that are gone left out." in below.stderr
    assert known_files(notes) == {"a.md": 2, "notes.md": 3, "sub/renamed.md": 1}


def test_without_any_name_the_baseline_has_the_usual_one_and_is_kept_alike(notes: Path) -> None:
    (notes / "a.md").write_text("BERT masks 20% of the tokens.\n", "utf-8")
    for name in ("notes.md", "a.md"):
        kanwu("lint", "--write-baseline", name, cwd=notes)
    assert kanwu("lint", "--baseline", "kanwu-baseline.json", cwd=notes).returncode == 0
    missing = kanwu("lint", "--baseline", "other.json", "a.md", cwd=notes)
    assert missing.returncode == 1 and "no such baseline yet" in missing.stderr
    written = kanwu("lint", "--write-baseline", "--baseline", "other.json", "a.md", cwd=notes)
    assert written.returncode == 0 and "no such baseline" not in written.stderr


def test_standard_input_has_the_baseline_of_the_file_that_it_is_called_after(notes: Path) -> None:
    """An editor pipes what is being written through the linter, and wants to hear what is new."""
    (notes / "kanwu.toml").write_text('baseline = "known.json"\n', "utf-8")
    kanwu("lint", "--write-baseline", cwd=notes)
    piped = ("lint", "-", "--stdin-filename", "notes.md")
    assert kanwu(*piped, cwd=notes, stdin=TEXT).returncode == 0
    assert kanwu(*piped, cwd=notes, stdin=f"{TEXT}\nGPT-2 uses post-LN.\n").stdout.count("error[") == 1
    assert kanwu("lint", "-", "--stdin-filename", "other.md", cwd=notes, stdin=TEXT).returncode == 1
    kanwu(*piped, "--write-baseline", cwd=notes, stdin=TEXT.replace("GPT-3", "GPT-2"))
    assert rules("notes.md", cwd=notes) == ["gpt-3.norm-position"]


def test_diff_shows_and_fix_writes(notes: Path) -> None:
    """The diff comes first; what is not safe to change is still flagged afterwards."""
    file = notes / "notes.md"
    file.chmod(0o640)
    shown = kanwu("lint", "--diff", "notes.md", cwd=notes)
    assert shown.returncode == 1 and "-GPT-3 uses post-LN.\n+GPT-3 uses pre-LN.\n" in shown.stdout
    assert file.read_text("utf-8") == TEXT
    ran = kanwu("lint", "--fix", "notes.md", cwd=notes)
    assert "+GPT-3 uses pre-LN.\n" in ran.stderr and ran.stderr.index("+GPT-3") < ran.stderr.index("2 fixed")
    assert file.read_text("utf-8") == FIXED
    assert ran.returncode == 1 and "zero-2.partitions" in ran.stdout and "bert" not in ran.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in notes.iterdir()] == ["notes.md"]
    again = kanwu("lint", "--fix", "notes.md", cwd=notes)
    assert file.read_text("utf-8") == FIXED and "fixed" not in again.stderr


def test_a_link_is_followed_and_stays_a_link(notes: Path) -> None:
    (notes / "link.md").symlink_to(notes / "notes.md")
    kanwu("lint", "--fix", "link.md", cwd=notes)
    assert (notes / "link.md").is_symlink() and (notes / "notes.md").read_text("utf-8") == FIXED


def test_as_a_filter_it_prints_the_fixed_text(notes: Path) -> None:
    """An editor pipes a buffer through it; findings go to people."""
    ran = kanwu("lint", "--fix", "--stdin-filename", "notes.md", "-", cwd=notes, stdin=TEXT)
    assert ran.stdout == FIXED and "zero-2.partitions" in ran.stderr
    clean = kanwu("lint", "--fix", "-", cwd=notes, stdin="Nothing wrong here.\n")
    assert (clean.stdout, clean.returncode) == ("Nothing wrong here.\n", 0)


def lock(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let nobody read what is called so: whoever runs the tests may be allowed everything."""

    def closed(do: Callable[..., Any]) -> Callable[..., Any]:
        def done(path: Any, *rest: Any, **more: Any) -> Any:
            if Path(path).name == name:
                raise PermissionError(13, "Permission denied", str(path))
            return do(path, *rest, **more)

        return done

    access = os.access
    monkeypatch.setattr(os, "open", closed(os.open))
    monkeypatch.setattr(os, "scandir", closed(os.scandir))
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != name and access(path, mode))


def test_a_name_that_cannot_be_read_is_no_success_and_stops_no_other(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name mistyped in a hook passed for a note without mistakes; one without the right to read kept all from being linted."""
    (notes / "right.md").write_text("GPT-3 uses pre-LN.\n", "utf-8")
    (notes / "locked.md").write_text("x", "utf-8")
    (notes / "broken.ipynb").write_text("{", "utf-8")
    lock(monkeypatch, "locked.md")
    for name in ("nowhere.md", "locked.md", "broken.ipynb"):
        ran = kanwu("lint", name, "right.md", cwd=notes)
        assert (ran.returncode, ran.stdout) == (2, "") and ran.stderr.startswith(f"problem: {name}:"), ran.stderr
        ran = kanwu("lint", "notes.md", name, "--format", "sarif", cwd=notes)
        [run] = json.loads(ran.stdout)["runs"]
        assert ran.returncode == 2 and len(run["results"]) == 3
        assert run["invocations"][0]["executionSuccessful"] is False
    for folder in (".", "./"):
        ran = kanwu("lint", "--format", "sarif", "--select", "bert", folder, cwd=notes)
        [run] = json.loads(ran.stdout)["runs"]
        assert ran.returncode == 1 and run["invocations"][0]["executionSuccessful"] is True
        assert len(run["invocations"][0]["toolExecutionNotifications"]) == 2, "met in a folder, it is told and no more"


@pytest.mark.parametrize("named", [".", "sub", "sub/closed", "../{}/sub"])
def test_what_cannot_be_read_is_told_by_the_path_that_leads_there(
    notes: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    """Who is told to repair a file has to find it; a folder that nobody may look into was passed over without a word."""
    (notes / "sub" / "closed").mkdir(parents=True)
    (notes / "sub" / "closed" / "a.md").write_text(TEXT, "utf-8")
    (notes / "sub" / "right.md").write_text("GPT-3 uses pre-LN.\n", "utf-8")
    (notes / "sub" / "a b.ipynb").write_text("{", "utf-8")
    lock(monkeypatch, "closed")
    named = named.format(notes.name)
    ran = kanwu("lint", "--format", "sarif", "--select", "bert", named, cwd=notes)
    problems = json.loads(ran.stdout)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    told = {each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in problems}
    below = "" if named == "." else named.removesuffix("/closed").removesuffix("sub")
    expected = {f"{below}sub/a%20b.ipynb", f"{below}sub/closed"}
    assert told == ({"sub/closed"} if named == "sub/closed" else expected)
    assert f"problem: {below}sub/closed: expected a file that can be read, found permission denied" in ran.stderr
    assert ran.returncode == {".": 1, "sub/closed": 2}.get(named, 0)


@pytest.mark.parametrize("name", ["empty.md", "empty.txt", "empty.html", "empty.ipynb", "empty"])
@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_a_text_that_says_nothing_says_nothing_wrong(notes: Path, name: str, text: str) -> None:
    """Who begins a note, or empties one, commits it: alone as beside others."""
    (notes / name).write_text(text, "utf-8")
    for ran in (
        kanwu("lint", name, cwd=notes),
        kanwu("lint", "--all", "--fix", name, cwd=notes),
        kanwu("lint", "-", "--stdin-filename", name, cwd=notes, stdin=text),
    ):
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    assert (notes / name).read_text("utf-8") == text
    filtered = kanwu("lint", "--fix", "-", "--stdin-filename", name, cwd=notes, stdin=text)
    assert (filtered.returncode, filtered.stdout) == (0, text), "a filter gives back what it was given"


def test_standard_input_is_read_as_what_it_is_called(notes: Path) -> None:
    page = "<p>ZeRO-2 shards the <b>parameters</b>.</p><script>var a = 'GPT-3 uses post-LN.'</script>"
    found = rows("--stdin-filename", "a/page.html", "-", cwd=notes, stdin=page)
    assert [(row["rule"], row["path"]) for row in found] == [("zero-2.partitions", "a/page.html")]


def test_a_suppression_s_fault_is_a_finding_like_others(notes: Path) -> None:
    (notes / "a.md").write_text("Right. <!-- kanwu: ignore[zero-2] gone -->\n", "utf-8")
    ran = kanwu("lint", "a.md", cwd=notes)
    assert ran.returncode == 1
    assert "a.md:1:8: warning[unused-suppression] This suppression silences nothing: zero-2. Remove it." in ran.stdout


def test_a_notebook_s_finding_names_line_and_cell(notes: Path) -> None:
    cells = [{"cell_type": "markdown", "source": ["Intro.\n", "\n", "GPT-3 uses post-LN.\n"]}]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
    (notes / "a.ipynb").write_text(text, "utf-8")
    [row] = rows("a.ipynb", cwd=notes)
    assert (row["cell"], row["cell_line"], row["line"]) == (1, 3, 8)
    assert text[row["start"] : row["end"]] == row["quote"] == "post-LN"
    printed = kanwu("lint", "a.ipynb", cwd=notes).stdout
    assert "a.ipynb:8:17: error[gpt-3.norm-position] cell 1, line 3: It says" in printed
    assert "    GPT-3 uses post-LN.\n               ^^^^^^^\n" in printed
    kanwu("lint", "--fix", "a.ipynb", cwd=notes)
    assert (notes / "a.ipynb").read_text("utf-8") == text.replace("post-LN", "pre-LN")


def test_sarif_validates_against_the_schema_of_the_standard(notes: Path) -> None:
    """Errors, notes, suppressed and known findings, notebooks, faults, odd names, an unreadable file: all of it."""
    folder = notes / "深 度"
    folder.mkdir()
    (folder / "a b.md").write_text(
        TEXT + "\n<!-- kanwu: ignore[bert] x -->\nBERT masks 30% of the tokens. <!-- kanwu: ignore[zero] -->\n", "utf-8"
    )
    cells = [{"cell_type": "markdown", "source": "GPT-3 uses post-LN."}]
    (notes / "a.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}), "utf-8")
    (notes / "broken.ipynb").write_text('{"cells": [', "utf-8")
    (notes / "notes.txt").write_text(
        "GPT-3 uses pre-LN.\n1. 什么是 ALiBi？\n2. 什么是 KV 缓存？\n把键和值存下来。\n", "utf-8"
    )
    kanwu("lint", "--write-baseline", "--baseline", "known.json", "notes.md", cwd=notes)
    args = ("lint", "--format", "sarif", "--all", "--baseline", "known.json", ".", str(folder.absolute() / "a b.md"))
    log = json.loads(kanwu(*args, cwd=notes).stdout)
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft4Validator.check_schema(schema)
    errors = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in Draft4Validator(schema).iter_errors(log)]
    assert errors == []
    [run] = log["runs"]
    results = run["results"]
    assert {result["level"] for result in results} >= {"error", "note", "none"}
    assert {result.get("kind", "fail") for result in results} >= {"fail", "pass"}
    assert any(result.get("suppressions") == [{"kind": "inSource", "justification": "x"}] for result in results)
    assert any(result.get("baselineState") == "unchanged" for result in results)
    assert any("logicalLocations" in result["locations"][0] for result in results)
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("broken.ipynb:1:")
    for result in results:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].isascii() and " " not in place["artifactLocation"]["uri"]
    fixes = [result["fixes"] for result in results if "fixes" in result]
    assert any(f[0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "pre-LN" for f in fixes)


def test_sarif_points_at_the_words(notes: Path) -> None:
    log = json.loads(kanwu("lint", "--format", "sarif", "notes.md", cwd=notes).stdout)
    lines = TEXT.split("\n")
    for result in log["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        assert words == region["snippet"]["text"]


def test_github_annotations_escape_what_the_runner_would_take_for_its_own(notes: Path) -> None:
    (notes / "a,b.md").write_text(TEXT, "utf-8")
    printed = kanwu("lint", "--format", "github", "a,b.md", cwd=notes).stdout.splitlines()
    assert printed[1].startswith("::error file=a%2Cb.md,line=3,endLine=3,col=6,title=bert.masked-share,endColumn=29::")
    assert "20%25 of the tokens" in printed[1]
