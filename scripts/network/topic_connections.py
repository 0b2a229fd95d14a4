"""Connections that servers keep, close and forget."""

import socket
import threading
import time

import certificates
from http2 import HTTP2Server, whole
from profiles import after, kol, reply
from proxies import free_port
from servers import Server, answer, chunked

KOLS = 40
MOST = KOLS * 6 // 5 + 10


def fetch_all(trial, server, **options):
    run = trial.fetch(server.url, KOLS, None, within=30, **options)
    trial.check(len(server.requests) <= MOST, f"at most {MOST} requests", f"{len(server.requests)}", run)
    return run


def closes_silently(delay, **options):
    """Ends the connection behind each whole answer and does not say so."""
    def case(trial):
        def handle(connection):
            request = connection.request()
            if request is not None:
                connection.send(answer(reply(request.kol), headers=["Connection: keep-alive"]))
                time.sleep(delay)
        with Server(handle) as server:
            run = fetch_all(trial, server, **options)
        trial.got(run, KOLS)
    return case


def resets_silently(trial):
    """As above, but the end is a reset. libcurl does not see it in time, so some requests are lost: all are counted."""
    def handle(connection):
        request = connection.request()
        if request is not None:
            connection.send(answer(reply(request.kol)))
            time.sleep(0.01)
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.socket.close()
    with Server(handle) as server:
        run = fetch_all(trial, server, requestsPerSecond=20, burst=1)
    trial.check(run.status in (0, 75), "status 0 or 75", f"{run.status}", run)
    trial.check(len(run.lines) >= KOLS // 2, f"{KOLS // 2} of {KOLS} KOLs", f"{len(run.lines)}", run)
    trial.check(run.calls <= MOST, f"at most {MOST} calls in run.json", f"{run.calls}", run)
    trial.own_numbers(run)


def keeps(trial):
    """A server that keeps connections: they are used again."""
    def handle(connection):
        connection.serve(lambda request: answer(reply(request.kol)))
    with Server(handle) as server:
        run = fetch_all(trial, server)
    trial.got(run, KOLS)
    trial.check(server.connections < KOLS // 2, "fewer connections than KOLs", f"{server.connections}", run)


def closes_every_other(trial):
    """Takes the second request of each connection and ends it without a word."""
    def handle(connection):
        request = connection.request()
        if request is not None:
            connection.send(answer(reply(request.kol)))
            connection.request()
    with Server(handle) as server:
        run = trial.fetch(server.url, 8, None, within=30)
    trial.check(run.status in (0, 69, 75), "status 0, 69 or 75", f"{run.status}", run)
    most = 8 * 6 // 5 + 10
    trial.check(len(server.requests) <= most, f"at most {most} requests", f"{len(server.requests)}", run)
    # A request that was taken may have been charged: whoever sends it once more has to count it.
    trial.check(
        run.calls == len(server.requests), f"{len(server.requests)} calls in run.json", f"{run.calls}", run)
    trial.own_numbers(run)


def answers_ahead(extra):
    """Puts an answer for another KOL behind each answer, where it might be taken for that of the next request."""
    def case(trial):
        def handle(connection):
            connection.serve(lambda request: answer(reply(request.kol)) + extra(request.kol))
        with Server(handle) as server:
            run = fetch_all(trial, server, concurrency=1)
        # Those who are refused for it may go without numbers, nobody may get another's.
        trial.check(run.status in (0, 69, 75), "status 0, 69 or 75", f"{run.status}", run)
        trial.own_numbers(run)
        trial.check(len(run.lines) > 0, "somebody's numbers", "none", run)
    return case


def another(trial):
    """Every answer is another KOL's: it is charged, kept aside, and never in the archive."""
    def answering(request):
        return answer(reply(after(request.kol)))
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, 5, None)
    trial.check(run.status == 69, "status 69", f"{run.status}", run)
    trial.check(not run.lines, "nothing in the archive", f"{len(run.lines)} lines", run)
    trial.check(len(server.requests) == 5, "5 requests", f"{len(server.requests)}", run)


def middle(data, says="cut|closed|end|connection"):
    """Ends the connection in the middle of an answer."""
    def case(trial):
        with Server(lambda connection: connection.request() and connection.send(data)) as server:
            run = trial.fetch(server.url)
        trial.failed(run, says)
    return case


def middle_http2(trial):
    def talk(session, stream):
        session.send(whole(stream, reply(kol(1)))[:80])
        return False
    with HTTP2Server(talk) as server:
        run = trial.fetch(server.url, environment={"SSL_CERT_FILE": certificates.authority()})
    trial.failed(run, "cut|closed|end|connection")


def silent(trial):
    """Accepts, and neither reads nor answers."""
    with Server(lambda connection: time.sleep(20)) as server:
        run = trial.fetch(server.url, timeout="2s", within=12)
    trial.failed(run, "2 s|2\\.0 s|time|within")


def silent_tls(trial):
    """Accepts, and never says a word of TLS."""
    with Server(lambda connection: time.sleep(20)) as server:
        run = trial.fetch(f"https://localhost:{server.port}", timeout="2s", within=12)
    trial.failed(run, "2 s|2\\.0 s|time|within")


def full(trial):
    """Listens, and never accepts: its queue is full."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        run = trial.fetch(f"http://127.0.0.1:{port}", timeout="2s", within=12)
        for one in waiting:
            one.close()
    trial.failed(run, "2 s|2\\.0 s|time|within|connect")


def slow(trial):
    """A byte now and then: an answer that would take longer than the time for one."""
    def handle(connection):
        connection.request()
        for byte in answer(reply(kol(1))):
            connection.send(bytes([byte]))
            time.sleep(0.2)
    with Server(handle) as server:
        run = trial.fetch(server.url, timeout="2s", within=12)
    trial.failed(run, "2 s|2\\.0 s|time|within")


def nobody(trial):
    run = trial.fetch(f"http://127.0.0.1:{free_port()}")
    trial.failed(run, "connect")


def many_at_once(trial):
    """A hundred requests under way at once, each answered when all are there."""
    barrier = threading.Barrier(100)

    def answering(request):
        try:
            barrier.wait(15)
        except threading.BrokenBarrierError:
            return None
        return answer(reply(request.kol))
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, 100, None, concurrency=100, timeout="20s", within=30)
    trial.got(run, 100)


def cases():
    body = reply(kol(1))
    yield "a server that keeps them", keeps
    yield "closed behind each answer", closes_silently(0)
    yield "closed a little later", closes_silently(0.02, requestsPerSecond=10, burst=1)
    yield "reset behind each answer", resets_silently
    yield "closed at each second request", closes_every_other
    yield "an answer too many", answers_ahead(lambda of: answer(reply(of)))
    yield "another KOL's answer behind each", answers_ahead(lambda of: answer(reply(after(of))))
    yield "a nameless answer behind each", answers_ahead(
        lambda of: answer(b'{"code":0,"message":null,"data":{"name":"x","fansNum":5}}'))
    yield "junk behind each answer", answers_ahead(lambda of: b"\r\n\r\njunk\r\n")
    yield "answers of other KOLs", another
    yield "ended in the middle of the body", middle(answer(body)[:-30])
    yield "ended in the middle of the head", middle(answer(body)[:30])
    yield "ended in the middle of a chunk", middle(
        answer(chunked(body)[:50], headers=["Transfer-Encoding: chunked"], length=False))
    yield "ended in the middle of HTTP/2", middle_http2
    yield "a server that is silent", silent
    yield "a server that is silent, over TLS", silent_tls
    yield "a server that accepts nobody", full
    yield "a server that is slow", slow
    yield "no server", nobody
    yield "100 requests at once", many_at_once
