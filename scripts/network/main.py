"""Runs the cases of all topics, or of those named: main.py KOLSITE [TOPIC…]. Each is a process of its own."""

import fcntl
import importlib
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
import traceback

import certificates
from trial import Skipped, Trial, peak_of_good_run

# The slow ones first, so that they do not end last.
TOPICS = [
    "retry_after", "connections", "http2", "http1", "unreadable", "requests", "proxies", "compression",
    "certificates", "descriptors",
]
# The share of the machine that a case takes unless it has one of its own: 0 for one that only waits.
SHARE = 1 / 12
LONGEST = 60  # seconds a case may take


def raise_loopback():
    """Brings up `lo`, which is down in a new network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh22x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP


class Running:
    """A case in a process group of its own; what comes of it is a file."""

    def __init__(self, name, case, kolsite, folder, memory):
        self.name, self.folder, self.began = name, folder, time.monotonic()
        folder.mkdir()
        self.process = os.fork()
        if self.process == 0:
            os.setpgid(0, 0)
            outcome = {"failures": []}
            trial = Trial(kolsite, folder, memory)
            # An error in a server's thread is a mistake of the test.
            threading.excepthook = lambda error: trial.failures.append(
                "".join(traceback.format_exception(error.exc_type, error.exc_value, error.exc_traceback)))
            try:
                case(trial)
                outcome["failures"] = trial.failures
            except Skipped as skipped:
                outcome["skipped"] = str(skipped)
            except BaseException:  # noqa: BLE001 - whatever it is, the case has failed
                outcome["failures"] = [*trial.failures, traceback.format_exc()]
            (folder / "outcome.json").write_text(json.dumps(outcome))
            trial.stop()
            os._exit(0)

    def outcome(self):
        """What came of it; none while it runs."""
        if os.waitpid(self.process, os.WNOHANG)[0] == 0:
            if time.monotonic() - self.began < LONGEST:
                return None
            self.kill()
            os.waitpid(self.process, 0)
        self.kill()
        file = self.folder / "outcome.json"
        outcome = json.loads(file.read_text()) if file.exists() else {
            "failures": [f"expected an end within {LONGEST} s, and the case had none"]}
        shutil.rmtree(self.folder, ignore_errors=True)
        return outcome

    def kill(self):
        """Ends the case and all that it started."""
        try:
            os.killpg(self.process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def run(cases, kolsite, work):
    """Prints a line for each case, in their order, as soon as it and those before it have ended."""
    memory = peak_of_good_run(kolsite, work / "good")
    waiting = sorted(range(len(cases)), key=lambda number: order(cases[number][1]))
    running, outcomes, counts, printed = {}, {}, {"ok": 0, "FAIL": 0, "skip": 0}, 0
    try:
        while waiting or running:
            while waiting and fits(cases[waiting[0]][1], [cases[number][1] for number in running]):
                number = waiting.pop(0)
                name, case = cases[number]
                running[number] = Running(name, case, kolsite, work / str(number), memory)
            time.sleep(0.02)
            for number in list(running):
                outcome = running[number].outcome()
                if outcome is not None:
                    outcomes[number] = outcome
                    del running[number]
            while printed in outcomes:
                counts[tell(cases[printed][0], outcomes[printed])] += 1
                printed += 1
    finally:
        for case in running.values():
            case.kill()
    skipped = f", {counts['skip']} skipped" if counts["skip"] else ""
    print(f"network: {counts['ok']} passed, {counts['FAIL']} failed{skipped}")
    return 1 if counts["FAIL"] or not counts["ok"] else 0


def share(case):
    return getattr(case, "share", SHARE)


def order(case):
    """First what only waits, then what needs the machine for itself."""
    return (share(case) > 0, -share(case))


def fits(case, running):
    return share(case) + sum(map(share, running)) <= 1.001


def tell(name, outcome):
    if "skipped" in outcome:
        print(f"skip  {name}: {outcome['skipped']}", flush=True)
        return "skip"
    word = "FAIL" if outcome["failures"] else "ok"
    print(f"{word:<5} {name}", flush=True)
    for failure in outcome["failures"]:
        print("      " + failure.rstrip().replace("\n", "\n      "), flush=True)
    return word


def main(kolsite, *chosen):
    chosen = [topic.replace("-", "_") for topic in chosen]
    for topic in chosen:
        if topic not in TOPICS:
            print(f"network: no topic '{topic}'; there are: {' '.join(TOPICS)}", file=sys.stderr)
            return 2
    if os.environ.get("KOLSITE_OWN_NETWORK"):
        raise_loopback()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    work = pathlib.Path(tempfile.mkdtemp(prefix="kolsite-network-"))
    try:
        certificates.make(work / "certificates")
        cases = []
        for topic in [topic for topic in TOPICS if not chosen or topic in chosen]:
            module = importlib.import_module(f"topic_{topic}")
            cases += [(f"{topic.replace('_', '-')}: {name}", case) for name, case in module.cases()]
        return run(cases, kolsite, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
