"""Few file descriptors: what fits works, and what cannot fit is refused before anything is asked."""

import certificates
from servers import Server, good

RUNS = 20
KOLS = 30


def works(limit, tls=False):
    def case(trial):
        with Server(good, certificates.context() if tls else None) as server:
            for _ in range(5):
                run = trial.fetch(
                    server.url, KOLS, None, {"SSL_CERT_FILE": certificates.authority()}, limits=f"ulimit -n {limit};")
                trial.got(run, KOLS)
                if trial.failures:
                    break
    return case


def refused(trial):
    with Server(good) as server:
        for _ in range(RUNS):
            run = trial.fetch(server.url, 210, None, limits="ulimit -n 64;", concurrency=200)
            trial.refused(run, "descriptor|open files|ulimit")
            if trial.failures:
                break
    trial.check(not server.requests, "no request", f"{len(server.requests)}", run)


def hardly(trial):
    """Few descriptors at default settings: it works or says why, and never crashes."""
    with Server(good) as server:
        for limit in range(16, 44, 4):
            run = trial.fetch(server.url, 5, None, limits=f"ulimit -n {limit};")
            if run.status == 0:
                trial.got(run, 5)
            else:
                trial.says(run, "descriptor|open files|ulimit")


def enough(trial):
    with Server(good) as server:
        run = trial.fetch(server.url, 210, None, limits="ulimit -n 1024;", concurrency=200, within=30)
    trial.got(run, 210)


def cases():
    yield "64 are enough by default", works(64)
    yield "64 are enough over TLS", works(64, tls=True)
    yield "256 are enough by default", works(256)
    yield "64 are too few for 200 requests at once", refused
    yield "1,024 are enough for 200 requests at once", enough
    yield "almost none", hardly
