"""What is sent, to whom, and what is not: redirects, cookies, .netrc, and headers of other clients."""

import re
import subprocess
import urllib.parse

from profiles import kol, reply
from servers import Server, answer, good
from trial import TOKEN

PATH = "/api/xiaohongshu-pgy/get-kol-info/v1"


def redirect(status, location):
    """The second server, which the redirect leads to, is never asked; nor is the first one again."""
    def case(trial):
        with Server(good) as other:
            def answering(request):
                target = location.replace("OTHER", f"127.0.0.1:{other.port}").replace("TARGET", request.target)
                return answer(b"", f"{status} Elsewhere", headers=[f"Location: {target}", f"Refresh: 0; url={target}"])
            with Server(lambda connection: connection.serve(answering)) as server:
                run = trial.fetch(server.url, calls=None)
        trial.failed(run, "redirect")
        trial.check(other.connections == 0, "nothing at the other server", f"{other.connections} connections", run)
        trial.check(len(server.requests) == 1, "one request", f"{len(server.requests)}", run)
    return case


def sent(trial):
    """Every header, by name and value."""
    with Server(good) as server:
        run = trial.fetch(server.url, environment={"NETRC": "home/.netrc", "CURL_HOME": "home"})
    trial.got(run)
    request = server.requests[0]
    target = f"{PATH}?token={urllib.parse.quote(TOKEN, safe='')}&kolId={kol(1)}"
    trial.check(request.line == f"GET {target} HTTP/1.1", f"GET {target} HTTP/1.1", request.line, run)
    version = subprocess.run([trial.kolsite, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    expected = {
        "host": [f"127.0.0.1:{server.port}"], "accept": ["application/json"], "user-agent": [f"kolsite/{version}"],
    }
    for name, values in expected.items():
        trial.check(request.values(name) == values, f"{name}: {values}", f"{request.values(name)}", run)
    allowed = {*expected, "accept-encoding", "connection"}
    more = [header for header in request.headers if header[0].lower() not in allowed]
    trial.check(not more, "no other header", f"{more}", run)


def default_port(trial):
    """`Host` of an address whose port is written, and of `localhost`."""
    with Server(good, name="LOCALHOST") as server:
        run = trial.fetch(server.url)
    trial.got(run)
    host = server.requests[0].values("host")
    trial.check(host == [f"localhost:{server.port}"], f"localhost:{server.port}", f"{host}", run)


def cookies(trial):
    def answering(request):
        return answer(reply(request.kol), headers=[
            "Set-Cookie: session=1; Path=/; Max-Age=9999", "Alt-Svc: h2=\":1\"; ma=9999",
            "Strict-Transport-Security: max-age=9999", "WWW-Authenticate: Basic"])
    with Server(lambda connection: connection.serve(answering), name="localhost") as server:
        run = trial.fetch(server.url, 5, None, concurrency=1)
    trial.got(run, 5)
    wrong = [header for request in server.requests for header in request.headers
             if header[0].lower() in ("cookie", "authorization", "referer")]
    trial.check(not wrong, "no cookie", f"{wrong}", run)


def unauthorized(trial):
    """A 401 that asks for a password: nothing is answered to it."""
    def answering(request):
        return answer(b"", "401 Unauthorized", headers=[
            "WWW-Authenticate: Basic realm=\"x\"", "WWW-Authenticate: NTLM"])
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, calls=None)
    trial.failed(run, "401")
    wrong = [request for request in server.requests if request.values("authorization")]
    trial.check(len(server.requests) == 1 and not wrong, "one request", f"{len(server.requests)}", run)


def repeats(trial):
    """A server that says what it was asked in every place of its answer."""
    def answering(request):
        body = b'{"code":301,"message":"%s %s","requestId":"%s"}' % (
            request.target.encode(), TOKEN.encode(), request.target.encode())
        return answer(body, f"503 {request.target}", headers=[f"X-Asked: {request.target}", "Retry-After: 0"])
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, 3, repeats=True)
    trial.failed(run)


def repeats_broken(data):
    """The same in answers that libraries complain about in words of their own."""
    def case(trial):
        def handle(connection):
            request = connection.request()
            if request is not None:
                connection.send(data.replace(b"TARGET", request.target.encode()))
        with Server(handle) as server:
            run = trial.fetch(server.url)
        trial.got_or_failed(run)
    return case


def second_endpoint(trial):
    def answering(request):
        found = re.search(r"[?&]userId=(\w+)", request.target)
        return answer(reply(found[1]))
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, 3, None, endpoint="profile-v2")
    trial.got(run, 3)


def cases():
    for status in [301, 302, 303, 307, 308, 300, 304, 305]:
        yield f"{status} is not followed", redirect(status, "http://OTHERTARGET")
    for location in [
        "file:///etc/passwd", "gopher://OTHER/x", "//OTHERTARGET", "https://OTHERTARGET", "http://user:pass@OTHER/",
        "/elsewhere", "http://OTHER\\@127.0.0.1/", "\x01\x7f",
    ]:
        yield f"302 to {location!r} is not followed", redirect(302, location)
    yield "the whole request", sent
    yield "Host", default_port
    yield "the other endpoint", second_endpoint
    yield "cookies are not kept", cookies
    yield "401 is not answered", unauthorized
    yield "a server that repeats what it was asked", repeats
    for name, data in [
        ("status line", b"HTTP/1.1 TARGET\r\n\r\n"),
        ("encoding", b"HTTP/1.1 200 OK\r\nContent-Encoding: TARGET\r\n\r\n{}"),
        ("length", b"HTTP/1.1 200 OK\r\nContent-Length: TARGET\r\n\r\n{}"), ("body", b"TARGET"),
        ("chunk", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nTARGET\r\n"),
        ("coding", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: TARGET\r\n\r\n{}"),
        ("version", b"HTTP/TARGET 200 OK\r\n\r\n{}"),
    ]:
        yield f"a broken answer that repeats it in its {name}", repeats_broken(data)
