"""A proxy that notes what it is asked and leads every name to one server; and tinyproxy, which others wrote."""

import base64
import pathlib
import select
import shutil
import socket

from servers import Server
from trial import Skipped

USER, PASSWORD = "proxy-user", "p@ss-s3cret"
CREDENTIALS = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
WRITTEN = f"{USER}:p%40ss-s3cret"  # as they stand in a proxy's address
# tinyproxy takes no special characters; the percent sign has to be read all the same.
PLAIN_PASSWORD = "pass-s3cret"
PLAIN_WRITTEN = f"{USER}:p%61ss-s3cret"
SECRETS = [USER.encode(), b"s3cret", CREDENTIALS.encode()]


class Proxy(Server):
    """Leads every CONNECT and every address to the server of that port; with `guarded` it wants credentials."""

    def __init__(self, port, guarded=False):
        super().__init__(self.lead)
        self.target, self.guarded = port, guarded

    def lead(self, connection):
        request = connection.request()
        if request is None:
            return
        if self.guarded and request.values("proxy-authorization") != [f"Basic {CREDENTIALS}"]:
            connection.send(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"here\"\r\n"
                b"Content-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with socket.create_connection(("127.0.0.1", self.target), 10) as server:
            if request.line.startswith("CONNECT "):
                connection.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                method, address, version = request.line.split(" ")
                path = "/" + address.split("/", 3)[3]
                lines = [f"{method} {path} {version}", *(
                    f"{name}: {value}" for name, value in request.headers if not name.lower().startswith("proxy-"))]
                server.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
            self.join(connection.socket, server)

    @staticmethod
    def join(one, other):
        """Carries bytes both ways until either side ends."""
        while True:
            for source in select.select([one, other], [], [], 20)[0] or [None]:
                data = source.recv(65536) if source else b""
                if not data:
                    return
                (other if source is one else one).sendall(data)

    @property
    def asked(self):
        return [request.line for request in self.requests]


def free_port():
    """A port of loopback that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def tinyproxy(trial, upstream, guarded=False):
    """Starts tinyproxy in front of a proxy of ours, which knows the names; returns its port."""
    if not shutil.which("tinyproxy"):
        raise Skipped("there is no tinyproxy")
    port = free_port()
    lines = [
        f"Port {port}", "Listen 127.0.0.1", "Timeout 20", "Allow 127.0.0.1", "MaxClients 50", "LogLevel Info",
        f"Upstream http 127.0.0.1:{upstream}"]
    if guarded:
        lines.append(f"BasicAuth {USER} {PLAIN_PASSWORD}")
    configuration = pathlib.Path(trial.folder) / "tinyproxy.conf"
    configuration.write_text("\n".join(lines) + "\n")
    trial.start(["tinyproxy", "-d", "-c", str(configuration)], port)
    return port
