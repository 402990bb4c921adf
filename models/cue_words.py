"""This file is where the words are by which people steer a talk, English and Chinese side by side.

What is learnt of "next", "move on" or "any questions" in English meetings, of which there is much training data, so
holds for 接下来, 进入 and 有没有问题 in Chinese ones, of which there is none.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.utterance_tokens import BUCKETS, TAIL, Integers, token_rows

CUES = {
    "next": "next move moving let another also 接下 下一 下面 其次 另外 还有 进入 转到 我们 再来 接着 随后 换个 说到",
    "open": "hi hello hey welcome morning afternoon evening anyone "
    "你好 您好 大家 各位 欢迎 早上 晚上 哈喽 有人 请问 在吗",
    "close": "bye goodbye later care done everyone 再见 拜拜 就到 到这 到此 结束 辛苦",
    "thanks": "thank thanks thx ty cheers np 谢谢 感谢 多谢 谢了 客气",
    "invite": "go ahead over please would turn 有请 请您 请你 先请 麻烦 您来 么看 谈谈 分享 介绍 一下",
    "topic": "topic agenda item issue point question subject session 议题 话题 问题 环节 主题 议程 方面 部分",
    "order": "first firstly second third final finally last lastly start "
    "第一 第二 第三 第四 首先 最后 先来 其一 其二 开始",
    "agree": "yes yeah yep ok okay right sure exactly agreed true mm "
    "是的 对 对的 好 好的 嗯 没错 可以 行 同意 当然 确实",
    "refuse": "no nope not really don doesn can but however 不是 不对 没有 不要 不行 但是 不过 可是",
    "ask": "what when where who which why how does did could ? 吗 呢 什么 怎么 为什 哪 谁 几 多少 是否 有没 ？",
    "refer": "that this it they he she those these same 那个 这个 它 他 她 这样 那样 其 该",
    "turn": "so well now anyway actually way btw speaking 那么 现在 其实 对了 话说 总之 所以 因此 刚才 刚刚",
}
"""By cue, its words; Chinese ones are one or two characters."""

_HEAD = 16


def cues(tokens: Integers) -> NDArray[np.bool_]:
    """Shape (n, 2 * cues) of rows of tokens (n, COLUMNS): which cues stand at the beginning, then which at the end."""
    table = _cues_of_tokens()
    parts = (tokens[:, TAIL : TAIL + _HEAD], tokens[:, :TAIL])
    found = [np.bitwise_or.reduce(table[part], axis=1) for part in parts]
    bits = np.arange(len(CUES))
    return np.concatenate([(each[:, None] >> bits) & 1 for each in found], axis=1).astype(bool)


@lru_cache
def _cues_of_tokens() -> NDArray[np.int32]:
    """For each token the cues it is a word of, as bits."""
    table = np.zeros(BUCKETS, np.int32)
    for bit, words in enumerate(CUES.values()):
        for row in token_rows(words.split()):
            found = row[TAIL:][row[TAIL:] > 0]
            # Two characters are three tokens: the first, the pair, the second.
            table[found[1] if len(found) == 3 else found[0]] |= 1 << bit
    return table
