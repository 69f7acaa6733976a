"""Blocks back to Markdown: what an answer looks like once its page is gone."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Block


def render(blocks: Sequence[Block], gaps: Sequence[bool]) -> str:
    """Markdown of consecutive blocks: lists, code byte for byte, tables and formulas kept.

    `gaps` says for each block whether a blank line parts it from the one before.
    """
    if len(blocks) == 1 and blocks[0].kind == "paragraph":
        return blocks[0].markdown or blocks[0].text
    pieces: list[str] = []
    before: Block | None = None
    outermost = min((block.level for block in blocks if block.kind == "item"), default=0)
    for block, gap in zip(blocks, gaps, strict=True):
        words = piece_of(block, outermost)
        if not words:
            continue
        if before is not None:
            pieces.append(_between(before, block, gap))
        if block.kind == "table" and (before is None or before.kind != "table"):
            words += "\n|" + " --- |" * max(1, _columns(words))
        pieces.append(words)
        before = block
    return "".join(pieces).strip("\n")


def piece_of(block: Block, outermost: int = 0) -> str:
    """One block as Markdown; items are indented from the level `outermost` on."""
    own = block.markdown or block.text
    kind = block.kind
    if kind == "item":
        return (
            "  " * max(0, block.level - outermost) + (f"{block.marker} " if block.marker[:1].isdigit() else "- ") + own
        )
    if kind == "code":
        fence = "```"
        while fence in block.text:
            fence += "`"
        return f"{fence}{block.language}\n{block.text}\n{fence}"
    if kind == "table":
        row = own.strip()
        return row if row.startswith("|") else f"| {row} |"
    if kind == "quote":
        return f"> {own}"
    if kind == "heading":
        return "#" * max(4, min(6, block.level + 2)) + f" {own}"
    if kind == "term":
        return own
    if kind == "definition":
        return f": {own}"
    if kind in ("figure", "rule"):
        return ""
    if kind == "summary":
        return f"**{block.text}**"
    return own


def _between(before: Block, block: Block, gap: bool) -> str:
    if before.kind == "table" and block.kind == "table":
        return "\n"
    if before.kind == "term" and block.kind == "definition":
        return "\n"
    if before.kind == "item" and block.kind == "item":
        return "\n"
    if before.kind == "quote" and block.kind == "quote":
        return "\n>\n" if gap else "\n"
    if (
        "code" in (before.kind, block.kind)
        or "table" in (before.kind, block.kind)
        or "formula" in (before.kind, block.kind)
    ):
        return "\n\n"
    if (block.kind == "item") != (before.kind == "item"):
        return "\n\n"
    return "\n\n" if gap else "\n"


def _columns(row: str) -> int:
    return row.strip().strip("|").replace("\\|", "").count("|") + 1
