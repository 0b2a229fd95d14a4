"""Compressed answers: those that a client offers to read, and those that are none or too much."""

import base64
import gzip
import zlib

from profiles import kol, reply
from servers import Server, answer, chunked, good
from trial import Skipped

BODY = reply(kol(1))
# The same as brotli and zstd write it; Python knows neither. Made once with the commands of these names.
BROTLI = base64.b64decode(
    "G5MAoCwPuLPFA6G42BFrKBzNH5TbUpXLE/6b2LKuGU1j+Sh6XrC6NVYeOgGSSU5lerKQ+xtTkIga0aYXukOmJ7pjJiORFe2iGJDOYyeMgOuC"
    "i8ppH0ZrbSmKYNBQGFIHTyjzq2KrYReSlUdgb9F/SYZ1Aw==")
ZSTD = base64.b64decode(
    "KLUv/QRonQMA4gcaHbCpAy15yLpp2R4RHjaeCrvlfXZVWRDnfb5Awlioz8N2mfJlQ8zExet6NFWQRLnkus62O8Z9Vz4clp7NHeU7xsHr+i7v"
    "srBF0ADGgKBtu/JbHgVclNfLdSFIkyi/DTdny+ta5TdU3p0CAFEYrEOAGWQagMo=")
NAMED = "compress|encod|gzip|deflate"  # what a message about it says


def raw_deflate(data):
    made = zlib.compressobj(wbits=-15)
    return made.compress(data) + made.flush()


def fetch(trial, data, **options):
    """Asks a server that answers with these bytes each time; an answer that came is not asked for three times."""
    options = {"calls": None, **options}
    with Server(lambda connection: connection.serve(lambda request: data)) as server:
        run = trial.fetch(server.url, **options)
    trial.check(len(server.requests) <= 2, "at most two requests", f"{len(server.requests)}", run)
    trial.flat(run)
    return run


def offered(name, data):
    """An encoding that is sent only to who offers to read it."""
    def case(trial):
        def answering(request):
            offers = ",".join(request.values("accept-encoding")).lower()
            if name not in [offer.split(";")[0].strip() for offer in offers.split(",")]:
                raise ValueError  # closes the connection
            return answer(data, headers=[f"Content-Encoding: {name}"])
        with Server(lambda connection: connection.serve(answering)) as server:
            run = trial.fetch(server.url)
        if run.status != 0 and server.requests:
            offers = server.requests[0].values("accept-encoding")
            if name not in ",".join(offers):
                if name != "gzip":
                    raise Skipped(f"the client does not offer it: {offers}")
        trial.got(run)
    return case


def sends(data, encoding, judge, says=None, **options):
    """Answers with an encoding whether it was asked for or not."""
    def case(trial):
        run = fetch(trial, answer(data, headers=[f"Content-Encoding: {encoding}"]), **options)
        getattr(trial, judge)(run, *([says] if says else []))
    return case


def zeros(times):
    """`times` times 16 MB of zeros in one gzip stream; the check sum at its end is left out."""
    made = zlib.compressobj(9, wbits=-15)
    block = made.compress(bytes(16 << 20)) + made.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * times + b"\3\0"


def nested(data, times):
    for _ in range(times):
        data = gzip.compress(data, 1)
    return data


def bomb(data, encoding):
    """Costs the client neither memory nor time."""
    def case(trial):
        run = fetch(trial, answer(data(), headers=[f"Content-Encoding: {encoding}"]), calls=1, within=12)
        trial.failed(run)
    return case


def endless(trial):
    """A stream of zeros without an end."""
    data = zeros(1)

    def handle(connection):
        connection.request()
        connection.send(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + data[:-2])
        connection.flood(data[10:-2])
    with Server(handle) as server:
        run = trial.fetch(server.url, within=12)
    trial.failed(run)
    trial.flat(run)


def transfer(coding, body, judge, says=None):
    def case(trial):
        data = answer(body, headers=[f"Transfer-Encoding: {coding}"], length=False)
        getattr(trial, judge)(fetch(trial, data), *([says] if says else []))
    return case


def many(trial):
    """Forty KOLs, each compressed by itself."""
    def answering(request):
        return answer(gzip.compress(reply(request.kol)), headers=["Content-Encoding: gzip"])
    with Server(lambda connection: connection.serve(answering)) as server:
        run = trial.fetch(server.url, 40, None)
    trial.got(run, 40)


def none(trial):
    with Server(good) as server:
        run = trial.fetch(server.url)
    trial.got(run)


def cases():
    whole = gzip.compress(BODY)
    yield "no encoding", none
    for name, data in [
        ("gzip", whole), ("deflate", zlib.compress(BODY)), ("br", BROTLI), ("zstd", ZSTD),
    ]:
        yield f"{name} as the client offers it", offered(name, data)
    yield "deflate without zlib's frame", offered("deflate", raw_deflate(BODY))
    yield "40 KOLs in gzip", many
    yield "gzip, asked for or not", sends(whole, "gzip", "got")
    yield "x-gzip", sends(whole, "x-gzip", "got")
    yield "GZIP in capitals", sends(whole, "GZIP", "got")
    yield "identity", sends(BODY, "identity", "got")
    yield "gzip in two members", sends(gzip.compress(BODY[:50]) + gzip.compress(BODY[50:]), "gzip", "got_or_failed")
    yield "gzip of nothing", sends(gzip.compress(b""), "gzip", "failed")
    yield "a truncated gzip", sends(whole[:-20], "gzip", "failed", NAMED + "|cut|JSON")
    yield "a gzip without its check sum", sends(whole[:-8], "gzip", "got_or_failed", NAMED + "|cut")
    yield "a corrupt gzip", sends(whole[:20] + b"\xff" * 20 + whole[40:], "gzip", "failed", NAMED)
    yield "a gzip with a wrong check sum", sends(whole[:-8] + bytes(8), "gzip", "got_or_failed", NAMED)
    yield "gzip that is plain text", sends(BODY, "gzip", "got_or_failed", NAMED)
    yield "deflate that is plain text", sends(BODY, "deflate", "got_or_failed", NAMED)
    yield "br that is gzip", sends(whole, "br", "failed", NAMED)
    yield "an unknown encoding", sends(BODY, "x-foo", "failed", NAMED)
    yield "gzip five times", sends(nested(BODY, 5), "gzip, gzip, gzip, gzip, gzip", "got_or_failed", NAMED)
    yield "gzip a hundred times", sends(BODY, ", ".join(["gzip"] * 100), "failed", NAMED)
    yield "a bomb of 1 GB", bomb(lambda: zeros(64), "gzip")
    yield "a bomb of 1 GB in gzip twice", bomb(lambda: gzip.compress(zeros(64)), "gzip, gzip")
    yield "an endless bomb", endless
    yield "Transfer-Encoding: gzip, chunked", transfer("gzip, chunked", chunked(whole), "got_or_failed", NAMED)
    yield "Transfer-Encoding: x-foo", transfer("x-foo, chunked", chunked(BODY), "got_or_failed", NAMED)
