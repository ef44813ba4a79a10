"""The service's supervisor: a worker that dies is started again, one that keeps dying stays out of the way."""
import hashlib, os, pathlib, signal, sqlite3, subprocess, time
from world import message


def until(condition, what, patience=60):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.1)
    return found


def children(pid):
    # A child belongs to the thread that made it, whichever that was.
    found = set()
    for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found |= {int(child) for child in (thread / "children").read_text().split()}
        except OSError:
            continue
    return sorted(found)


def cases(bench):
    def supervision():
        world = bench.world()
        bench.dovecot.fill("ann", [message(1, "a@x.example", "ann@contoso.test", "One")])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C.UTF-8"}

        def start():
            return subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)

        def worker(service, other_than=()):
            return until(lambda: [c for c in children(service.pid) if c not in other_than], "a worker")[0]

        def safe():
            return [a for a in world.json("alerts")["data"] if a["code"] == "serviceSafeMode"]

        service = start()
        try:
            first = worker(service)
            until(lambda: len(world.emails()) == 1, "the first email")
            # The supervisor alone keeps the folder while its worker is dead.
            os.kill(first, signal.SIGSEGV)
            world.run("serve", expect=5)
            second = worker(service, [first])
            bench.dovecot.fill("ann", [message(1, "a@x.example", "ann@contoso.test", "One"),
                                       message(2, "a@x.example", "ann@contoso.test", "Two")])
            world.run("sync", "--once")
            assert len(world.emails()) == 2
            os.kill(second, signal.SIGSEGV)
            third = worker(service, [first, second])
            assert not safe()
            os.kill(third, signal.SIGSEGV)
            until(safe, "the alert about safe mode", 90)
            refused = world.json("sync", "--once", expect=4)
            assert refused["problems"][0]["code"] == "serviceSafeMode", refused
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0
            # A restart by a person is the way out.
            service = start()
            until(lambda: not safe(), "the end of safe mode")
            world.run("sync", "--once")
            # Nobody survives a supervisor that was killed.
            last = worker(service)
            service.kill()
            service.wait()
            until(lambda: not pathlib.Path(f"/proc/{last}").exists(), "the end of the worker")
        finally:
            if service.poll() is None:
                service.kill()
                service.wait()

    yield "service/F017-supervision", supervision

    TRAP = "a3f1-this-text-ends-who-reads-it"

    def crash_world(first=3):
        """One message that ends the process which reads it, between two that do not."""
        world = bench.world()
        deadly = message(2, "a@x.example", "ann@contoso.test", "Deadly", f"Hello {TRAP}\r\n")
        mails = [message(1, "a@x.example", "ann@contoso.test", "One"), deadly,
                 message(3, "a@x.example", "ann@contoso.test", "Three")]
        bench.dovecot.fill("ann", mails[:first])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        return world, deadly, mails

    def quarantined(world, deadly):
        """The others are tracked; the deadly one says what happened to it and is kept as it came."""
        assert sorted(e["messageid"] for e in world.json("email", "list")["data"]) == [
            "<n1@test.example>", "<n3@test.example>"]
        failed = world.json("items", "--failed")["data"]
        assert [item["evidence"]["code"] for item in failed] == ["messageKillsParser"], failed
        seen = world.json("explain", failed[0]["remoteid"])["data"]["items"][0]
        assert seen["state"] == "quarantined" and seen["rawKept"], seen
        for language, words in (("en", "The message is kept as it came"), ("ja", "受信したままの形で保存")):
            text = world.run("explain", failed[0]["remoteid"], "--language", language).stdout.decode()
            assert words in text and "signal" in text, text
        database = next(world.data.glob("organization-*.sqlite"))
        with sqlite3.connect(database) as connection:
            hashes = {row[0] for row in connection.execute("SELECT rawblob FROM syncitem WHERE state = 4")}
            assert hashes == {hashlib.sha256(deadly).digest()}, hashes
            chunks = connection.execute("SELECT bytes FROM ls_blob WHERE sha256 = ? ORDER BY n", [*hashes]).fetchall()
            assert b"".join(chunk for chunk, in chunks) == deadly

    def deadly_message():
        world, deadly, mails = crash_world(first=1)
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C.UTF-8",
                       "LOCKSTEP_FAILPOINT_TRAP": TRAP}
        service = subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            until(lambda: len(world.emails()) == 1, "the first email")
            first = until(lambda: children(service.pid), "a worker")[0]
            bench.dovecot.fill("ann", mails)
            world.run("sync", "--once", expect=None)
            until(lambda: world.json("items", "--failed")["data"], "the quarantine")
            assert not pathlib.Path(f"/proc/{first}").exists(), "nobody died"
            until(lambda: len(world.emails()) == 2, "the others")
            quarantined(world, deadly)
            # The second worker lives on: one death made the message a suspect, its children's deaths condemned it.
            second = [pid for pid in children(service.pid) if pid != first]
            bench.dovecot.add("ann", message(4, "a@x.example", "ann@contoso.test", "Four"))
            world.run("sync", "--once")
            assert children(service.pid) == second
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0
        finally:
            if service.poll() is None:
                service.kill()
                service.wait()
        emails = sorted(e["messageid"] for e in world.json("email", "list")["data"])
        assert emails == ["<n1@test.example>", "<n3@test.example>", "<n4@test.example>"], emails
        assert not [a for a in world.json("alerts")["data"] if a["code"] == "serviceSafeMode"]

    yield "service/F015-deadly-message", deadly_message

    def deadly_once():
        world, deadly, _ = crash_world()
        trap = {"LOCKSTEP_FAILPOINT_TRAP": TRAP}
        died = world.run("sync", "--once", expect=None, environment=trap)
        assert died.returncode in (-signal.SIGILL, -signal.SIGTRAP), died.returncode
        world.run("sync", "--once", expect=3, environment=trap)
        quarantined(world, deadly)

    yield "service/F015-deadly-message-without-a-service", deadly_once

    def harmless():
        """Without the variable the text is a text: who writes messages cannot set it."""
        world, _, _ = crash_world()
        world.run("sync", "--once")
        assert len(world.emails()) == 3

    yield "service/deadly-text-is-harmless", harmless
