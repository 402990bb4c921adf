"""This file is where it is shown that parting the messages of many chats loses none and keeps their order."""

from hypothesis import given
from hypothesis import strategies as st

from core.mixed_chats import Item, MixedChats
from core.types import ExportedMessage, Problem

ITEMS: st.SearchStrategy[Item] = st.one_of(
    st.builds(Problem, st.text(max_size=5), st.text(max_size=5)),
    st.builds(lambda text, at: ExportedMessage(None, "A", at, None, text), st.text(max_size=20), st.integers(0, 99)),
)


@given(st.lists(st.tuples(st.sampled_from("abc"), ITEMS)))
def test_every_item_comes_out_once_under_its_chat_and_in_order(put: list[tuple[str, Item]]) -> None:
    with MixedChats[str]() as chats:
        for key, item in put:
            chats.put(key, item)
        assert chats.chats() == tuple(dict.fromkeys(key for key, _ in put))
        for key in "abc":
            assert list(chats.items(key)) == [item for other, item in put if other == key]
        assert list(chats.items("d")) == []
