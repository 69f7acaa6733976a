"""Characters that are typed alike: an input method offers 提现 for 体现, and both stand in scraped titles.

Apart from `vocabulary`, because how a character sounds is no matter of this field. GB 2312 lists its first 3755
characters, the common ones, by their pronunciation without the tone; here stands the first of each run, so that the
run that a character falls into says how it sounds. Of several readings it is the one that the standard lists.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

_FIRST = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗蹿摧村磋"
    "搭大耽当刀德蹬堤颠碉跌丁丢东兜都端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖棺光瑰辊锅哈骸酣"
    "夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾劲炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸块宽匡亏坤括垃莱蓝琅捞勒"
    "雷棱厘俩联粮撩列琳拎溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇拿氖南囊挠呢馁嫩能妮蔫娘鸟捏您柠"
    "牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼聘坡扑期掐牵枪橇切钦青琼秋趋圈缺裙然瓤饶惹壬扔日戎揉肉软蕊闰若撒"
    "腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏酸虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪"
    "豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰一茵英哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝"
    "中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
_STARTS = tuple(letter.encode("gb2312") for letter in _FIRST)
_LAST = "座".encode("gb2312")
"""The last character of the list."""


@cache
def sound(letter: str) -> int:
    """The number of the syllable that a common Chinese character is read as; the character itself, as a negative
    number, where it is none of them, so that it sounds like nothing else.
    """
    try:
        code = letter.encode("gb2312")
    except UnicodeEncodeError:
        return -ord(letter)
    return bisect_right(_STARTS, code) if len(code) == 2 and _STARTS[0] <= code <= _LAST else -ord(letter)


def sounds(text: str) -> tuple[int, ...]:
    """How each character of a text sounds."""
    return tuple(map(sound, text))


def mistyped(one: str, other: str) -> bool:
    """Whether two words differ in one character only and are read alike."""
    return (
        len(one) == len(other) > 1
        and sum(x != y for x, y in zip(one, other, strict=True)) == 1
        and sounds(one) == sounds(other)
    )
