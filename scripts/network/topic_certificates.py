"""Servers with certificates of an authority that is not the system's, and certificates that nobody should trust."""

import ssl

import certificates
from servers import Server, good


def trusted(**variables):
    def case(trial):
        with Server(good, certificates.context()) as server:
            run = trial.fetch(server.url, 3, 3, variables_of(variables))
        trial.got(run, 3)
    return case


def untrusted(name="server", **variables):
    def case(trial):
        with Server(good, certificates.context(name)) as server:
            run = trial.fetch(server.url, environment=variables_of(variables))
        trial.failed(run, "certificate")
        trial.check(not server.requests, "no request", f"{len(server.requests)}", run)
    return case


def variables_of(variables):
    """The variables with paths below the certificates' folder."""
    return {name: value if value.startswith("/") else str(certificates.folder / value)
            for name, value in variables.items()}


def unusable(name, value, content=None):
    """The variable names what no certificate can be read from."""
    def case(trial):
        path = value
        if content is not None:
            path = str(trial.folder / "bundle.pem")
            (trial.folder / "bundle.pem").write_bytes(content)
        with Server(good, certificates.context()) as server:
            run = trial.fetch(server.url, environment={name: path})
        if content is None:
            trial.refused(run, name)
        else:
            # A file without certificates is only found out while connecting, so it may also fail the KOL.
            trial.check(run.status not in (0, 75), "a failure", f"status {run.status}", run)
            trial.says(run, "certificate")
        trial.check(not server.requests, "no request", f"{len(server.requests)}", run)
    return case


def old(version):
    def case(trial):
        with Server(good, certificates.old_context(version)) as server:
            run = trial.fetch(server.url, environment=variables_of({"SSL_CERT_FILE": "ca.pem"}))
        trial.failed(run, "TLS|SSL|protocol")
        trial.check(not server.requests, "no request", f"{len(server.requests)}", run)
    return case


def plain(trial):
    """An address of https where plain http is spoken."""
    with Server(good) as server:
        run = trial.fetch(f"https://localhost:{server.port}")
    trial.failed(run)
    trial.check(not server.requests, "no request", f"{len(server.requests)}", run)


def cases():
    yield "an authority of one's own is refused", untrusted()
    yield "SSL_CERT_FILE", trusted(SSL_CERT_FILE="ca.pem")
    yield "SSL_CERT_DIR", trusted(SSL_CERT_DIR="hashed")
    yield "SSL_CERT_FILE of another and SSL_CERT_DIR", trusted(SSL_CERT_FILE="self-signed.pem", SSL_CERT_DIR="hashed")
    yield "CURL_CA_BUNDLE", trusted(CURL_CA_BUNDLE="ca.pem")
    yield "SSL_CERT_FILE of another", untrusted(SSL_CERT_FILE="self-signed.pem")
    yield "SSL_CERT_FILE that is not there", unusable("SSL_CERT_FILE", "/nonexistent/ca.pem")
    yield "CURL_CA_BUNDLE that is not there", unusable("CURL_CA_BUNDLE", "/nonexistent/ca.pem")
    yield "SSL_CERT_DIR that is not there", unusable("SSL_CERT_DIR", "/nonexistent/certificates")
    yield "SSL_CERT_FILE without certificates", unusable("SSL_CERT_FILE", None, b"no certificate\n")
    yield "SSL_CERT_FILE that is empty", unusable("SSL_CERT_FILE", None, b"")
    yield "an expired certificate", untrusted("expired", SSL_CERT_FILE="ca.pem")
    yield "another host's certificate", untrusted("wrong-host", SSL_CERT_FILE="ca.pem")
    yield "a self-signed certificate", untrusted("self-signed", SSL_CERT_FILE="ca.pem")
    yield "a server of TLS 1.0", old(ssl.TLSVersion.TLSv1)
    yield "a server of TLS 1.1", old(ssl.TLSVersion.TLSv1_1)
    yield "plain http at an address of https", plain
