"""What in a page is not the author's text, and why: advertisement, navigation, related posts, author line ...

Only what the words or the tags say by themselves is marked here; what follows from a block's place among questions
(an advertisement's later lines, a preamble) is for `extraction`, which alone knows the outline.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pipeline import regex as re
from pipeline.knowledge import Literals
from pipeline.models import Block, Lang

_CHINESE = re.compile("[\u3400-\u9fff]")

_ARTICLE = re.compile(
    r"(?:^|\s)(?:article[-_]?(?:content|body|box|text|main|detail)|post[-_]?(?:content|body|text)|entry[-_]?content"
    r"|markdown[-_]?body|rich[-_]?media[-_]?content|content[-_]views|cnblogs[-_]post[-_]body|js[-_]content|richtext"
    r"|blog[-_]?(?:content|body|post)|theme-doc-markdown|article__content|post-full-content|md-content__inner|note-content)(?:\s|$)",
    re.I,
)
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(rf"(?:^|\s)(?:{words})(?:\s|$)", re.I))
    for reason, words in (
        (
            "advertisement",
            r"(?:[\w-]*[-_])?(?:ads?|cta|call-?to-?action|adv|advert|advertise|advertisements?|adsense|adsbygoogle|adbox|adwrap|banner|promo(?:tion)?"
            r"|sponsor(?:ed|s)?|qr|qrcode|qr-code|guanggao|tuiguang)(?:[-_][\w-]*)?",
        ),
        (
            "related posts",
            r"(?:[\w-]*[-_])?(?:relate|related|recommend(?:ed|ation|ations|s)?|similar|read-?more|morelikethis|also-?like|hot-?(?:articles|posts)"
            r"|prev-?next|post-?nav(?:igation)?|pager|pagination|tuijian|xiangguan)(?:[-_]?(?:posts?|articles?|reading|box|list|links?|wrap|content|items?|area|nav|block|section|[\w-]*))?",
        ),
        (
            "navigation",
            r"(?:[\w-]*[-_])?(?:aside|nav|navbar|navigation|navlist|menu|menubar|breadcrumbs?|crumbs?|sidebar|side-?bar|topbar|top-?bar|toolbar|tool-?bar"
            r"|toc|table-?of-?contents|catalog|catalogue|directory|skip-?link|site-?header|page-?header|masthead|search-?(?:box|bar|form)?|tabs?|mulu"
            r"|cookie[\w-]*|login|sign-?(?:in|up)|newsletter|subscribe|subscription|widget|back-?to-?top)(?:[-_][\w-]*)?",
        ),
        (
            "author line",
            r"(?:[\w-]*[-_])?(?:byline|author|post-?meta|post-?info|post-?desc|article-?meta|article-?info|article-?bar|meta-?info|publish-?(?:info|date|time)|entry-?meta"
            r"|post-?date|read-?count|author-?(?:card|box|info|bio)|bio|user-?info|signature|tags?|tag-?list|post-?tags|timestamp)(?:[-_][\w-]*)?"
            r"|bar|meta|mysignature|postdesc|blog_post_info",
        ),
        (
            "comments",
            r"(?:[\w-]*[-_])?(?:comments?|comment-?(?:list|area|box|form)|disqus[\w-]*|replies|respond|pinglun|discuss(?:ion)?|feedback)(?:[-_][\w-]*)?",
        ),
        (
            "licence",
            r"(?:[\w-]*[-_])?(?:copyright|licen[cs]e|disclaimer|footer|foot|bottom-?bar|colophon|reprint|statement|declare|banquan)(?:[-_][\w-]*)?",
        ),
        (
            "sharing",
            r"(?:[\w-]*[-_])?(?:share|sharing|social|like-?box|reward|donate|dashang|digg|diggit|follow|subscribe-?box|vote|action-?bar|appreciate)(?:[-_][\w-]*)?",
        ),
    )
)
_TAGS = {
    "nav": "navigation", "aside": "navigation", "footer": "licence", "form": "navigation", "button": "navigation",
    "select": "navigation", "textarea": "navigation", "label": "navigation", "dialog": "navigation",
}  # fmt: skip
_ROLES = {
    "navigation": "navigation", "banner": "navigation", "complementary": "navigation", "contentinfo": "licence",
    "search": "navigation", "menu": "navigation", "dialog": "navigation",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FOLDED = re.compile(
    r"answer|(?:^|[\s_-])ans?\d*(?:[\s_-]|$)|daan|jiexi|solution|collapse|accordion|spoiler|reveal",
    re.I,
)
"""Folded away until a click: that is how pages hide an answer, not what they hide for good."""
_NEVER = re.compile(
    r"(?:^|\s)(?:admonition|note|tip|warning|callout|faq|question|answer|qa|q-?and-?a|accordion|tab-?(?:content|pane|panel))[\w-]*(?:\s|$)",
    re.I,
)


def furniture(name: str, attributes: Mapping[str, str]) -> tuple[str, bool]:
    """Why an element is part of the page's furniture (empty where it is not), and whether it holds the article."""
    words = f"{attributes.get('class', '')} {attributes.get('id', '')}".strip()
    if (
        name in ("article", "main")
        or attributes.get("role") == "main"
        or "articlebody" in attributes.get("itemprop", "").lower()
    ):
        return "", True
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or _HIDDEN.search(attributes.get("style", "")):
        return (
            ("hidden", False)
            if name not in ("p", "dd", "details", "section") and not _FOLDED.search(words)
            else ("", False)
        )
    if name in _TAGS and not _NEVER.search(words):
        if name in ("aside", "label", "button", "form") and not words and name == "aside":
            return _TAGS[name], False
        return _TAGS[name], False
    if attributes.get("role") in _ROLES:
        return _ROLES[attributes["role"]], False
    if not words:
        return "", False
    if _ARTICLE.search(words):
        return "", True
    if _NEVER.search(words) or name in (
        "body",
        "html",
        "code",
        "span",
        "a",
        "em",
        "strong",
        "b",
        "i",
        "table",
        "tr",
        "td",
        "h2",
        "h3",
        "h4",
    ):
        return "", False
    for reason, pattern in _CLASSES:
        if pattern.search(words):
            return reason, False
    return "", False


# ------------------------------------------------------------------------------------------- by its words

_KEYWORDS: dict[str, tuple[str, ...]] = {
    "advertisement": (
        "二维码", "扫码", "免费领取", "领取资料", "领取福利", "微信公众号", "关注公众号", "公众号回复", "公众号:", "公众号：", "call us", "call our", "phone us", "text us", "whatsapp", "电话", "热线", "free account", "to read this answer", "to unlock", "to see the answer", "包邮", "文末留言", "扣1", "扣 1", "加微信", "加我微信", "加群", "微信号", "插播", "小册", "折,", "五折", "戳主页",
        "添加微信", "加v", "vx:", "v信", "训练营", "限时优惠", "立减", "优惠券", "优惠码", "早鸟价", "试听课", "点击领取", "点我领取", "点击报名",
        "立即报名", "报名咨询", "戳这里", "学习资料包", "大礼包", "知识星球", "小密圈", "付费专栏", "qq群", "交流群", "进群", "私信我",
        "领取完整版", "广告", "点击上方", "星标", "扫码", "首月", "原价", "低至", "开通会员", "立即抢购", "领取", "征稿", "【推荐】", "免费体验", "新用户", "收款码", "名片添加", "推广:", "推广：", "赞助商", "开班", "小课", "名额", "二维码", "回复", "本文由", "use code", "promo code", "% off", "sign up for", "subscribe to",
        "limited time", "sponsored", "advertisement", "enroll now", "join our", "free trial", "newsletter", "coupon", "discount",
        "your inbox", "updates from", "bootcamp", "start free", "buy me a coffee", "patreon", "affiliate",
        "vx：", "wx:", "wx：", "直播", "卡片", "名片",
    ),
    "figure placeholder": (
        "图片来自", "图片来源", "图源", "图片源", "photo by", "image by", "photo credit", "image source", "image credit", "illustration by", "unsplash", "pexels",
    ),
    "author line": (
        "阅读(", "评论(", "条评论", "被浏览", "关注者", "阅读量", "阅读数", "posted @", "posted on", "posted by", "published on", "min read", "minute read", "点赞", "浏览量",
        "作者:", "作者：", "发布于", "编辑于", "更新于", "发布时间", "最后更新", "原创", "last updated", "last modified", "last edited", "author:", "written by", "收藏", "anonymous", "匿名", "about the author", "about me", "followers", "subscribers", "关于作者", "作者简介", "已编辑",
    ),
    "licence": (
        "版权声明", "版权归", "著作权", "转载请", "未经授权", "未经许可", "cc by", "cc 4.0", "creative commons", "all rights reserved",
        "©", "copyright", "本文来自", "仅供", "不得外传", "请勿外传", "不代表本站", "侵权", "原文链接", "本文链接", "禁止转载", "icp备", "icp证", "licensed under", "licensed to", "redistribute", "(c) ", "prohibited", "permission", "permitted", "forbidden", "written consent", "保留所有权利", "mit license", "mit licence", "unsubscribe",
    ),
    "related posts": (
        "相关文章", "相关阅读", "相关推荐", "推荐阅读", "往期推荐", "往期回顾", "往期精彩", "猜你喜欢", "延伸阅读", "热门文章", "上一篇", "下一篇", "更多文章", "精选文章", "大家都在看",
        "related posts", "related articles", "you may also like", "you might also like", "recommended for you", "more from", "further reading",
        "suggested quiz", "related article", "suggested read", "must read", "recommended read", "read more", "read next", "previous post", "next post", "related reading", "keep reading", "more like this", "more posts",
        "往期精选", "喜欢此内容", "参考文献", "参考书目", "参考资料", "参考链接", "相关帖子", "往期文章", "references", "bibliography", "acknowledg", "contributing", "致谢", "**related", "related:", "see also", "also read", "read also", "next article", "previous article", "more mcqs", "more questions", "你可能", "相关笔记", "反向链接", "双向链接", "backlinks", "linked mentions", "相关链接", "posts you may", "更多推荐", "为你推荐", "其他文章", "最新文章", "更多回答", "其他回答", "全部回答",
    ),
    "closing": (
        "文章就介绍到这", "以上就是", "全文完", "全文到此", "本文到此", "到此结束", "感谢阅读", "谢谢阅读", "如果对你有帮助", "如果觉得有帮助", "点个赞", "点个\"在看", "点个在看", "一键三连",
        "点赞收藏", "欢迎关注", "欢迎点赞", "欢迎留言", "thanks for reading", "final thoughts", "final words", "conclusion", "wrapping up", "closing thoughts", "closing remarks", "parting", "写在最后", "结语", "结束语", "尾声", "hope this helps", "leave a comment", "follow me", "star this repo", "happy learning",
        "今天就到这", "就到这里", "评论区", "留言区", "创作不易", "觉得有用", "喜欢的话", "点个star", "点个 star", "liked this", "found this", "enjoyed th", "that's all for", "that's it", "that’s it", "that's all", "that’s all", "find me on", "that’s all for", "- end -", "end of ", "—end—", "— end", "the end", "点个“在看”", "点个「在看」", "喜欢作者", "阅读原文", "anything missing", "star the repo",
        "you received this", "good luck", "阅卷说明", "好运", "祝大家", "祝你", "祝各位", "未完待续", "happy interviewing", "先写到这", "写到这", "top comments", "评论", "帮到", "欢迎star", "欢迎 star", "欢迎指正", "欢迎纠错", "欢迎补充", "感谢勘误", "guestbook", "留言板", "thanks to everyone", "repost", "for more", "corrections welcome", "pull requests welcome", "prs welcome", "contributions welcome",
    ),
    "editor's note": ("编者", "编辑注", "小编注", "以下内容", "以下部分", "以下题目", "图片来自", "图片来源", "图源", "不写答案", "没写答案", "author thanks", "authors thank", "editor's note", "editors' note", "editor’s note"),
    "courtesy": ("thanks", "thank you", "谢谢", "多谢", "感谢"),
    "sharing": (
        "reply", "permalink", "report", "share", "upvote", "举报", "分享", "赞同", "点赞", "comments",
    ),
    "navigation": (
        "返回顶部", "回到顶部", "continued on", "continued from", "continued over", "下页", "上页", "back to ", "return to ", "[top]", "撤回了一条消息", "加入了群聊", "拍了拍", "[语音]", "[表情]", "in [", "out[", "in[", "out [", "skip to content", "table of contents", "登录/注册", "阅读目录", "文章目录", "登录后", "查看更多", "展开全文", "answer", "回答", "阅读全文", "页", "page ", "登录", "注册", "log in", "sign in", "account to", "premium", "members", "会员",
    ),
}  # fmt: skip
_BUTTON = (
    r"(?:reply|share|save|report|permalink|give award|award|upvote|downvote|like|follow|embed|parent|context|quote|flag|hide|edit"
    r"|回复|举报|分享|收藏|赞同|点赞|喜欢|感谢|评论|引用|收起|编辑|删除)(?:\s?[(（]?\d[\d.,]*[kw万]?[)）]?)?"
)
_TALLY = r"\d[\d.,]*\s?[kKwW万]?(?:\s?(?:comments?|replies|reactions|reposts|views|likes|votes|points|shares|awards?|条?(?:评论|回复)|人?(?:赞同|点赞|收藏|喜欢)|个?赞|次?浏览))?"
_BETWEEN = r"[\s·|•/*\u2190-\u21ff\u25a0-\u25ff\u2b00-\u2bff\U0001f000-\U0001faff]+"
"""What stands below a post: buttons by their words, and how often they were pressed."""
_SURE: dict[str, re.Pattern[str]] = {
    "advertisement": re.compile(
        r"(?:来|加入|报名|参加).{0,8}训练营|\b(?:call|phone|ring|whatsapp|text) (?:us|our)\b.{0,40}\d[\d ()-]{6,}|(?:咨询|报名|招生|客服)(?:电话|热线)\W{0,3}[\d(+]|\bfree account\b.{0,40}\b(?:read|see|view|unlock|continue)|\b(?:log|sign) in to (?:read|see|view|unlock)|包邮送|文末留言.{0,20}(?:前|送|即可)|评论区?扣\s?\d|加群.{0,16}(?:交流|备注|领|微信)|微信号\s?[:：]?\s?[A-Za-z_][\w-]{4,}|^\W{0,8}插播|(?:小册|专栏|课程|训练营|会员).{0,30}(?:[一二三四五六七八九\d.]+\s?折|半价)|戳(?:我的?)?主页|(?:扫|识别|长按|下方|下面).{0,12}(?:二维码|码)|扫码|点击上方|设为星标|开通会员|立即抢购|(?:原价|首月|低至|仅需|限时)\s*[¥￥]?\s*[\d.]+\s*(?:元|折)|(?:投稿|征稿).{0,30}(?:邮箱|稿费|@)|收款码|名片添加|领取.{0,8}(?:pdf|资料|笔记|福利|大礼)|start (?:for )?free (?:at|now|today)|二维码.{0,12}(?:领取|添加|进群|关注|免费)|免费(?:领取|分享|试听)|(?:关注|搜索|回复).{0,14}公众号|公众号.{0,14}(?:回复|关注|[「“\"【])"
        r"|加\s?(?:我\s?)?[vw]x\s?[:：]?\s?[A-Za-z][\w-]{4,}|(?:点击|戳|关注).{0,6}(?:卡片|名片)|预约.{0,12}直播|直播.{0,8}预约"
        r"|加(?:我|小助手|老师|助理)?(?:微信|v信?|vx|qq群|q群)|(?:训练营|课程|专栏|资料|会员|名额).{0,30}(?:立减|优惠|折|领取|报名|限时|免费|元)|(?:立减|优惠|限时|报名).{0,30}(?:训练营|课程|专栏|名额|元)"
        r"|(?:后台|私信|留言|公众号|对话框)?.{0,4}回复\s*[「“\"【\[『].{1,14}[」”\"】\]』].{0,20}(?:领|获取|即可|查看|下载|资料|答案)|关注.{0,10}回复.{0,20}(?:领取|获取|资料|笔记)|^\W*.{0,8}二维码\W*$|(?:课|课程|训练营|班).{0,24}开班|(?:小课|课程|专栏).{0,30}(?:前\s*\d+\s*名|送|点此|了解)|限(?:前)?\s*\d+\s*(?:个)?名额"
        r"|(?:点击|点我|戳).{0,8}(?:领取|报名|链接|这里|咨询)|知识星球|进群|大礼包|私信(?:我|回复|领取)"
        r"|^\W{0,12}(?:广告(?:时间|位|插播|分割线)?|推广|赞助|ads?|advertisement|sponsored?)(?:\W|$)|^\W*【(?:推荐|广告|推广)】|新用户.{0,10}(?:免费|体验|立减)|免费体验"
        r"|(?:use|promo|coupon|discount) code\b|\d+\s?% off|\b(?:sign up|enroll|register|subscribe|join) (?:now|today|for (?:free|our|the|my)|to (?:our|my|the)|our|us)\b"
        r"|\b(?:in|to|into) your inbox\b|\bget updates from (?:this|the) (?:writer|author)\b"
        r"|free trial|buy me a coffee|patreon|\bnewsletter\b.{0,60}(?:subscribe|sign|join|inbox|week)|\bsponsored\b|limited[- ]time|(?:our|my) (?:free )?(?:\w+ )?(?:course|bootcamp|newsletter|e-?book)\b",
        re.I,
    ),
    "figure placeholder": re.compile(
        r"^\W*(?:图片?\s?(?:来自|来源|源自|源)\s?[:：]?\s?(?:于|自)?.{0,40}|(?:photo|image|picture|illustration)s? (?:by|credits?|source|courtesy)\b.{0,80}|.{0,60}\b(?:on|via|from) (?:unsplash|pexels|pixabay)\W*)$",
        re.I,
    ),
    "author line": re.compile(
        r"^\W*(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d(?::\d\d)?\s*已编辑.{0,12}$|^\W*[\d.,]+\s?[km]?\s+(?:followers|subscribers)\b.{0,40}$|^\W{0,4}(?:▲\s?)?赞同 ?[\d,.]+.{0,60}$|^\W{0,4}[\d,.]+ ?(?:人赞同|条评论).{0,40}$|^\W{0,4}关注者\s?[\d,.]+.{0,40}$|^\W{0,4}被浏览\s?[\d,.]+.{0,40}$|"
        r"^\W{0,6}posted (?:@|on|by|in)\b|阅读\s?[(（:：]?\s?[\d.]|阅读[量数]|(?:点赞|收藏|浏览量?|评论数?)\s*[(（:：]?\s*\d|^\W{0,4}(?:作者|发布(?:于|时间)|编辑于|更新于|最后更新|整理)\s?[:：]?.{0,60}$"
        r"|^\W{0,4}(?:by|author|written by|published(?: on)?|last (?:updated|modified|edited)|updated(?: on)?)\b[:：]?.{0,80}(?:\d{4}|·|\|)|\b\d+[- ]min(?:ute)?s? read\b|原创.{0,40}\d{4}|^\W*(?:anonymous|匿名(?:用户|网友)?)\b.{0,40}$|^\W*(?:about (?:the )?(?:author|me)|关于作者|作者简介)\W*$",
        re.I,
    ),
    "licence": re.compile(
        r"版权声明|^\W*\([cC]\) [A-Z]|\b(?:redistribution|reproduction|distribution|copying)\b.{0,60}\b(?:prohibited|permission|permitted|forbidden)\b|\bwithout (?:prior )?written (?:permission|consent)\b|版权归|著作权归|转载请|未经(?:授权|许可|允许)|cc[ -]by|cc 4\.0|creative commons|all rights reserved|©|\bcopyright\b|^本文来自|仅供.{0,6}(?:内部|学习|参考|交流|个人).{0,12}(?:使用|学习|参考|交流|传阅|[,，。]|$)|(?:不得|请勿|严禁)(?:外传|转载|传播)|不代表本站|侵权.{0,20}(?:联系|删)|^\W{0,4}(?:原文链接|本文链接)"
        r"|禁止转载|icp[备证]|licensed under|^.{0,24}\blicensed to\b.{0,80}$|\bdo not (?:re)?distribute\b|\(c\) (?:19|20)\d\d|保留所有权利|\bmit licen[cs]e\b|\bunsubscribe\b.{0,40}(?:\||privacy|contact|$)|to unsubscribe",
        re.I,
    ),
    "related posts": re.compile(
        r"^\W{0,12}(?:附录?\s?[A-Z\d一二三四]?\s?[:：、.]?\s?)?(?:(?:更多|其他|全部|查看更多)回答(?=\W*$)|相关(?:文章|阅读|推荐|博文|内容|笔记|链接|帖子)(?=\W|$)|(?:反向|双向)链接|(?:unlinked |linked )?(?:mentions|references)(?=\W*\d*\W*$)|backlinks?(?=\W*\d*\W*$)|more posts you (?:may|might) like|推荐(?:阅读|文章)|往期(?:推荐|回顾|精彩|精选|文章).{0,6}|喜欢此内容的人还喜欢|更多推荐|为你推荐|其他文章|最新文章|参考(?:文献|书目|资料|链接)(?=\W*$)|致谢(?=\W*$)|(?:references|bibliography|acknowledge?ments?|contributing)(?=\W*$)|猜你喜欢|你可能(?:还|也)?(?:会)?(?:喜欢|感兴趣)|延伸阅读|热门(?:文章|推荐)|更多文章|精选文章|大家都在看|上一篇|下一篇"
        r"|related (?:posts?|articles?|reading)|you (?:may|might) also (?:like|enjoy).{0,10}|recommended(?: for you| reading| posts)?|more from.{0,40}|further reading|read next|up next|(?:previous|next) post|keep reading|more like this|more posts)"
        r"(?:\W|$).{0,60}$|^\W*more (?:\w+ ){0,3}(?:mcqs?|questions)\b.{0,30}[:：]$|^\W*(?:related|see also|also read|read also|read more|must read|suggested read(?:ing)?|recommended read(?:ing)?|(?:next|previous|related) (?:article|read|post|topic)s?|相关(?:文章|阅读|推荐))\s*[:：].{0,200}$|^\W*suggested quiz\W*$",
        re.I,
    ),
    "closing": re.compile(
        r"^\W*(?:final (?:thoughts|words)|conclusions?|wrapping (?:up|it up)|closing (?:thoughts|remarks|words)|parting (?:thoughts|words)|写在最后|结语|结束语|尾声)\W*$"
        r"|^\W*(?:好了|好啦)?[,，]?(?:先|就)?(?:写|整理|更新|记)到这.{0,40}$|^.{0,16}欢迎(?:指正|纠错|补充|批评).{0,10}$|^\W*thanks to (?:everyone|all)\b.{0,80}$|^\W*corrections (?:are )?welcome|文章就介绍到这|(?:全文|本文|文章)(?:到此|完|就到这)|(?:^以上就是.{0,40}(?:全部|内容|分享|整理))|感谢(?:您的)?阅读|谢谢阅读|(?:如果|若|要是).{0,12}(?:有帮助|有用|喜欢|帮到).{0,30}(?:赞|收藏|关注|在看|star|转发|分享)"
        r"|(?:今天|本期|文章|全文)?就到这(?:里|儿)?(?:了|啦)?\W*$|(?:评论|留言)区(?:告诉|见|聊|留言|说|讨论)|创作不易|觉得(?:有用|不错)|^\W*喜欢的(?:话|朋友)|点个\s?star|^\W*(?:liked|found|enjoyed) (?:this|the)\b|that[’']s all for|^\W*that[’']s (?:it|all)\b\W.{0,80}$|^.{0,40}\bfind me on\b.{0,40}$|^\W*(?:guestbook|留言板|(?:全部|最新|热门|精选)?评论(?:区|\s?\d+)?|top comments)\W*$|^\W*(?:the )?end\W*$|^\W+(?:the )?end of .{1,50}\W$|^\W*(?:喜欢作者|阅读原文)\W*$|^\W*anything missing\?|star (?:the|this) repo|you received this|^\W*(?:and )?good luck\b.{0,50}$|阅卷说明|^\W*祝(?:大家|你|各位).{0,30}$|pull requests welcome|prs welcome|contributions (?:are )?welcome|一键三连|欢迎(?:关注|点赞|留言|在评论|评论|转发|收藏|补充|指正)|点赞.{0,4}收藏|thanks for reading|hope (?:this|you).{0,40}(?:help|enjoy|useful)|leave a comment|^\W*(?:repost|share) (?:this |it )?(?:to|if|with)\b|^\W*follow .{2,40} for (?:more|daily)|follow me (?:on|for)|star this repo|happy (?:learning|interviewing|reading)",
        re.I,
    ),
    "editor's note": re.compile(
        r"^\W*(?:编者|编辑|小编)[注按](?:\W|$).{0,100}$|^\W*[（(【\[]\s*以下(?:内容|部分|题目).{0,16}(?:更新|补充|新增).{0,6}[)）】\]]\W*$|^\W*图(?:片)?(?:来自|来源|源)\W?.{0,20}$|^\W*第?\s?\d{1,3}\s?题.{0,16}[不没]写答案.{0,6}$|^(?:the )?authors? thanks?\b.{0,160}$|^\W*editors?['’]?s?['’]? note\b.{0,160}$",
        re.I,
    ),
    "courtesy": re.compile(
        r"^\W*(?:many )?(?:thanks(?!\s+to\s+(?!(?:everyone|everybody|all|you|my|our)\b))|thank you)(?:,? (?:in advance|all|everyone|everybody|guys|folks|again|so much|a lot|for (?:the|your|all)))?\b[^:：?？]{0,60}$"
        r"|^\W*(?:先|提前)?(?:谢谢|多谢|感谢)(?:大家|各位|大佬们?|楼上|楼主|老师)?[^:：?？，,]{0,12}$",
        re.I,
    ),
    "sharing": re.compile(
        rf"^\W*(?:share this(?: (?:post|article|page))?|分享(?:到|本文|此文)?)\s*[:：]\W*$|^\W*(?:{_BUTTON}|\d[\d.,]*\s?[kKwW]?\s(?:comments|replies|upvotes|likes)|\d+\s?条(?:评论|回复)|(?>(?:{_TALLY}|{_BUTTON})(?:{_BETWEEN}|$)){{2,12}})\W*$", re.I
    ),
    "navigation": re.compile(
        r"^\W*(?:please )?(?:(?:create|open) an? (?:free )?account|register|(?:sign|log) ?(?:in|up)(?: or (?:register|(?:sign|log) ?(?:in|up)))?|(?:go|get) premium|become an? (?:paid )?(?:member|subscriber)|upgrade)(?: for free)? to (?:read|see|view|show|unlock|continue|access|reveal)\b.{0,60}$"
        r"|^\W*(?:请|需要?|仅限)?(?:先)?(?:登录|注册|开通会员|会员)(?:/注册|或注册|后)?(?:才?(?:可|能)(?:以)?)?(?:查看|可见|阅读|解锁|显示).{0,16}$"
        r"|^\W*(?:to be )?continued (?:on|from|over)\b.{0,24}$|^\W*(?:未完)?\W?(?:续下页|转下页|接下页|接上页|续上页)\W*$"
        r"|^(?:in|out) ?\[[\d ]{0,4}\]:?$|^\W*(?:top)\W*$|撤回了一条消息\W*$|加入了群聊\W*$|拍了拍.{0,30}$|^\[(?:语音|表情|动画表情|视频|文件)\].{0,12}$|^\W{0,8}(?:返回顶部|回到顶部|(?:back|return) to (?:the )?(?:top|list|index|contents|table of contents|questions)|skip to (?:main )?content|登录/注册|查看更多|展开全文|阅读全文|登录后.{0,20}|add (?:an |your )?answer|be the first to answer|write (?:an )?answer|\d+ answers?|写回答|添加回答|\d+\s?个回答)\W{0,6}$|^\W*(?:.{0,12}\s)?第\s*\d{1,4}\s*页(?:\s*[,，/(（]?\s*共\s*\d{1,4}\s*页)?\W*$|^\W*page\s+\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.I
    ),
}  # fmt: skip
_RELATED_LIMIT = 90


_REASONS = {
    word: [reason for reason, some in _KEYWORDS.items() if word in some]
    for words in _KEYWORDS.values()
    for word in words
}


@cache
def _keywords() -> Literals:
    return Literals(_REASONS)


def mark(blocks: Sequence[Block], source: str) -> list[Block]:
    """The blocks, each that names its own noise marked with the reason.

    The words are searched in the whole text at once and only hits are looked at, which keeps the cost
    of a page without advertisement near nothing.
    """
    marked = list(blocks)
    if not marked:
        return marked
    lowered = source.lower()
    if len(lowered) != len(source):
        lowered = source
    starts = [block.start for block in marked]
    hits: dict[str, set[int]] = {reason: set() for reason in _KEYWORDS}
    for begin, piece in _pieces(lowered):
        for at, keywords in _keywords().places(piece):
            number = bisect_right(starts, begin + at) - 1
            if number >= 0:
                for keyword in keywords:
                    for reason in _REASONS[keyword]:
                        hits[reason].add(number)
    for reason, numbers in hits.items():
        sure = _SURE[reason]
        for number in numbers:
            block = marked[number]
            if block.noise or block.kind in ("code", "formula"):
                continue
            text = block.text
            if len(text) <= 400 and sure.search(text) and not _is_subject(text, reason, block):
                marked[number] = block._replace(noise=reason)
    for number, block in enumerate(marked[:12]):
        if not block.noise and _DIRECTIVE.match(block.text):
            marked[number] = block._replace(noise="front matter")
    return _running(marked)


_PIECE = 1 << 16


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """A text in pieces that end with a line, each with its offset: no keyword runs over one.

    The search keeps a table of eight bytes for every byte of what it is given: of a piece it stays in the processor's
    cache, of twenty megabytes it would be most of the stage's memory.
    """
    begin, length = 0, len(text)
    while begin < length:
        end = text.find("\n", begin + _PIECE) + 1 or length
        yield begin, text[begin:end]
        begin = end


_DIRECTIVE = re.compile(r"#(?:separator|html|columns|deck|notetype|tags|guid|if matches)\b[^:]{0,12}:")


def _running(blocks: list[Block]) -> list[Block]:
    """Running heads and page numbers of a printed document: short lines that come again on every page."""
    short = [
        (number, block.text)
        for number, block in enumerate(blocks)
        if len(block.text) <= 100 and block.kind in ("paragraph", "heading", "item") and not block.noise
    ]
    numbers = [
        (number, int(text.strip("-–— ·|")))
        for number, text in short
        if text.strip("-–— ·|").isdecimal() and len(text) <= 8 and not (len(text) > 1 and text[0] == "0")
    ]
    values = [value for _, value in numbers]
    drawn = sum(bool(blocks[number].marker) or blocks[number].text[0] in "-–—·|" for number, _ in numbers)
    enough = len(values) >= (2 if drawn == len(values) else 3) or _head_pages(blocks, numbers)
    if enough and values == sorted(values):
        for number, _ in numbers:
            blocks[number] = blocks[number]._replace(noise="page mark")
    for number in _running_heads(short):
        blocks[number] = blocks[number]._replace(noise="page mark")
    for number in itertools.chain(_named_heads(blocks, short), _gutters(blocks)):
        blocks[number] = blocks[number]._replace(noise="page mark")
    short = [each for each in short if not blocks[each[0]].noise]
    seen: dict[str, list[int]] = {}
    pages = {number for number, block in enumerate(blocks) if block.noise and _PAGE.search(block.text)}
    for number, text in short:
        if (
            6 <= len(text) <= (100 if _RUNS_OUT.search(text) or "   " in text else 48)
            and text[-1] not in ":：?？。;；,，"
        ):
            seen.setdefault(_DIGITS.sub("0", text), []).append(number)
    for text, places in seen.items():
        paged = (
            "0" in text
            and text.rstrip(" -–—|页)）").endswith("0")
            and len({blocks[at].text for at in places}) == len(places)
        )
        beside = len(pages) >= 2 and all(at - 1 in pages or at + 1 in pages for at in places[1:])
        if (
            len(places) >= (2 if beside else 2 if paged and _RUNS_OUT.search(text) else 3 if paged else 4)
            and (paged or len({blocks[at].text for at in places}) == 1)
            and _apart(places)
            and not _ASKS.search(text)
            and not _KEYED.match(text)
        ):
            if (
                paged
                and not _RUNS_OUT.search(text)
                and re.match(
                    r"\W*(?:0|图|表|fig|table|step|stage|part|chapter|section|lesson|day|week|no\b|vol|q|第|阶段|步骤)",
                    text,
                    re.I,
                )
            ):
                continue
            for at in places:
                blocks[at] = blocks[at]._replace(noise="page mark")
    return blocks


_COLUMNS = re.compile(r"\s{4,}")
_PAGED = re.compile(
    r"\W*第\s*\d{1,4}\s*页(?:\W{0,3}共\s*\d{1,4}\s*页)?\W*$|\W*(?:page|p\.|pg\.?)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*$"
    r"|[-–—]\s*\d{1,4}\s*[-–—]$|\d{1,4}\s*/\s*\d{1,4}$",
    re.I,
)


def _head_pages(blocks: Sequence[Block], numbers: Sequence[tuple[int, int]]) -> bool:
    """Whether two lone numbers or more count pages, one by one, each beside the same line: the running head."""
    if len(numbers) < 2 or any(then != value + 1 for (_, value), (_, then) in itertools.pairwise(numbers)):
        return False
    beside = [{blocks[at].text for at in (number - 1, number + 1) if 0 <= at < len(blocks)} for number, _ in numbers]
    return any(6 <= len(text) <= 100 for text in set.intersection(*beside))


def _running_heads(short: Sequence[tuple[int, str]]) -> list[int]:
    """Lines of columns far apart, one of which numbers the page; and those that share their other column with them.

    The other side of a head often names the chapter, so no two of them are alike.
    """
    lines = [(number, _COLUMNS.split(text)) for number, text in short if "    " in text]
    columned = [(number, int(part)) for number, parts in lines if len(parts) == 2 for part in parts if part.isdecimal()]
    if len(columned) >= 3 and all(0 < then[1] - before[1] <= 2 for before, then in itertools.pairwise(columned)):
        # The page's number stands at the outer margin, beside the book on one page and the chapter on the next.
        return [number for number, _ in columned]
    paged = [(number, parts) for number, parts in lines if 2 <= len(parts) <= 3 and any(map(_PAGED.match, parts))]
    if len(paged) < 2:
        return []
    named = {part for _, parts in paged for part in parts if len(part) >= 3 and not _PAGED.match(part)}
    sure = {number for number, _ in paged}
    return [number for number, parts in lines if number in sure or (len(parts) <= 3 and not named.isdisjoint(parts))]


def _named_heads(blocks: Sequence[Block], short: Sequence[tuple[int, str]]) -> list[int]:
    """Lines of two columns far apart, one of them the same on every page, where the page's own number stands above.

    Both book and chapter stand there, and no number: the number has a line of its own, which is known already.
    """
    sides: dict[str, list[int]] = {}
    for number, text in short:
        parts = _COLUMNS.split(text)
        if len(parts) == 2 and "    " in text:
            for part in parts:
                if len(part) >= 4 and not part.isdecimal():
                    sides.setdefault(part, []).append(number)
    return [
        number
        for places in sides.values()
        if len(places) >= 3
        and _apart(places)
        and sum(at > 0 and blocks[at - 1].noise == "page mark" for at in places) >= 0.8 * len(places) - 1
        for number in places
    ]


_ON_A_BOX = re.compile(r"(?:运行|复制(?:代码)?|登录后复制|copy(?: code)?|run|[a-z+#]{1,12})$", re.I)
"""What stands on a box of code: its language, and what may be done with it."""


def _gutters(blocks: Sequence[Block]) -> list[int]:
    """The line numbers of a box of code, which come after it where a page was copied, with what stood on the box.

    Nothing else counts up from one over lines that hold nothing but the number.
    """
    found: list[int] = []
    at = 0
    while at < len(blocks):
        first, value = at, 1
        while at < len(blocks) and blocks[at].text == str(value) and blocks[at].kind == "paragraph":
            at, value = at + 1, value + 1
        if value > 3 and _counts_lines(blocks, first):
            while first and first > at - value - 2 and _ON_A_BOX.match(blocks[first - 1].text):
                first -= 1
            found += range(first, at)
        at = max(at, first + 1)
    return found


def _counts_lines(blocks: Sequence[Block], at: int) -> bool:
    """Whether something before a row of numbers looks like a box of code."""
    before = blocks[max(0, at - 40) : at]
    return any(block.kind == "code" or _CODE.search(block.text[:_LINE_OF_CODE]) for block in before) or any(
        block.text in ("运行", "复制", "复制代码", "登录后复制", "Copy", "Copy code") for block in before[-2:]
    )


_LINE_OF_CODE = 200
"""Characters of a line that are looked at: enough to tell, and no bait for a line without end."""
_CODE = re.compile(
    r"^(?:import|from|def|class|return|for|if|while|print|public|const|let|var)\b.*[\w():;,]$|[;{}]$|\w\(.*\)$|="
)

_KEYED = re.compile(
    r"\W*(?:correct )?(?:answers?|ans|key|explanation|答案?|正确答案|参考答案|回答|解析)\s*[:：.]\s*\S", re.I
)
"""The key of one question may well be that of another."""
_PAGE = re.compile(r"第\s*\d+\s*页|\bpage\b|^\W*\d{1,4}\W*$", re.I)
_RUNS_OUT = re.compile(r"\S\s{3,}\W*\d+\W*$|^\W*\d+\W*\s{3,}\S")
_DIGITS = re.compile(r"\d+")


def _apart(places: Sequence[int]) -> bool:
    """Whether lines stand about a page from each other, not in one list or one answer after another."""
    gaps = [b - a for a, b in itertools.pairwise(places)]
    return min(gaps) >= 4


_ASKS = re.compile(r"[?？]\s*$|^\s*(?:\d+\s*[.、)]|[Qq问]\s*\d*\s*[:：.])|什么|如何|为什么|怎么")


_REQUESTS = re.compile(
    r"\W*(?:\d+\W+)?(?:what|why|how|when|where|which|who|explain|describe|compare|define|contrast|walk (?:me|us)|tell (?:me|us)"
    r"|discuss|name (?:two|three|four|some|the)|is|are|do|does|can|could|should)\s+(?:\S+\s+){2}|\W*(?:请|谈谈|说说|简述|介绍|解释|比较)",
    re.I,
)


def asks(text: str) -> bool:
    """Whether a line asks by its mark or its first words."""
    return len(text) <= 300 and bool(_ASKS.search(text.rstrip(ARROWS)) or _REQUESTS.match(text))


ARROWS = "+＋▾▼▲▴▸▶►▿⌄⌃›»∨∧⏷⏵ \t\u00a0"
"""What a page draws behind the title of a panel, to say that it unfolds."""


_OPEN = re.compile(
    r"\b(?:unanswered|open questions|not (?:yet )?answered|without answers?)\b|待(?:补|答|解)|未(?:答|回答|解答)|没有?(?:答案|想明白|想清楚|答上)|答不上",
    re.I,
)
"""A call to contribute that heads a list of open questions heads questions first of all."""


def _is_subject(text: str, reason: str, block: Block) -> bool:
    """Whether the words are what an answer speaks about (a question on copyright, a recommender's advertisements)."""
    if reason == "closing" and _OPEN.search(text):
        return True
    if reason in ("closing", "navigation", "related posts"):
        return False
    if reason == "author line":
        return len(text) > 120
    if reason == "advertisement" and re.match(r"\W*[\[【(（](?:推荐|广告|推广|ad|sponsored)", text, re.I):
        return False
    if reason == "advertisement" and re.match(r"^\W{0,12}(?:广告|推广|ads?\b|advert|sponsor)", text, re.I):
        return False
    return _ASKS.search(text[-1:]) is not None or (block.kind == "heading" and reason == "licence" and len(text) > 30)


def language(text: str) -> Lang:
    """`zh` where a Chinese sentence stands in the text: more than a name or two."""
    sample = text if len(text) < 200_000 else text[:100_000] + text[-100_000:]
    chinese = len(_CHINESE.findall(sample))
    return "zh" if chinese >= 8 and chinese * 20 >= len(sample.strip()) else "en"


def title_of(blocks: Sequence[Block]) -> str:
    """What a document without a title element calls itself: its first heading of level 1, else a first line that stands alone."""
    for block in blocks[:40]:
        if block.kind == "heading" and block.level == 1 and not block.noise:
            return block.text
    for block in blocks[:3]:
        if block.noise or block.kind not in ("paragraph", "heading"):
            continue
        return block.text if len(block.text) <= 80 and block.text[-1:] not in "。.；;,，" else ""
    return ""
