"""Quantities as facts and answers write them: digits, Chinese numerals, percent, multiples, ranges.

Apart from the claim reader, because a fact's own number is read by the same rules as the one that is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline import regex as re

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALE = {
    "k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "bn": 1e9, "thousand": 1e3, "million": 1e6, "billion": 1e9,
    "trillion": 1e12, "hundred": 1e2, "万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "百万": 1e6, "千万": 1e7,
    "万亿": 1e12, "十亿": 1e9, "百亿": 1e10, "千亿": 1e11,
}  # fmt: skip

_CN = "零〇一二两三四五六七八九十百千万亿"
_EN = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_SCALES = r"(?:\s*(?:万亿|千亿|百亿|十亿|千万|百万|万|亿|千|百|thousand|million|billion|trillion|hundred)|(?:bn|k|m|b|t)(?![a-z0-9]))"

NUMBER = re.compile(
    rf"""
    (?P<fraction>(?<![\d./])(?P<over>\d+)\s*/\s*(?P<under>\d+)(?![\d/]))
  | (?P<cnpart>(?P<cnunder>[{_CN}\d]+)\s*分\s*之\s*(?P<cnover>[{_CN}\d.]+))
  | (?P<tenths>(?P<tenth>[一二两三四五六七八九\d]+)成(?P<half>半)?(?![为了本功立员果就分长都才熟绩型像]))
  | (?P<odds>(?<![a-z])(?P<few>{_EN})\s+in\s+(?:every\s+)?(?P<many>{_EN})(?![a-z-]))
  | (?P<englishpart>(?:one|a)\s(?:half|third|quarter)|two[\s-]thirds|three\squarters|half)(?![a-z])
  | (?P<powered>(?<![a-z0-9_.])(?P<base>\d+)\s*(?:\^|\*\*)\s*(?P<power>\d+))
  | (?P<arabic>(?<![a-z0-9_.])(?<![a-z_.]-)(?:{_ARABIC}))(?P<scale>{_SCALES})?
  | (?P<chinese>[{_CN}]+(?:点[{_CN}]+)?)
  | (?P<round>(?<![a-z])an?\s+(?P<rounded>thousand|million|billion|trillion|hundred)(?![a-z]))
  | (?P<english>(?<![a-z])(?:{_EN})(?:[\s-](?:{_EN}))?(?![a-z]))(?P<englishscale>\s+(?:thousand|million|billion|trillion|hundred)(?![a-z]))?
  | (?P<halfword>一半|半数)
""",
    re.VERBOSE,
)

_PERCENT = re.compile(r"\s*(?:%|percent|per\s+cent|个?百分点|pct)")
_TIMES = re.compile(r"\s*(?:[多余几]?\s*倍|x(?![a-z])|×|times|-?fold)")
_RANGE = re.compile(r"\s*(?:%|percent)?\s*(?:-|~|～|—|to|到|至|and|和)\s*$")


class Quantity(NamedTuple):
    """A number as written, with what follows it still to be read as its unit."""

    start: int
    end: int
    """Behind the number and, for a percentage, behind its sign."""
    value: float
    unit: str
    """`%` for a percentage, `x` for a multiple, else empty: the relation's unit patterns read the rest."""
    share: bool = False
    """Written as a fraction: one half may stand for 50 % or for 0.5."""

    def literal(self) -> str:
        """The number as a claim's object."""
        return f"{plain(self.value)} {self.unit}".strip()


def plain(value: float) -> str:
    """A number without needless zeros: 15, 0.5, 1000000."""
    if value == int(value) and abs(value) < 1e18:
        return str(int(value))
    return f"{value:.6g}"


_NO_NUMBER = re.compile(r"千万(?=别|不|要|记|小心|注意|得|勿)|万一|万万|千百(?!万)|百千|三三两两|七七八八|万千")
"""Words of numerals that count nothing: `千万别`."""


def quantities(text: str) -> Iterator[Quantity]:
    """Every number of a normalised text, in order."""
    for match in NUMBER.finditer(text):
        if match.group("chinese") and _NO_NUMBER.match(text, match.start()):
            continue
        value, share = _value(match)
        if value is None:
            continue
        start, end, unit = match.start(), match.end(), ""
        if match.group("cnpart") and match.group("cnunder") in ("百", "100"):
            value, unit, share = value * 100, "%", False
        elif match.group("tenths"):
            value, unit, share = value * 10, "%", False
        elif percent := _PERCENT.match(text, end):
            end, unit = percent.end(), "%"
        elif times := _TIMES.match(text, end):
            end, unit = times.end(), "x"
        yield Quantity(start, end, value, unit, share)


def _value(match: re.Match[str]) -> tuple[float | None, bool]:
    if match.group("arabic"):
        value = float(match.group("arabic").replace(",", ""))
        scale = (match.group("scale") or "").strip()
        return value * _SCALE.get(scale, 1.0), False
    if match.group("fraction"):
        under = float(match.group("under"))
        return (float(match.group("over")) / under if under else None), True
    if match.group("cnpart"):
        over, under_of = chinese(match.group("cnover")), chinese(match.group("cnunder"))
        return (over / under_of if over is not None and under_of else None), True
    if match.group("tenths"):
        tenth = chinese(match.group("tenth"))
        return (None if tenth is None else tenth + (0.5 if match.group("half") else 0.0)), False
    if match.group("englishpart"):
        words = match.group("englishpart")
        if "third" in words:
            return (2 / 3 if words.startswith("two") else 1 / 3), True
        if "quarter" in words:
            return (0.75 if words.startswith("three") else 0.25), True
        return 0.5, True
    if match.group("round"):
        return _SCALE[match.group("rounded")], False
    if match.group("odds"):
        many = _ENGLISH[match.group("many")]
        return (_ENGLISH[match.group("few")] / many if many else None), True
    if match.group("halfword"):
        return 0.5, True
    if match.group("powered"):
        power = int(match.group("power"))
        return (float(match.group("base")) ** power if power < 300 else None), False
    if match.group("chinese"):
        if match.group("chinese") == "一" and match.string[match.end() : match.end() + 1] == "半":
            return 0.5, True
        return chinese(match.group("chinese")), False
    if match.group("english"):
        total = sum(_ENGLISH[word] for word in re.split(r"[\s-]", match.group("english")))
        scale = (match.group("englishscale") or "").strip()
        return total * _SCALE.get(scale, 1.0), False
    raise AssertionError(match.lastgroup)


def chinese(text: str) -> float | None:
    """The value of a Chinese numeral (十五, 一百二十, 三点五, 一万) or of digits; None where it is none."""
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    whole, _, part = text.partition("点")
    if not whole:
        return None
    if not any(letter in _SMALL or letter in _LARGE for letter in whole):
        value = 0.0
        for letter in whole:
            if letter not in _DIGITS:
                return None
            value = value * 10 + _DIGITS[letter]
    else:
        value = section = 0.0
        digit: float | None = None
        for letter in whole:
            if letter in _DIGITS:
                digit = _DIGITS[letter]
            elif letter in _SMALL:
                section += (1 if digit is None else digit) * _SMALL[letter]
                digit = None
            elif letter in _LARGE:
                section += digit or 0
                if not section and not value:
                    return None
                value = (value + section) * _LARGE[letter] if letter == "亿" else value + section * _LARGE[letter]
                section, digit = 0.0, None
            else:
                return None
        value += section + (digit or 0)
    for place, letter in enumerate(part, 1):
        if letter not in _DIGITS:
            return None
        value += _DIGITS[letter] / 10**place
    return value


def parse(literal: str) -> Quantity | None:
    """The quantity that a fact's object states; None where it begins with no number."""
    text = literal.strip().lower()
    found = next(quantities(text), None)
    return found if found is not None and found.start == 0 else None


def same_quantity(claimed: str, held: str, tolerance: float = 0.0) -> bool | None:
    """Whether a claim's literal agrees with a fact's; None where their units forbid the comparison.

    A claim may be a bound (`>1000`, `<20 %`), a range (`10~20 %`) or approximate (`~6`): it agrees where the fact's
    number lies in it, rounds to it, or is within a twentieth of what is called approximate.
    """
    b = parse(held)
    bound = claimed[:1] if claimed[:1] in "<>~" else ""
    first, _, second = claimed.lstrip("<>~").partition("~")
    a = parse(first)
    if a is None or b is None:
        return None
    if second:
        last = parse(second)
        if last is None:
            return None
        if not a.unit and last.unit:
            a = a._replace(unit=last.unit)
        if a.unit != b.unit:
            return None
        low, high = sorted((a.value, last.value))
        return low - tolerance - 1e-9 <= b.value <= high + tolerance + 1e-9
    pairs = _comparable(a, b, first)
    if pairs is None:
        return None
    for left, right in pairs:
        slack = tolerance + 1e-9 * max(1.0, abs(right))
        if bound == ">" and right >= left - slack:
            return True
        if bound == "<" and right <= left + slack:
            return True
        if abs(left - right) <= slack or _rounds(left, right):
            return True
        if bound == "~" and abs(left - right) <= abs(right) / 20 + slack:
            return True
    return False


def _comparable(a: Quantity, b: Quantity, literal: str) -> list[tuple[float, float]] | None:
    """The values of both in one unit; two ways where a `K` may be a thousand or 1024."""
    left, right = a.value, b.value
    if a.unit != b.unit:
        if {a.unit, b.unit} == {"%", ""}:
            # 0.15 and 15 %: a bare share is compared as a percentage, anything else is of another unit.
            bare = a if a.unit == "" else b
            if bare.value > 1:
                return None
            left, right = (left * 100 if a.unit == "" else left), (right * 100 if b.unit == "" else right)
        elif {a.unit, b.unit} != {"x", ""}:
            return None
        elif a.unit == "" and 0 < a.value < 1 <= b.value:
            # To one in a hundred, and a hundred times less, are the same.
            left = 1 / a.value
    found = [(left, right)]
    if re.match(r"[\d.,]+\s*k", literal.lower()):
        found.append((left * 1.024, right))
    if left == int(left) and left % 1024 == 0 and right % 1000 == 0:
        found.append((left / 1.024, right))
    return found


def _rounds(left: float, right: float) -> bool:
    """Whether the claim is the fact's number with fewer digits, and no tenth away from it: 6 for 6.2, not 20 for 15."""
    if left == 0 or right == 0 or abs(left - right) > abs(right) / 10:
        return False
    digits = len(plain(left).replace(".", "").strip("0")) or 1
    return digits <= 2 and float(f"{right:.{digits}g}") == left and (right != int(right) or right >= 1000)


def is_range(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two neighbouring numbers of a text are the ends of one range."""
    return first.end <= second.start and bool(
        re.fullmatch(r"\s*(?:-|~|–|—|to|到|至)\s*", text[first.end : second.start])
    )
