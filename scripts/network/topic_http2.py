"""HTTP/2 over TLS: a real server's answers, and frames that only an attacker sends."""

import shutil
import socket

import certificates
from http2 import (
    CONTINUATION, DATA, END_HEADERS, END_STREAM, GOAWAY, HEADERS, PING, PRIORITY, PUSH_PROMISE, RST_STREAM, SETTINGS,
    WINDOW_UPDATE, HTTP2Server, frame, head, header, integer, whole,
)
from profiles import kol, reply
from servers import Server, answer, good
from trial import Skipped

BODY = reply(kol(1))


def trust():
    return {"SSL_CERT_FILE": certificates.authority()}


def fetch(trial, talk, **options):
    with HTTP2Server(talk) as server:
        run = trial.fetch(server.url, environment=trust(), **options)
    trial.check(server.requests, "a request in HTTP/2", "none", run)
    return run


def talks(talk, judge):
    """One conversation, and what is to come of it: the name of one of the trial's expectations."""
    def case(trial):
        run = fetch(trial, talk, timeout="2s", within=8)
        getattr(trial, judge)(run)
        trial.flat(run)
    return case


def sends(*parts, judge="got_or_failed"):
    """Answers every request with these frames of stream 1, and then waits for the client to go."""
    def talk(session, stream):
        session.send(b"".join(parts))
        session.linger()
    return talks(talk, judge)


def status(value):
    def case(trial):
        def talk(session, stream):
            session.send(whole(stream, BODY, value))
        run = fetch(trial, talk)
        # As with HTTP/1.1: the code in the body decides.
        trial.got_or_failed(run)

        def talk_nothing(session, stream):
            session.send(whole(stream, b"{}", value))
        trial.failed(fetch(trial, talk_nothing))
    return case


def floods(begin, again, reading=True, alone=False):
    """Frames faster than the client reads them: if it does nothing else meanwhile, its time never ends."""
    def talk(session, stream):
        session.send(begin)
        session.flood(again, reading)
    case = talks(talk, "failed")
    # Beside others a server is too slow for that.
    if alone:
        case.share = 1
    return case


def a_good_answer(trial):
    def talk(session, stream):
        session.send(whole(stream, BODY))
    trial.got(fetch(trial, talk))


def a_real_server(trial):
    """nghttpx, which speaks HTTP/2 in front of a good server: forty KOLs, several at once, each its own numbers."""
    if not shutil.which("nghttpx"):
        raise Skipped("there is no nghttpx")
    with Server(good) as server:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        folder = certificates.folder
        trial.start(
            ["nghttpx", "--conf=/dev/null", f"--frontend=127.0.0.1,{port}", f"--backend=127.0.0.1,{server.port}",
             "--workers=1", "--no-ocsp", str(folder / "server.key"), str(folder / "server.pem")],
            port)
        run = trial.fetch(
            f"https://localhost:{port}", 40, None, trust(), concurrency=20)
    trial.got(run, 40)
    trial.check(
        all(request.values("via") and "2" in request.values("via")[0] for request in server.requests),
        "requests in HTTP/2", "others", run)


def bomb():
    """4 kB of header in the table, and 16,000 references to it: 64 MB."""
    entry = b"\x40" + integer(1, 7) + b"x" + integer(4000, 7) + b"y" * 4000
    return frame(HEADERS, 0, 1, head()) + frame(CONTINUATION, 0, 1, entry) + frame(
        CONTINUATION, END_HEADERS, 1, b"\xbe" * 16000)


def cases():
    yield "a good answer", a_good_answer
    yield "40 KOLs through a real server", a_real_server
    for value in [b"-1", b"000", b"099", b"99999", b"", b"2 0", b"\xff", None]:
        yield f":status {value.decode('latin-1')!r}" if value is not None else "no :status", status(value)
    complete, start = whole(1, BODY), frame(HEADERS, END_HEADERS, 1, head())
    ping, settings = frame(PING, payload=bytes(8)), frame(SETTINGS, payload=b"\0\3\0\0\0\x64")
    yield "PINGs without end", floods(b"", ping, alone=True)
    yield "PINGs without end, unread", floods(b"", ping, reading=False)
    yield "SETTINGS without end", floods(b"", settings)
    yield "SETTINGS without end, unread", floods(b"", settings, reading=False)
    yield "CONTINUATIONs without end", floods(
        frame(HEADERS, 0, 1, head()), frame(CONTINUATION, 0, 1, header(b"x-header", b"y" * 1000)))
    yield "empty CONTINUATIONs without end", floods(frame(HEADERS, 0, 1, head()), frame(CONTINUATION, 0, 1))
    yield "empty DATA without end", floods(start, frame(DATA, 0, 1))
    yield "DATA without end", floods(start, frame(DATA, 0, 1, b" " * 1000))
    yield "WINDOW_UPDATEs without end", floods(b"", frame(WINDOW_UPDATE, payload=b"\0\0\0\1"), alone=True)
    yield "PRIORITYs without end", floods(b"", frame(PRIORITY, 0, 1, b"\0\0\0\0\1"), alone=True)
    yield "RST_STREAMs without end", floods(b"", frame(RST_STREAM, 0, 1, b"\0\0\0\7"))
    yield "interim answers without end", floods(b"", frame(HEADERS, END_HEADERS, 1, header(b":status", b"103")))
    yield "frames of an unknown kind without end", floods(b"", frame(0x42, payload=b"x" * 1000))
    yield "a bomb of headers", sends(bomb(), judge="failed")
    yield "PUSH_PROMISE", sends(frame(PUSH_PROMISE, END_HEADERS, 1, b"\0\0\0\2" + head()), judge="failed")
    yield "GOAWAY after the answer", sends(complete, frame(GOAWAY, payload=b"\0\0\0\1\0\0\0\0"), judge="got")
    yield "GOAWAY in place of the answer", sends(frame(GOAWAY, payload=b"\0\0\0\0\0\0\0\0"), judge="failed")
    yield "RST_STREAM after the answer", sends(complete, frame(RST_STREAM, 0, 1, b"\0\0\0\0"), judge="got")
    yield "RST_STREAM in the middle", sends(
        start, frame(DATA, 0, 1, BODY[:20]), frame(RST_STREAM, 0, 1, b"\0\0\0\2"), judge="failed")
    yield "DATA beyond content-length", sends(whole(1, BODY, b"200", (b"content-length", b"10")))
    yield "less DATA than content-length", sends(
        whole(1, BODY, b"200", (b"content-length", b"%d" % (len(BODY) + 9))))
    yield "a frame of 16 MB", sends(
        start, frame(DATA, END_STREAM, 1, BODY + b" " * 0xFFFF00, length=len(BODY) + 0xFFFF00), judge="failed")
    yield "a frame longer than it is", sends(start, frame(DATA, END_STREAM, 1, BODY, length=0x3FFF), judge="failed")
    yield "DATA before HEADERS", sends(frame(DATA, END_STREAM, 1, BODY), judge="failed")
    yield "DATA of another stream", sends(start, frame(DATA, END_STREAM, 3, BODY), judge="failed")
    yield "padding longer than its frame", sends(start, frame(DATA, 0x8, 1, b"\xff" + BODY[:50]), judge="failed")
    yield "HPACK that is none", sends(frame(HEADERS, END_HEADERS, 1, b"\xff\xff\xff\xff\xff\xff\xff"), judge="failed")
    yield "HTTP/1.1 in place of HTTP/2", not_http2


def not_http2(trial):
    with Server(lambda connection: connection.send(answer(BODY)), certificates.context(protocols=("h2",))) as server:
        run = trial.fetch(server.url, environment=trust(), timeout="3s")
    trial.failed(run)
