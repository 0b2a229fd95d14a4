"""A small HTTP/1.1 server that says exactly what it is told to, and keeps what it was asked."""

import select
import socket
import ssl
import threading
import time
import urllib.parse

from profiles import reply


def answer(body, status="200 OK", headers=(), length=True, kind="application/json"):
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def chunked(*chunks):
    """A body in chunks, with its end."""
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


class Request:
    def __init__(self, head):
        self.head, self.time = head, time.monotonic()
        self.line, *lines = head.decode("latin-1").split("\r\n")
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines if ":" in line]
        parts = self.line.split(" ")
        self.target = parts[1] if len(parts) > 1 else ""
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.target).query)
        self.kol = query.get("kolId", [""])[0]

    def values(self, name):
        return [value for key, value in self.headers if key.lower() == name]


class Connection:
    def __init__(self, server, socket_):
        self.server, self.socket, self.buffer = server, socket_, b""

    def request(self):
        """The next request; none at the end."""
        while b"\r\n\r\n" not in self.buffer:
            data = self.socket.recv(65536)
            if not data or len(self.buffer) > 1 << 20:
                return None
            self.buffer += data
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        request = Request(head)
        self.server.requests.append(request)
        return request

    def serve(self, answering):
        """Answers every request of the connection; None closes it."""
        while (request := self.request()) is not None:
            data = answering(request)
            if data is None:
                return
            self.send(data)

    def send(self, data):
        self.socket.sendall(data)

    def flood(self, data, most=4 << 30):
        """Sends the same again and again until the client has had enough."""
        block = data * max(1, 65536 // len(data))
        for _ in range(most // len(block)):
            self.socket.sendall(block)

    def drain(self):
        """Drops what has come and waits for no more."""
        while select.select([self.socket], [], [], 0)[0] and self.socket.recv(65536):
            pass


class Server:
    """Listens on loopback as long as a `with` lasts; `handle(connection)` runs in a thread for each connection."""

    def __init__(self, handle, tls=None, host="127.0.0.1", name=None):
        self.handle, self.tls = handle, tls
        self.requests, self.connections = [], 0
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = socket.create_server((host, 0), family=family, backlog=512)
        self.port = self.listener.getsockname()[1]
        name = name or ("localhost" if tls else host)
        name = f"[{name}]" if ":" in name else name
        self.url = f"{'https' if tls else 'http'}://{name}:{self.port}"

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def accept(self):
        while True:
            try:
                accepted, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.converse, args=(accepted,), daemon=True).start()

    def converse(self, accepted):
        try:
            accepted.settimeout(30)
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                accepted = self.tls.wrap_socket(accepted, server_side=True)
            self.handle(Connection(self, accepted))
        except (OSError, ssl.SSLError, ValueError):
            pass  # The client left, as it may.
        finally:
            self.close(accepted)

    @staticmethod
    def close(accepted):
        """Ends the stream without cutting off what is still on its way."""
        try:
            accepted.shutdown(socket.SHUT_WR)
            accepted.settimeout(1)
            while accepted.recv(65536):
                pass
        except (OSError, ValueError):
            pass
        accepted.close()


def always(data):
    """A handler that answers everything with the same bytes and closes."""
    def handle(connection):
        if connection.request() is not None:
            connection.send(data)
    return handle


def good(connection):
    """A handler that answers as the API does."""
    connection.serve(lambda request: answer(reply(request.kol)))
