"""This file is where a small server speaks OpenAI's protocol over a real socket, well or badly, exactly as told."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Part = tuple[str, float, dict[str, float]]
"""A token, its natural logarithm of the probability, and those of others in its place."""

ANSWER = "<|utt_ids_start|>[4]<|utt_ids_end|>;<|img_ids_start|>[]<|img_ids_end|>"
PATH = "/v1/chat/completions"


class Speaker(ThreadingHTTPServer):
    """say: the text of an answer, by the request. ways: those of models.server_reader.structure.WAYS that it knows.

    troubles: what happens instead, one for each request of an answer, then it is well: a status, or one of "die",
    "garbage", "huge", "slow", "silent", "break", "packed", "elsewhere". most_together: the most requests at one time.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Speaking)
        self.say: Callable[[dict[str, Any]], str] = lambda _: ANSWER
        self.parts: list[Part] = []
        self.models = ["f2rvlm"]
        self.ways: tuple[str, ...] = ()
        self.refuses: tuple[str, ...] = ()
        self.refusal = "unknown field"
        self.troubles: list[int | str] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.pause = 0.0
        self.now = self.most_together = self.left = 0
        self.stop = threading.Event()
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A caller that has left is no trouble."""

    @contextmanager
    def together(self) -> Iterator[None]:
        with self.lock:
            self.now += 1
            self.most_together = max(self.most_together, self.now)
        try:
            yield
        finally:
            with self.lock:
                self.now -= 1


@contextmanager
def speaking() -> Iterator[Speaker]:
    server = Speaker()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Speaking(BaseHTTPRequestHandler):
    server: Speaker
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        self.server.headers.append(dict(self.headers))
        if self.path == "/v1/models":
            self._whole({"data": [{"id": name, "max_model_len": 4096} for name in self.server.models]})
        else:
            self._refuse(404, "not found")

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.headers.append(dict(self.headers))
        with self.server.lock:
            self.server.asked.append(body)
            trouble = self.server.troubles.pop(0) if self.server.troubles else 0
        with self.server.together():
            self.server.stop.wait(self.server.pause)
            if self.path != PATH or body["model"] not in self.server.models:
                self._refuse(404, "The model does not exist.")
            elif any(each in body for each in self.server.refuses):
                self._refuse(400, self.server.refusal)
            elif isinstance(trouble, int) and trouble:
                self._refuse(trouble, "SECRET of the server: " + json.dumps(body["messages"])[:50])
            elif trouble:
                self._misbehave(str(trouble))
            else:
                self._answer(body, self._said(body))

    def _said(self, body: dict[str, Any]) -> str:
        """What is constrained in a way that is known is kept to."""
        structured = body.get("structured_outputs") or {}
        told = {
            "structured_outputs": structured.get("regex"),
            "guided_regex": body.get("guided_regex"),
            "grammar": body.get("grammar"),
            "json_schema": body.get("response_format"),
        }
        way = next((each for each in self.server.ways if told[each]), None)
        if way == "json_schema":
            trial = "trove" in told[way]["json_schema"]["schema"]["properties"]
            return json.dumps({"trove": 17} if trial else {"utterances": [4], "images": []})
        if way and "trove" in str(told[way]):
            return "trove-42"
        said = self.server.say(body)
        pattern = told["structured_outputs"] or told["guided_regex"]
        return said if way in (None, "grammar") or re.fullmatch(pattern, said) else ANSWER

    def _answer(self, body: dict[str, Any], text: str) -> None:
        parts = self.server.parts or [(each, -0.1, {}) for each in re.findall(r"<\|\w+\|>|.", text, re.DOTALL)]
        chunks = [_chunk(part, chances=bool(body.get("logprobs"))) for part in parts]
        usage = {"prompt_tokens": 33, "completion_tokens": len(parts)}
        if not body.get("stream"):
            told = {"content": [each["choices"][0]["logprobs"]["content"][0] for each in chunks]}
            choice = {"message": {"content": text}, "logprobs": told, "finish_reason": "stop"}
            self._whole({"choices": [choice], "usage": usage})
            return
        chunks.append({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        chunks.append({"choices": [], "usage": usage})
        self._events([": a comment", "", *(f"data: {json.dumps(each)}\n" for each in chunks), "data: [DONE]\n"])

    def _misbehave(self, how: str) -> None:
        first = f"data: {json.dumps(_chunk(('<|utt_ids_start|>[', -0.1, {}), chances=False))}\n"
        if how == "elsewhere":
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif how == "garbage":
            self._events(["data: {{{ SECRET", ""])
        elif how == "html":
            self._body(b"<html>SECRET</html>", "text/html")
        elif how == "packed":
            self._body(b"\x1f\x8b", "application/json", ("Content-Encoding", "gzip"))
        elif how == "huge":
            self._events(": " + "x" * 100_000 for _ in range(100))
        elif how == "error":
            self._events([first, 'data: {"error": {"message": "SECRET"}}\n'])
        elif how == "interrupt":
            self._events([first, "data: [DONE]\n"])
        elif how == "break":
            self._events([first], whole=False)
        elif how == "silent":
            self.server.stop.wait(20)
        elif how == "slow":
            self._events(self._drops(first))

    def _drops(self, line: str) -> Iterator[str]:
        for _ in range(1000):
            yield line
            if self.server.stop.wait(0.02):
                return

    def _events(self, lines: Any, *, whole: bool = True) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for line in lines:
                data = (line + "\n").encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()
            if whole:
                self.wfile.write(b"0\r\n\r\n")
        except ConnectionError:
            self.server.left += 1
        self.close_connection = True

    def _whole(self, told: Any) -> None:
        self._body(json.dumps(told).encode(), "application/json")

    def _refuse(self, status: int, text: str) -> None:
        self._body(json.dumps({"error": {"message": text}}).encode(), "application/json", ("Retry-After", "0"), status)

    def _body(self, data: bytes, kind: str, header: tuple[str, str] = ("X-Plain", "yes"), status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header(*header)
        self.end_headers()
        self.wfile.write(data)


def _chunk(part: Part, *, chances: bool) -> dict[str, Any]:
    text, logarithm, others = part
    told: dict[str, Any] = {"token": text, "logprob": logarithm}
    told["top_logprobs"] = [{"token": each, "logprob": value} for each, value in others.items()]
    choice: dict[str, Any] = {"delta": {"content": text}, "finish_reason": None}
    return {"choices": [choice | ({"logprobs": {"content": [told]}} if chances else {})]}
