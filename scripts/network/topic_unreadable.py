"""Answers that came and cannot be read: each was perhaps charged, so none is asked for three times."""

from profiles import kol, reply
from servers import Server, answer, chunked

BODY = reply(kol(1))
TEXT = BODY.decode()


def fetch(trial, handle, most=2, **options):
    with Server(handle) as server:
        run = trial.fetch(server.url, calls=None, **options)
    trial.check(len(server.requests) <= most, f"at most {most} requests", f"{len(server.requests)}", run)
    trial.check(
        run.calls == len(server.requests), f"{len(server.requests)} calls in run.json", f"{run.calls}", run)
    trial.flat(run)
    return run


def sends(data, judge, says=None, most=2):
    def case(trial):
        def handle(connection):
            if connection.request() is not None:
                connection.send(data)
        getattr(trial, judge)(fetch(trial, handle, most), *([says] if says else []))
    return case


def cuts_off(data):
    """What looks like a connection that broke: that may be tried once more than an answer that is wrong."""
    return sends(data, "failed", "cut|end|closed|length", 3)


def head(*lines):
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: application/json", *lines, "", ""]).encode()


def trailers(trial):
    """An answer whose end never comes for trailers."""
    def handle(connection):
        connection.request()
        connection.send(head("Transfer-Encoding: chunked") + chunked(BODY)[:-2])
        connection.flood(b"X-Trailer: value\r\n")
    trial.failed(fetch(trial, handle, timeout="2s", within=20))


def endless(length):
    """A body without end; the limit is 8 MiB."""
    def case(trial):
        def handle(connection):
            connection.request()
            connection.send(head(*length))
            connection.flood(b"%x\r\n%s\r\n" % (65536, b" " * 65536) if "chunked" in str(length) else b" " * 65536)
        trial.failed(fetch(trial, handle, within=20), "large|8 MiB|size")
    return case


def cases():
    length = f"Content-Length: {len(BODY)}"
    yield "JSON in GBK", sends(answer(TEXT.encode("gbk")), "failed", "UTF-8|encod")
    yield "JSON in GBK that says so", sends(
        answer(TEXT.encode("gbk"), kind="application/json; charset=GBK"), "failed", "UTF-8|encod|GBK")
    yield "JSON in UTF-16", sends(answer(TEXT.encode("utf-16")), "failed", "UTF-|encod|JSON")
    yield "JSON in UTF-16 without a mark", sends(answer(TEXT.encode("utf-16-be")), "failed", "UTF-|encod|JSON")
    yield "JSON in UTF-8 with a mark", sends(answer(TEXT.encode("utf-8-sig")), "got_or_failed", "UTF-|mark|JSON")
    yield "HTML", sends(answer(b"<!DOCTYPE html><p>Maintenance", kind="text/html"), "failed", "JSON|HTML")
    yield "an empty body", sends(answer(b""), "failed", "empty")
    yield "half of the JSON", sends(answer(BODY[:60]), "failed", "JSON|end|cut")
    yield "204 without a body", sends(answer(b"", "204 No Content", length=False), "failed")
    two = "length|JSON|cut|end|two|closed"
    yield "two Content-Lengths, the first too small", sends(
        head("Content-Length: 10", length) + BODY, "got_or_failed", two)
    yield "two Content-Lengths, the last too small", sends(
        head(length, "Content-Length: 10") + BODY, "got_or_failed", two)
    yield "two Content-Lengths, the last too large", sends(
        head(length, "Content-Length: 9999") + BODY, "got_or_failed", two)
    yield "two Content-Lengths in one", sends(
        head(f"Content-Length: {len(BODY)}, 10") + BODY, "got_or_failed", two)
    yield "the same Content-Length twice", sends(head(length, length) + BODY, "got")
    yield "two Content-Types", sends(head("Content-Type: text/html", length) + BODY, "got")
    yield "Content-Length and chunks", sends(
        head("Content-Length: 10", "Transfer-Encoding: chunked") + chunked(BODY), "got_or_failed", two)
    for value in ["-1", "99999999999999999999999999", "9223372036854775807", "18446744073709551615", "0x94", "ten", ""]:
        yield f"Content-Length '{value}'", sends(head(f"Content-Length: {value}") + BODY, "got_or_failed")
    yield "Content-Length too large", cuts_off(head("Content-Length: 5000") + BODY)
    yield "Content-Length too small", sends(head("Content-Length: 10") + BODY, "failed", "JSON|end|cut")
    for size in ["-5", "ffffffffffffffff", "1" * 40, "xyz", "", "0x94", "5 5"]:
        yield f"a chunk of size '{size}'", sends(
            head("Transfer-Encoding: chunked") + size.encode() + b"\r\n" + BODY + b"\r\n0\r\n\r\n", "failed")
    yield "a chunk longer than its size", sends(
        head("Transfer-Encoding: chunked") + b"5\r\n" + BODY + b"\r\n0\r\n\r\n", "failed")
    yield "chunks without an end", cuts_off(head("Transfer-Encoding: chunked") + chunked(BODY)[:-5])
    yield "a chunk of 2^63 - 1", cuts_off(head("Transfer-Encoding: chunked") + b"7fffffffffffffff\r\n" + BODY)
    yield "a chunk with an extension of 1 MB", sends(
        head("Transfer-Encoding: chunked") + b"%x;x=%s\r\n" % (len(BODY), b"y" * (1 << 20)) + BODY + b"\r\n0\r\n\r\n",
        "got_or_failed")
    yield "chunks of one byte", sends(
        head("Transfer-Encoding: chunked") + chunked(*(bytes([byte]) for byte in BODY)), "got")
    yield "trailers without end", trailers
    yield "a body without end", endless([])
    yield "chunks without number", endless(["Transfer-Encoding: chunked"])
    yield "a body of a length without end", endless([f"Content-Length: {1 << 50}"])
