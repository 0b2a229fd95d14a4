"""`Retry-After` of an answer 429: when the next request comes. Without one kolsite asks again at once, less often."""

import email.utils
import time

from profiles import reply
from servers import Server, answer

SOON = 20  # seconds: a busy machine may be slow
ASKED = 4


def busy(header):
    """Answers the first request with 429 and the header, and each later one well."""
    def handle(connection):
        def answering(request):
            if len(connection.server.requests) == 1:
                return answer(b"", "429 Too Many Requests", headers=[f"Retry-After: {header()}"] if header() else [])
            return answer(reply(request.kol))
        connection.serve(answering)
    return handle


def waits(header, least, most):
    def case(trial):
        with Server(busy(header)) as server:
            run = trial.fetch(server.url, calls=2, within=45)
        trial.got(run)
        times = [request.time for request in server.requests]
        waited = times[1] - times[0] if len(times) == 2 else -1
        trial.check(least <= waited <= most, f"a wait from {least} to {most} s", f"{waited:.1f} s", run)
    return case


def asks_nothing(header, seconds=ASKED):
    """So long that the test does not wait for it."""
    def case(trial):
        with Server(busy(header)) as server:
            run = trial.fetch(server.url, kols=2, concurrency=1, calls=None, within=seconds, early=True)
            trial.check(len(server.requests) == 1, "one request", f"{len(server.requests)}", run)
        trial.check(run.status == 130, "status 130 as it was interrupted", f"{run.status}", run)
    return case


def date(seconds):
    return lambda: email.utils.formatdate(time.time() + seconds, usegmt=True)


def holds_everyone(trial):
    """One KOL's 429 holds back all others, those who begin among them."""
    with Server(busy(lambda: str(ASKED))) as server:
        run = trial.fetch(server.url, kols=6, calls=None, concurrency=1, within=50)
    trial.got(run, 6)
    times = [request.time - server.requests[0].time for request in server.requests]
    trial.check(
        len(times) == 7 and times[1] >= ASKED - 0.1, f"six more requests, none before {ASKED} s",
        f"{[round(each, 1) for each in times]}", run)


def cases():
    for name, case in all_cases():
        case.share = 0  # they only wait
        yield name, case


def all_cases():
    yield "as seconds", waits(lambda: str(ASKED), ASKED - 0.1, ASKED + SOON)
    yield "as a date", waits(date(ASKED + 1), ASKED - 0.1, ASKED + SOON)
    yield "for everyone", holds_everyone
    yield "as a date in the past", waits(date(-9999), 0, SOON)
    for value in ["soon", "-5", "1e3", "Mon, 99 Foo 2099 99:99:99 GMT", "\xff", "5 5"]:
        yield f"as '{value}'", waits(lambda value=value: value, 0, SOON)
    yield "as a number of 23 digits", asks_nothing(lambda: "9" * 23)
    yield "86400", asks_nothing(lambda: "86400")
    yield "a date of tomorrow", asks_nothing(date(86400))
    yield "none", waits(lambda: "", 0, SOON)
