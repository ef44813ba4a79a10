"""One deployment under test: its data folder, and the command line as a person or a program uses it."""
import json, os, pathlib, subprocess, tempfile

PASSWORD = "corr3ct-h0rse-7f1d"
# The body of an email, for a SELECT from email: long texts lie in rows of their own.
BODY = "(SELECT value FROM ls_longtext WHERE rowid_ = activityid AND columnname = 'description')"


def message(number, sender, to, subject, body="Hello\r\n", more="", received="Mon, 02 Mar 2026 10:00:00 +0000"):
    return (f"Received: from a by b; {received}\r\nFrom: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n"
            f"Message-ID: <n{number}@test.example>\r\nDate: {received}\r\n{more}\r\n{body}").encode()


class World:
    def __init__(self, binary, base, initialized=True):
        self.binary = binary
        self.base = pathlib.Path(tempfile.mkdtemp(dir=base))
        self.data = self.base / "data"
        self.said = []
        self.password_file = self.base / "password"
        self.password_file.write_text(PASSWORD + "\n")
        if initialized:
            self.run("init", "--organization", "Test")

    def run(self, *arguments, expect=0, failpoint=None, log=None, stdin=None, environment=None):
        variables = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(self.data), "LANG": "C.UTF-8"}
        if failpoint:
            variables["LOCKSTEP_FAILPOINT"] = failpoint
        if log:
            variables["LOCKSTEP_FAILPOINT_LOG"] = str(log)
        variables.update(environment or {})
        done = subprocess.run([self.binary, *map(str, arguments)], env=variables, capture_output=True, timeout=180,
                              input=stdin, stdin=subprocess.DEVNULL if stdin is None else None)
        self.said += [done.stdout, done.stderr]
        if expect is not None and done.returncode != expect:
            raise AssertionError(f"{' '.join(map(str, arguments))}: exit {done.returncode}, not {expect}: "
                                 f"{done.stdout.decode()} {done.stderr.decode()}")
        return done

    def json(self, *arguments, expect=0, **more):
        document = json.loads(self.run(*arguments, "--json", expect=expect, **more).stdout)
        assert set(document) == {"ok", "data", "problems"}, document
        for problem in document["problems"]:
            assert set(problem) == {"code", "what", "where", "remedy"}, problem
        return document

    def person(self, kind, name, address):
        self.run(kind, "create", "--name", name, "--address", address)

    def profile(self, name, incoming=None, outgoing=None, *more, incoming_tls="none", outgoing_tls="none"):
        arguments = ["profile", "create", "--name", name, "--type", "pop3-smtp"]
        if incoming:
            arguments += ["--incoming", f"127.0.0.1:{incoming}", "--incoming-tls", incoming_tls]
        if outgoing:
            arguments += ["--outgoing", f"127.0.0.1:{outgoing}", "--outgoing-tls", outgoing_tls]
        self.run(*arguments, *more)

    def mailbox(self, address, profile, user=None, incoming="none", outgoing="none", *more):
        arguments = ["mailbox", "set", address, "--profile", profile, "--incoming", incoming, "--outgoing", outgoing,
                     "--from", "beginning", *more]
        if user:
            arguments += ["--username", user, "--password-file", self.password_file, "--allow-credentials"]
        self.run(*arguments)
        self.run("mailbox", "approve", address)

    def emails(self):
        """What is stored, in a form that two runs can be compared by."""
        found = []
        for email in self.json("email", "list", "--limit", "1000")["data"]:
            shown = self.json("email", "show", email["activityid"])["data"]
            found.append((email["messageid"], email["subject"], email["directioncode"], email["statuscode"],
                          email["correlationmethod"], tuple(sorted(a["sha256"] for a in shown["attachments"])),
                          tuple(sorted((p["participationtypemask"], p["addressused"]) for p in shown["parties"]))))
        return sorted(found, key=str)

    def items(self):
        rows = self.json("items", "--limit", "1000")["data"]
        return sorted((r["mailbox"], r["remoteid"], r["state"], r["decisionName"] or "") for r in rows)

    def state_of(self, message_id):
        return self.json("explain", message_id)["data"]["items"][0]
