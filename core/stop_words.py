"""This file is where the words are that stand in every question and say nothing about what is asked."""

_ENGLISH = """
a about all am an and any are as at be been but by can could did do does for from get got had has have he her him his
how i if in is it its just like may me my no not of on or our out she should so some than that the their them then there
they this those to up us was we were what when where which who whom whose why will with would you your
"""
_CHINESE = """
的 了 吗 呢 吧 啊 是 在 我 你 他 她 它 们 我们 你们 他们 什么 怎么 哪 哪里 哪个 哪些 谁 多少 几
为什么 有没有 有 没有 和 与 就 都 也 还 不 这 那 这个 那个 一个 请问 什么时候
怎样 如何 是不是 可以 能 会 要 说 过 着 把 被 给 对 上 下 里 去 来
"""
QUESTION_WORDS = frozenset(f"{_ENGLISH} {_CHINESE} 是不 不是".split())
