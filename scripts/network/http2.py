"""HTTP/2 by hand (RFC 9113): whole frames, and those that no good server sends."""

import contextlib
import select
import socket
import struct

import certificates
from servers import Server

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS = 0x1, 0x1, 0x4
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def frame(kind, flags=0, stream=0, payload=b"", length=None):
    """A frame; its length may be another than that of its payload."""
    length = len(payload) if length is None else length
    return struct.pack(">I", length)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def integer(value, bits, first=0):
    """A number as HPACK writes it (RFC 7541, 5.1), behind the bits of its first byte."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    value -= most
    out = [first | most]
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def header(name, value):
    """A literal header field without indexing, and without Huffman's code."""
    return b"\0" + integer(len(name), 7) + name + integer(len(value), 7) + value


def head(status=b"200", *fields):
    """A block of headers; None for no status."""
    block = b"" if status is None else header(b":status", status)
    return block + header(b"content-type", b"application/json") + b"".join(header(*field) for field in fields)


def whole(stream, body, status=b"200", *fields):
    """A whole answer in two frames."""
    return frame(HEADERS, END_HEADERS, stream, head(status, *fields)) + frame(DATA, END_STREAM, stream, body)


class Session:
    """The server's side of a connection."""

    def __init__(self, connection):
        self.connection = connection
        preface = self.exactly(len(PREFACE))
        if preface != PREFACE:
            raise ValueError("the client does not speak HTTP/2")
        self.send(frame(SETTINGS))

    def exactly(self, count):
        while len(self.connection.buffer) < count:
            data = self.connection.socket.recv(65536)
            if not data:
                raise ConnectionResetError
            self.connection.buffer += data
        data, self.connection.buffer = self.connection.buffer[:count], self.connection.buffer[count:]
        return data

    def request(self):
        """The stream of the next request; its headers stay as they are."""
        while True:
            length, kind, flags, stream = struct.unpack(">IBBI", b"\0" + self.exactly(9))
            payload = self.exactly(length)
            if kind == SETTINGS and not flags & ACK:
                self.send(frame(SETTINGS, ACK))
            if kind == HEADERS:
                self.connection.server.requests.append(payload)
                return stream

    def send(self, data):
        self.connection.send(data)

    def flood(self, data, reading=True):
        """The same frames again and again, faster than any client reads them; some attackers do not read, too."""
        block = data * max(1, (1 << 18) // len(data))
        with contextlib.suppress(OSError):
            self.connection.socket.setsockopt(socket.SOL_SOCKET, 32, 16 << 20)  # SO_SNDBUFFORCE
        while True:
            self.send(block)
            client = self.connection.socket
            while reading and (client.pending() or select.select([client], [], [], 0)[0]):
                if not client.recv(65536):
                    raise ConnectionResetError

    def linger(self):
        """Reads until the client goes."""
        while self.connection.socket.recv(65536):
            pass


class HTTP2Server(Server):
    """`talk(session, stream)` runs for each request, until it returns False."""

    def __init__(self, talk):
        def handle(connection):
            session = Session(connection)
            while talk(session, session.request()) is not False:
                pass
        super().__init__(handle, certificates.context(protocols=("h2",)))
