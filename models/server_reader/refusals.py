"""This file is where what went wrong with a server becomes one sentence, and where it is known what to try again.

Nothing that a server wrote is quoted: it may repeat what it was sent.
"""

import ssl

from core.errors import ModelError
from models.server_reader.answers import Garbled
from models.server_reader.connection import Connection, Patience

REFUSED_TEXT = 4000
"""Characters of a refusal that are looked through."""

_PASSING = {408, 425, 429, 500, 502, 503, 504}
_LOADING, _MANY = 503, 429
_LONG = ("context length", "context size", "maximum context", "too long", "exceed", "max_model_len", "n_ctx")
_BLIND = ("image", "multimodal", "mmproj", "vision", "multi-modal")


class Refused(ModelError):
    """A server's answer that is none: its status, and the beginning of what it says."""

    def __init__(self, status: int, text: str, wait: str = "") -> None:
        super().__init__(f"The server answers {status}.")
        self.status, self.text = status, text
        self.wait = float(wait) if wait.isdecimal() and len(wait) < 6 else 0.0

    def __reduce__(self) -> tuple[type[ModelError], tuple[object, ...]]:
        """For another process it is its sentence; what the server said stays here."""
        return ModelError, self.args


def worth_another_try(error: Exception) -> tuple[bool, float]:
    """(whether the same request may well succeed a little later, seconds that the server asked to wait)."""
    import httpx

    if isinstance(error, Refused):
        return error.status in _PASSING, error.wait
    if isinstance(error, Garbled):
        return "broke off" in str(error), 0.0
    if isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol | httpx.ProxyError):
        return not (isinstance(error, httpx.TimeoutException) or _untrusted(error)), 0.0
    return False, 0.0


def explained(error: Exception, connection: Connection) -> ModelError:
    """One sentence that says what happened, to whom, and what to do."""
    where = connection.address.origin
    if isinstance(error, Refused):
        told = Refused(error.status, error.text)
        told.args = (_refusal(error).format(where=where, status=error.status),)
        return told
    if isinstance(error, ModelError):
        return error
    if isinstance(error, Garbled):
        return ModelError(f"The server {where} {error}. Check that the address is that of a model's server.")
    return ModelError(_failure(error, connection.patience).format(where=where))


def _failure(error: Exception, patience: Patience) -> str:
    import httpx

    if _untrusted(error):
        return "The server {where} has no certificate that this computer trusts. Nothing was sent."
    kinds: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
        (
            (httpx.ConnectTimeout, httpx.PoolTimeout),
            "The server {where} does not answer. Check that it runs and can be reached from here.",
        ),
        (
            (httpx.TimeoutException,),
            f"The server {{where}} was silent for {patience.silence:,.0f} seconds. Try again later.",
        ),
        ((TimeoutError,), f"The server {{where}} took more than {patience.whole:,.0f} seconds for one answer."),
        (
            (httpx.ProxyError,),
            "The proxy on the way to {where} refuses. Connect again without --proxies, or mend it.",
        ),
        ((httpx.ConnectError,), "Nobody answers at {where}. Start the server, or use other models."),
    )
    usual = "The connection to {where} broke off. Check that the server still runs."
    return next((told for kinds_of, told in kinds if isinstance(error, kinds_of)), usual)


def _refusal(error: Refused) -> str:
    status, unfit = error.status, error.status in (400, 422, 500, 501)
    usual = "{where} refuses what it was sent ({status}). Check that it is a server for chats with pictures."
    cases = (
        (300 <= status < 400, "{where} leads to another address; nothing was sent there. Connect to that one itself."),
        (status in (401, 403), "{where} refuses the key. Connect again and name its key: --key-file FILE"),
        (
            status in (404, 405),
            "{where} knows no such address or model. Check the address and --model; many addresses end with /v1.",
        ),
        (
            status == 413 or (unfit and any(each in error.text for each in _LONG)),
            "What was to be read is too long for the model at {where}. Start it with a longer context.",
        ),
        (
            unfit and any(each in error.text for each in _BLIND),
            "The model at {where} takes no pictures, or not so many. Start one that does (docs/serving.md).",
        ),
        (status == _MANY, "{where} has too much to do (429). Try again later, or connect with --at-once 1."),
        (status == _LOADING, "{where} is not ready (503): it may still be loading its model. Try again in a minute."),
        (status >= 500, "{where} failed ({status}). Look into its log."),
    )
    return next((told for fits, told in cases if fits), usual)


def _untrusted(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False
