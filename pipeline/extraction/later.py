"""Questions listed first, answers given later: which title further down answers which question of the list.

The titles repeat the questions (then the list was a table of contents), carry the same numbers, or name the same
subjects in the same order; the last is an alignment that keeps the order and lets questions go unanswered.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import regex as re
from pipeline.text import key

_MARKER = re.compile(
    r"^\W*(?:(?:以下|下面|下边|附|后面|现在)(?:是|为)?.{0,8})?(?:(?:部分|以上|上述|全部|本卷|各)?(?:题目?|问题|面试题|试题|习题)?的?)?(?:参考|标准)?(?:答案|回答|解答|题解|答题|解析)(?:与|和|及)?(?:解析|解答|详解|要点|思路|部分|区|篇|汇总|评分(?:标准|细则|参考|要点))?(?:如下|开始|在此|来了|来啦)?\W*(?:(?:部分|节选|精选|选登|仅供参考|供参考)\W*)?$"
    r"|^\W*(?:part \w+\W*)?(?:(?:the|model|sample|reference|suggested|short|my|brief|selected|some|partial) )*(?:answers?|solutions?|answer key)(?: (?:below|follow|section|key|and explanations?|to (?:the |selected |some )?questions?|sheet))*\W*$"
    r"|^\W*(?:第?[一二三四\dIV]+(?:部分)?[、.:：]?\s*)?(?:参考)?(?:答案|解答)(?:篇|部分|与解析|及解析|解析)?\W*$"
    r"|^\W*(?:(?:我|楼上|楼主|那我|先)?(?:来|试着|简单|先)?(?:补充|抛砖引玉|答一下|回答一下|试答|作答)(?:一下|几个|几题|下|答案|几点)?|我的(?:回答|答案|理解))\W*$"
    r"|^\W*(?:参考|[答解]题)(?:思路|要点|提示)(?:如下|部分|篇)?\W*(?:(?:部分|节选|精选|选登|仅供参考)\W*)?$",
    re.I,
)


_HINT = re.compile(r"[答解]|参考|补充|抛砖|answer|solution", re.I)


def is_marker(text: str) -> bool:
    """Whether a line announces that the answers come now."""
    return 1 < len(text) <= 40 and _HINT.search(text) is not None and _MARKER.match(text) is not None


def likeness(a: str, b: str) -> float:
    """Share of the shorter text's neighbouring letters that the other one has too; from 0 to 1."""
    one, two = _pairs(a), _pairs(b)
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    return len(small & large) / len(small) if small else 0.0


def _pairs(text: str) -> frozenset[str]:
    plain = key(text)
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1)) or frozenset((plain,) if plain else ())


def align(questions: Sequence[str], titles: Sequence[str]) -> list[int | None]:
    """For each title the question that it answers, in order; None where none is left for it.

    Longest common path with a small bonus for every match, so that a title that shares no word with any
    question still goes to the one between its neighbours'.
    """
    rows, columns = len(titles), len(questions)
    if rows * columns > 250_000:
        return _by_key(questions, titles)
    one = [_pairs(title) for title in titles]
    two = [_pairs(question) for question in questions]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            score = _share(one[row], two[column]) + 0.12
            best[row][column] = max(score + best[row + 1][column + 1], best[row + 1][column], best[row][column + 1])
    answer: list[int | None] = [None] * rows
    row = column = 0
    while row < rows and column < columns:
        score = _share(one[row], two[column]) + 0.12
        if best[row][column] == score + best[row + 1][column + 1]:
            answer[row] = column
            row, column = row + 1, column + 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            row += 1
    return answer


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    small = min(len(a), len(b))
    return len(a & b) / small if small else 0.0


def _by_key(questions: Sequence[str], titles: Sequence[str]) -> list[int | None]:
    places = {key(question): at for at, question in reversed(list(enumerate(questions)))}
    return [places.get(key(title)) for title in titles]
