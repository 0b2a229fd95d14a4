"""HTTP/1.1 whose first lines are not what the standard wants, or never end."""

from profiles import kol, reply
from servers import Server, always, answer

BODY = reply(kol(1))
REST = b"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


def status_line(line):
    def case(trial):
        with Server(always(line + REST)) as server:
            run = trial.fetch(server.url)
        # The API's code in the body decides, so a client that reads the status leniently has the profile.
        trial.got_or_failed(run)
        with Server(always(line + b"\r\nContent-Length: 2\r\n\r\n{}")) as server:
            run = trial.fetch(server.url)
        trial.failed(run)
    return case


def not_http(data, says=None):
    def case(trial):
        with Server(always(data)) as server:
            run = trial.fetch(server.url)
        trial.failed(run, says)
    return case


def flood(begin, again, most=4 << 30):
    """Sends a beginning, and then the same again and again."""
    def case(trial):
        def handle(connection):
            connection.request()
            connection.send(begin)
            connection.flood(again, most)
        with Server(handle) as server:
            run = trial.fetch(server.url, timeout="3s", within=12)
        trial.failed(run)
        trial.flat(run)
    return case


def interim(lines):
    """A good answer behind some interim ones."""
    def case(trial):
        def handle(connection):
            connection.serve(lambda request: lines + answer(reply(request.kol)))
        with Server(handle) as server:
            run = trial.fetch(server.url)
        trial.got(run)
    return case


def switching(trial):
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade"
    with Server(always(head + REST)) as server:
        run = trial.fetch(server.url, timeout="2s")
    trial.failed(run)


def without_reason(trial):
    with Server(always(b"HTTP/1.1 200" + REST)) as server:
        run = trial.fetch(server.url)
    trial.got(run)


def cases():
    for line in ["000 X", "007 X", "099 X", "-1 X", "99999 X", "1000 X", "600 X", "999 X", "abc X", " 200 OK", ""]:
        yield f"status line 'HTTP/1.1 {line}'", status_line(b"HTTP/1.1 " + line.encode())
    yield "status line 'HTTP/1.1 200' without a reason", without_reason
    yield "status line of HTTP/9.9", status_line(b"HTTP/9.9 200 OK")
    yield "status line with NUL", status_line(b"HTTP/1.1 200 \0OK")
    yield "header with NUL", status_line(b"HTTP/1.1 200 OK\r\nX-A: \0")
    yield "header without a colon", status_line(b"HTTP/1.1 200 OK\r\nno colon")
    yield "HTTP/0.9", not_http(BODY)
    yield "garbage", not_http(bytes(range(256)) * 64)
    yield "another protocol", not_http(b"220 mail.kolsite.test ESMTP\r\n")
    yield "nothing", not_http(b"")
    yield "101 Switching Protocols", switching
    yield "100 and 103 before the answer", interim(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
    yield "endless 100 Continue", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n")
    yield "endless 103 with headers", flood(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </%s>\r\n\r\n" % (b"x" * 900))
    yield "endless headers", flood(b"HTTP/1.1 200 OK\r\n", b"X-Header: value\r\n")
    yield "endless folded header", flood(b"HTTP/1.1 200 OK\r\nX-Header: value\r\n", b" folded\r\n")
    yield "header line of 10 MB", flood(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 1024, 10 << 20)
    yield "header line without end", flood(b"HTTP/1.1 200 OK\r\nX-Header: ", b"x" * 1024)
    yield "status line of 10 MB", flood(b"HTTP/1.1 200 ", b"x" * 1024, 10 << 20)
    yield "status line without end", flood(b"HTTP/1.1 200 ", b"x" * 1024)
    yield "endless empty lines", flood(b"", b"\r\n")
