"""The search index may lie on a Chroma server: a real one here, which is started, stopped and started again."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from core.addresses import address_of
from core.archive import Archive
from core.archive.cuts import StoredVector
from core.consent import Consents
from core.errors import IndexServerError
from core.forgetting import forget
from core.index import DenseIndex
from core.index_server import IndexServer
from core.indexing import index, list_fragments, rebuild
from core.retrieval import Recall, Vectors, find
from core.types import Progress, Query
from core.verification import verify
from tests.core.chroma_server import CHROMA, Chroma
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store
from tests.loopback import reach_this_computer_only


def silent(_: Progress) -> None:
    return


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""
    reach_this_computer_only(monkeypatch)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroma]:
    if not CHROMA.is_file():
        pytest.skip("chromadb brought no server along")
    made = Chroma(tmp_path_factory.mktemp("chroma"))
    yield made
    made.stop()


@pytest.fixture
def chroma(running: Chroma, no_network: None) -> Chroma:
    if not running.runs:
        running.start()
    return running


@pytest.fixture
def server(chroma: Chroma, tmp_path: Path) -> IndexServer:
    return IndexServer(address_of(chroma.url), Consents(tmp_path / "settings"))


@pytest.fixture
def archive(archive: Archive) -> Archive:
    """Three fragments in two chats."""
    store(archive, "Trip", [say("Ana", line, n) for n, line in enumerate(("where do we stay", "hotel azul", "great"))])
    store(archive, "Pets", [say("Bo", f"the fox and the cat {n}", n) for n in range(8)])
    return archive


def vectors(count: int, dimension: int = 8) -> list[StoredVector]:
    matrix = np.random.default_rng(1).normal(size=(count, dimension)).astype(np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    return [StoredVector(number + 1, 1, None, None, row) for number, row in enumerate(matrix)]


def test_a_server_answers_as_the_built_in_index_does(server: IndexServer, tmp_path: Path) -> None:
    here, there = DenseIndex(tmp_path / "a", "model"), DenseIndex(tmp_path / "a", "model", server=server)
    held = vectors(300)
    for each in (here, there):
        each.upsert(held)
        each.delete([7, 8, 9999])
    there.settle()
    near, far = there.query(held[20].vector, 10), DenseIndex(tmp_path / "b", "model")
    far.upsert([each for each in held if each.fragment_id not in (7, 8)])
    wanted = far.query(held[20].vector, 10)
    assert [number for number, _ in near] == [number for number, _ in wanted]
    assert [cosine for _, cosine in near] == pytest.approx([cosine for _, cosine in wanted], abs=1e-4)
    assert there.count() == 298
    assert there.ids().tolist() == here.ids().tolist()


def test_only_vectors_and_numbers_are_sent(server: IndexServer, tmp_path: Path) -> None:
    dense = DenseIndex(tmp_path, "model", server=server)
    dense.upsert([StoredVector(3, 77, 1_700_000_000_000, 1_700_000_000_001, np.eye(8, dtype=np.float32)[0])])
    held = dense._asked(lambda collection: collection.get(include=["metadatas", "documents"]))
    assert (held["ids"], held["metadatas"], held["documents"]) == (["3"], [None], [None])


def test_archives_that_share_a_server_never_meet(server: IndexServer, tmp_path: Path) -> None:
    one, two = (DenseIndex(tmp_path / name, "model", server=server) for name in ("one", "two"))
    one.upsert(vectors(3))
    assert two.count() == 0
    DenseIndex(tmp_path / "one", "newer model", server=server).drop_others()
    assert one.count() == 0
    two.upsert(vectors(2))
    one.clear()
    assert two.count() == 2


def test_moving_the_index_lists_everything_anew_and_back(
    archive: Archive, embedder: WordEmbedder, server: IndexServer
) -> None:
    here = DenseIndex(archive.directory, embedder.name)
    index(archive, (FixedSegmenter(), embedder), here, silent)
    there = DenseIndex(archive.directory, embedder.name, server=server)
    assert not there.settled
    with pytest.raises(IndexServerError, match=r"does not hold this archive yet. Run: chattrove index"):
        there.query(embedder.embed_query("fox"), 3)
    index(archive, (FixedSegmenter(), embedder), there, silent)
    assert there.settled
    assert not here.settled
    assert there.ids().tolist() == archive.cuts.ids().tolist()
    assert verify(archive, there, silent).sound
    assert rebuild(archive, there, silent) == archive.cuts.count()
    index(archive, (FixedSegmenter(), embedder), here, silent)
    assert here.settled
    assert here.ids().tolist() == archive.cuts.ids().tolist()


def test_search_goes_on_where_the_server_is_gone(
    archive: Archive, embedder: WordEmbedder, server: IndexServer, chroma: Chroma
) -> None:
    dense = DenseIndex(archive.directory, embedder.name, server=server)
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    recall = Recall(archive, embedder, dense, Vectors())
    query = Query("fox cat", ("fox", "cat"))
    before = [each.fragment.id for each in find(recall, query, 5)]
    assert before
    assert dense.trouble == ""
    chroma.stop()
    start = time.perf_counter()
    for _ in range(5):
        assert [each.fragment.id for each in find(recall, query, 5)] == before
    assert time.perf_counter() - start < 2.0, "a server that is gone is not waited for again and again"
    assert f"The search index server {chroma.url} does not answer. Start it" in dense.trouble
    with pytest.raises(IndexServerError):
        list_all(archive, dense)
    chroma.start()
    again = DenseIndex(archive.directory, embedder.name, server=IndexServer(server.address, server._consents))
    recall = Recall(archive, embedder, again, Vectors())
    assert [each.fragment.id for each in find(recall, query, 5)] == before
    assert again.trouble == ""


def test_a_server_that_lost_everything_is_told_and_mended(
    archive: Archive, embedder: WordEmbedder, server: IndexServer
) -> None:
    dense = DenseIndex(archive.directory, embedder.name, server=server)
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    for name in server.names():
        server.delete_collection(name)
    recall = Recall(archive, embedder, dense, Vectors())
    assert find(recall, Query("fox cat", ("fox", "cat")), 5)
    assert "is empty. Run: chattrove index --rebuild" in dense.trouble
    assert not verify(archive, dense, silent).sound
    rebuild(archive, dense, silent)
    assert verify(archive, dense, silent).sound
    assert find(recall, Query("fox cat", ("fox", "cat")), 5)
    assert dense.trouble == ""


def test_what_is_forgotten_while_the_server_is_gone_is_gone_there_too_later(
    archive: Archive, embedder: WordEmbedder, server: IndexServer, chroma: Chroma
) -> None:
    dense = DenseIndex(archive.directory, embedder.name, server=server)
    index(archive, (FixedSegmenter(), embedder), dense, silent)
    chroma.stop()
    conversation = archive.chats.conversations()[0]
    with pytest.raises(IndexServerError):
        forget(archive, dense, conversation.id)
    chroma.start()
    later = DenseIndex(archive.directory, embedder.name, server=IndexServer(server.address, server._consents))
    assert not later.settled
    index(archive, (FixedSegmenter(), embedder), later, silent)
    assert later.ids().tolist() == archive.cuts.ids().tolist()


def test_nothing_is_sent_to_another_computer_that_nobody_agreed_to(no_network: None, tmp_path: Path) -> None:
    server = IndexServer(address_of("https://chroma.example.org:8000"), Consents(tmp_path))
    with pytest.raises(IndexServerError, match=r"nobody has agreed to it. To agree: chattrove settings index"):
        server.version()


@pytest.fixture(params=["html", "other", "elsewhere", "broken"])
def stranger(request: pytest.FixtureRequest, no_network: None) -> Iterator[str]:
    """A server that is no Chroma."""

    class Stranger(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response({"elsewhere": 307, "broken": 500}.get(request.param, 200))
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()
            self.wfile.write(
                {"html": b"<html>SECRET</html>", "other": b'{"SECRET": [1]}'}.get(request.param, b"SECRET")
            )

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    made = ThreadingHTTPServer(("127.0.0.1", 0), Stranger)
    thread = Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{made.server_address[1]}"
    made.shutdown()
    thread.join()
    made.server_close()


def test_what_is_no_chroma_server_is_told_in_one_sentence(stranger: str, tmp_path: Path) -> None:
    dense = DenseIndex(tmp_path, "model", server=IndexServer(address_of(stranger), Consents(tmp_path)))
    with pytest.raises(IndexServerError, match="not understood") as raised:
        dense.count()
    assert "SECRET" not in str(raised.value)


def list_all(archive: Archive, dense: DenseIndex) -> None:
    with archive.writing():
        with archive.transaction():
            archive.cuts.unlist_all()
        list_fragments(archive, dense, silent)
