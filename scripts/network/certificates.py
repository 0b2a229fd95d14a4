"""A certificate authority of our own, and what it and nobody else signed; made with the openssl command."""

import ssl
import subprocess

folder = None  # where they are, set by `make`

NAMES = "DNS:localhost,DNS:api.kolsite.test,IP:127.0.0.1"


def openssl(*arguments, **options):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=30, **options)


def make(where):
    global folder
    folder = where
    folder.mkdir()
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-days", "9", "-subj", "/CN=Test CA", "-keyout", "ca.key", "-out", "ca.pem")
    openssl(
        "req", "-x509", *key, "-days", "9", "-subj", "/CN=localhost", "-addext", f"subjectAltName={NAMES}",
        "-keyout", "self-signed.key", "-out", "self-signed.pem")
    (folder / "index.txt").touch()
    (folder / "serial").write_text("1000\n")
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca = ours\n[ours]\ndatabase = index.txt\nserial = serial\nnew_certs_dir = .\n"
        "certificate = ca.pem\nprivate_key = ca.key\ndefault_md = sha256\npolicy = any\nunique_subject = no\n"
        "copy_extensions = copy\n[any]\ncommonName = supplied\n")
    for name, names, begin, end in [
        ("server", NAMES, "20200101000000Z", "20490101000000Z"),
        ("expired", NAMES, "20200101000000Z", "20200202000000Z"),
        ("wrong-host", "DNS:other.kolsite.test", "20200101000000Z", "20490101000000Z"),
    ]:
        openssl(
            "req", *key, "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}", "-keyout", f"{name}.key",
            "-out", f"{name}.csr")
        openssl(
            "ca", "-batch", "-notext", "-config", "ca.conf", "-startdate", begin, "-enddate", end, "-in",
            f"{name}.csr", "-out", f"{name}.pem")
    # The folder that SSL_CERT_DIR names: files under the hashes of their subjects.
    (folder / "hashed").mkdir()
    (folder / "hashed" / "ca.pem").write_bytes((folder / "ca.pem").read_bytes())
    openssl("rehash", "hashed")


def authority():
    """The file of the authority that a client has to trust."""
    return str(folder / "ca.pem")


def context(name="server", protocols=("http/1.1",)):
    """A server's side of TLS, with the certificate of that name."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    made.set_alpn_protocols(list(protocols))
    return made


def old_context(version):
    """A server that speaks one old version of TLS and no other."""
    made = context()
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.minimum_version = made.maximum_version = version
    return made
