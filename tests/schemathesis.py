"""Everybody calls the API with what its description allows, and with what it does not.

    cargo xtask api [--examples N] [--seed N]

The program is started on a fresh SQLite file with one volunteer; schemathesis then plays a visitor,
the volunteer, an operator, a coordinator, an administrator and a program that may only read. Every
check is on: no server error, no answer outside the description, no call that passes without its
right. What is told of a failure names the call that repeats it. Exit code 1 if there was one.
"""

import email
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from email import policy
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PROGRAM = TARGET / "debug" / "proche"
PHASES = "examples,coverage,fuzzing,stateful"
STAFF = {
    "operator": ["--role", "operator"],
    "coordinator": ["--role", "coordinator"],
    "administrator": ["--role", "administrator"],
    "reader": ["--role", "administrator", "--read-only"],
}
YANN = {
    "name": "Yann",
    "email": "yann@helps.example",
    "address": {"country": "BE", "postcode": "1050", "place": "Ixelles"},
    "radius_km": 5,
    "categories": ["groceries"],
    "languages": ["fr"],
    "consent": {"given": True, "version": "2026-11"},
}


class Service:
    """The program on a fresh file, its mail in a directory."""

    def __init__(self, home):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.listen = "127.0.0.1:%d" % free.getsockname()[1]
        self.base = f"http://{self.listen}"
        self.mail = home / "mail"
        self.env = os.environ | {
            "PROCHE_DATA_DIR": str(home),
            "PROCHE_SERVER__LISTEN": self.listen,
            "PROCHE_SERVER__BASE_URL": self.base,
            "PROCHE_MAIL__TRANSPORT": "file",
            "PROCHE_LIMITS__PER_NETWORK_PER_MINUTE": "0",
            "PROCHE_LIMITS__REQUESTS_PER_PERSON_DAY": "0",
        }
        self.say("migrate")
        self.tokens = {who: self.say("admin", "token", *what) for who, what in STAFF.items()}
        log = open(home / "log", "w")
        self.process = subprocess.Popen([PROGRAM, "serve"], env=self.env, stdout=log, stderr=log)
        self.wait(lambda: self.call("GET", "/readyz"))

    def say(self, *words):
        return subprocess.run(
            [PROGRAM, *words], env=self.env, check=True, capture_output=True, text=True
        ).stdout.strip()

    def wait(self, done):
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                found = done()
                if found:
                    return found
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("the service does not answer in time")

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        call = urllib.request.Request(self.base + path, data, headers, method=method)
        with urllib.request.urlopen(call) as answer:
            return answer.headers

    def link(self, kind, path):
        """The token of a mail of this kind."""
        for file in self.mail.glob("*.eml"):
            mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",)).get_content()
            found = re.search(rf"{self.base}/{path}/(\S+)", text)
            if mail["X-Proche-Kind"] == kind and found:
                return found[1]
        return None

    def volunteer(self):
        """The cookie of a volunteer who has signed in by mail."""
        self.call("POST", "/api/v1/volunteers", YANN)
        confirm = self.wait(lambda: self.link("confirm", "c"))
        self.call("POST", f"/api/v1/confirmations/{confirm}", {})
        self.call("POST", "/api/v1/sessions", {"email": YANN["email"]})
        login = self.wait(lambda: self.link("login", "l"))
        cookie = self.call("POST", "/api/v1/sessions/redeem", {"token": login})["Set-Cookie"]
        return cookie.split(";")[0]


def main():
    tool, examples, seed = os.path.abspath(sys.argv[1]), *sys.argv[2:4]
    with tempfile.TemporaryDirectory(prefix="proche-api-") as home:
        service = Service(Path(home))
        try:
            headers = {"visitor": [], "volunteer": ["-H", "Cookie: " + service.volunteer()]}
            for who, token in service.tokens.items():
                headers[who] = ["-H", f"Authorization: Bearer {token}"]
            failed = [who for who, own in headers.items() if not plays(tool, service, who, own, examples, seed)]
        finally:
            service.process.terminate()
            service.process.wait()
    return 1 if failed else 0


def plays(tool, service, who, own, examples, seed):
    done = subprocess.run(
        [tool, "--config-file", ROOT / "tests" / "schemathesis.toml", "run",
         service.base + "/api/openapi.json", *own, "-n", examples, "--seed", seed, "-c", "all",
         "--phases", PHASES, "--continue-on-failure", "--no-color"],
        capture_output=True, text=True, cwd=tempfile.gettempdir(),
    )
    count = re.search(r"^ +\d+ generated.*$", done.stdout, re.MULTILINE)
    print(f"{who}: {count[0].strip() if count else 'did not run'}", flush=True)
    if done.returncode != 0:
        print(done.stdout[-20_000:], done.stderr[-2_000:])
    return done.returncode == 0


sys.exit(main())
