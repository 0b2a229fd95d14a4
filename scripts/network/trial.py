"""One case: a project in a folder of its own, runs of kolsite in it, and what is expected of them."""

import gzip
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import time
import zlib

from profiles import kol, reply
from servers import Server, good

TOKEN = "network-token+/=0123456789"
TOKEN_ITSELF = b"network-token"  # however the rest is spelled
QUERY = [b"kolId=", b"token="]
MEMORY = 64 << 10  # KiB above a good run that a hostile server may cost
ADDRESS_SPACE = 4 << 20  # KiB


class Skipped(Exception):
    """The case needs what this machine does not have."""


class Run:
    """What a run of kolsite left."""

    # News about fields that these short replies do not have, and frames of a stack.
    UNINTERESTING = r"no reply has the field|more fields have changed|^\d+\s+\S+\s+0x[0-9a-f]+ "

    def __init__(self, status, output, project, seconds, peak):
        self.status, self.output, self.seconds, self.peak = status, output, seconds, peak
        self.was_killed = False
        file = project / ".kolsite" / "run.json"
        self.report = json.loads(file.read_text()) if file.exists() else {}
        self.lines = []
        for part in sorted(project.glob("Content/snapshots/date=*/part-*.gz")):
            self.lines += [json.loads(line) for line in gzip.decompress(part.read_bytes()).splitlines()]

    @property
    def calls(self):
        return (self.report.get("fetch") or {}).get("calls", 0)

    def tail(self):
        """The end of the output, without lines that tell nothing here."""
        lines = [line for line in self.output.splitlines() if not re.search(self.UNINTERESTING, line)]
        return "\n".join(line[:300] for line in lines[-12:])


class Trial:
    def __init__(self, kolsite, folder, memory):
        self.kolsite, self.folder, self.memory = kolsite, folder, memory
        self.failures, self.told, self.started, self.count = [], [], [], 0

    # What is run

    def fetch(
        self, url, kols=1, calls=1, environment=None, within=20, secrets=(), limits="", early=False, repeats=False,
        **api,
    ):
        """Runs `kolsite fetch` in a new project and checks what holds for every run.

        The address None is the API's in China, over plain http. `calls` is the run's ceiling (None for none),
        `within` the seconds it may take, `limits` commands of a shell in front of it; with `early` it is ended
        after that time, which is then no failure. `repeats` tells that the server's own words hold the query, so
        that only the token must not be found.
        """
        self.count += 1
        project = self.folder / f"project{self.count}"
        (project / "Content").mkdir(parents=True)
        (project / "home").mkdir()
        api = {"baseURL": url, "requestsPerSecond": 1000, "burst": 1000, "timeout": "5s", **api}
        if url is None:
            api["environment"] = api.pop("baseURL") or "cn"
        if not re.match(r"https?://(localhost|127\.|\[::1\])", url or ""):
            del api["timeout"]  # which is at least a minute for an API that costs money
        if calls is not None:
            api["maxCalls"] = calls
        settings = {"avatars": "initials", "api": api}
        (project / "Content" / "site.yml").write_text(json.dumps(settings))
        roster = {"kols": [{"id": kol(number + 1)} for number in range(kols)]}
        (project / "Content" / "roster.yml").write_text(json.dumps(roster))
        (project / "home" / ".netrc").write_text(
            "default login netrc-user password netrc-s3cret\n")
        variables = {
            "PATH": os.environ["PATH"], "HOME": str(project / "home"), "KOLSITE_TOKEN": TOKEN,
            "SWIFT_BACKTRACE": "enable=no", **(environment or {}),
        }
        run = self.execute(project, variables, within, limits, early)
        self.check_always(run, project, [TOKEN_ITSELF, *([] if repeats else QUERY), *secrets])
        return run

    def execute(self, project, variables, within, limits, early):
        began, was_killed = time.monotonic(), False
        with open(project / "output", "wb") as output:
            process = subprocess.Popen(
                ["sh", "-c", f'ulimit -c 0; ulimit -v {ADDRESS_SPACE}; {limits} exec "$0" fetch', self.kolsite],
                cwd=project, env=variables, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.monotonic() - began
            if ended:
                break
            if seconds > within:
                process.send_signal(signal.SIGTERM if early else signal.SIGKILL)
                if early:
                    early, within = False, within + 10
                    continue
                was_killed = True
                _, status, usage = os.wait4(process.pid, 0)
                break
            time.sleep(0.02)
        process.returncode = os.waitstatus_to_exitcode(status)
        text = (project / "output").read_bytes().decode(errors="replace")
        run = Run(process.returncode, text, project, seconds, usage.ru_maxrss)
        run.was_killed = was_killed
        self.check(not was_killed, f"an end within {within} s", "none", run)
        return run

    def check_always(self, run, project, secrets):
        crashed = run.status < 0 or run.status == 70 or (run.status >= 128 and run.status != 130)
        self.check(run.was_killed or not crashed, "no crash", f"status {run.status}", run)
        self.check("Fatal error" not in run.output, "no 'Fatal error'", "one", run)
        for file in project.rglob("*"):
            # The .netrc is there to be left alone.
            if not file.is_file() or file.name == ".netrc":
                continue
            data = file.read_bytes()
            if file.name.endswith(".gz"):
                data = zlib.decompress(data, 31) + data
            for secret in secrets:
                self.check(
                    secret not in data, f"no {secret.decode()!r} in {file.relative_to(project)}", "it is there", run)

    def start(self, arguments, port):
        """Starts a server that is not ours and waits until it listens."""
        log = open(self.folder / f"{pathlib.Path(arguments[0]).name}.log", "wb")
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder)
        self.started.append(process)
        for _ in range(250):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return process
            if process.poll() is not None:
                break
            time.sleep(0.02)
        text = (self.folder / f"{pathlib.Path(arguments[0]).name}.log").read_text(errors="replace")
        raise RuntimeError(f"{arguments[0]} does not listen: {text[-500:]}")

    def stop(self):
        for process in self.started:
            process.kill()

    # What is expected

    def check(self, holds, expected, came, run=None):
        if holds:
            return
        text = f"expected: {expected}\ncame:     {came}"
        # The end of the output once; other expectations fail with it.
        if run is not None and run not in self.told:
            self.told.append(run)
            text += f"\nstatus {run.status} after {run.seconds:.1f} s:\n  " + run.tail().replace("\n", "\n  ")
        self.failures.append(text)

    def got(self, run, kols=1):
        """Everyone's own numbers came, and nothing is complained about."""
        self.check(run.status == 0, "status 0", f"status {run.status}", run)
        ids = sorted(line["kolId"] for line in run.lines)
        expected = [kol(number + 1) for number in range(kols)]
        self.check(ids == expected, f"{kols} KOLs in the archive", f"{len(ids)}: {ids[:5]}", run)
        self.own_numbers(run)

    def own_numbers(self, run):
        """Nobody has another's numbers."""
        for line in run.lines:
            own = json.loads(reply(line["kolId"]))
            self.check(line["reply"] == own, f"the reply of {line['kolId']}", json.dumps(line["reply"])[:300], run)

    def failed(self, run, says=None, statuses=(69, 75)):
        """Nobody's numbers came, and the message says why."""
        self.check(run.status in statuses, f"status {' or '.join(map(str, statuses))}", f"status {run.status}", run)
        self.check(not run.lines, "nothing in the archive", f"{len(run.lines)} lines", run)
        said = re.search(r"^(warning|error): KOL c0ffee\w+: \S.*", run.output, re.MULTILINE)
        self.check(said, "a line that says what happened to the KOL", "none", run)
        if says:
            self.says(run, says)

    def refused(self, run, says):
        """The run ends before anything is asked, with a message."""
        self.check(run.status not in (0, 75), "another status than 0 and 75", f"status {run.status}", run)
        self.check(run.calls == 0, "no call counted", f"{run.calls}", run)
        self.says(run, says)

    def says(self, run, pattern):
        found = re.search(pattern, run.tail(), re.IGNORECASE)
        self.check(found, f"a message that matches /{pattern}/", "none", run)

    def got_or_failed(self, run, says=None):
        """Either will do, but nothing between: lenient clients read what strict ones refuse."""
        if run.status == 0:
            self.got(run)
        else:
            self.failed(run, says)

    def flat(self, run):
        """Memory stays near that of a good run."""
        most = self.memory + MEMORY
        self.check(
            run.peak < most, f"at most {most >> 10} MiB of memory", f"{run.peak >> 10} MiB", run)


def peak_of_good_run(kolsite, folder):
    """What a run takes that meets nothing bad, in KiB; such a run must succeed."""
    folder.mkdir()
    trial = Trial(kolsite, folder, 0)
    with Server(good) as server:
        run = trial.fetch(server.url)
    trial.got(run)
    if trial.failures:
        raise SystemExit("network: a good server is not enough for a good run:\n" + "\n".join(trial.failures))
    return max(run.peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
