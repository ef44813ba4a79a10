"""Backup and restore: the old state comes back, nothing is doubled, nothing is sent twice, what is uncertain says so."""
import base64, os, signal, sqlite3, subprocess
from world import PASSWORD, message

PENDING, SENT, SENDING = 6, 3, 7


def ask(world, text, *values):
    database, = world.data.glob("organization-*.sqlite")
    connection = sqlite3.connect(database, timeout=20)
    try:
        return connection.execute(text, values).fetchall()
    finally:
        connection.close()


def files(world):
    """The databases as they are, whatever SQLite has beside them at the moment."""
    names = [*world.data.glob("*.sqlite")]
    dump = {}
    for name in names:
        connection = sqlite3.connect(name, timeout=20)
        dump[name.name] = list(connection.iterdump())
        connection.close()
    return dump


def cases(bench):
    def prepare():
        """Ann receives and sends, mail stays on the server; the queue deletes what it has tracked."""
        world = bench.world()
        sink = bench.sink()
        bench.dovecot.fill("ann", [message(n, f"c{n}@customer.example", "ann@contoso.test", f"Old {n}")
                                   for n in range(3)])
        bench.dovecot.fill("support", [message(10, "c1@customer.example", "support@contoso.test", "Case 10")])
        world.person("user", "Ann A", "ann@contoso.test")
        world.person("queue", "Support", "support@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port, sink.port, "--outgoing-authenticate-using", "none")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side", "server-side")
        world.mailbox("support@contoso.test", "P", "support", "server-side", "none", "--delete-after-processing")
        database, = world.data.glob("organization-*.sqlite")
        # As Test & Enable leaves it; its own message would be one more in the sink.
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE mailbox SET enabledforincomingemail = 1, enabledforoutgoingemail = 1, "
                               "incomingemailstatus = 1, outgoingemailstatus = 1")
        connection.close()
        world.run("sync", "--once")
        return world, sink

    def send(world, subject):
        body = world.base / "body"
        body.write_text("Hello\n")
        return world.json("email", "send", "--from", "ann@contoso.test", "--to", "c1@customer.example",
                          "--subject", subject, "--body-file", body)["data"]

    def outgoing(world):
        return dict(ask(world, "SELECT subject, statuscode FROM email WHERE directioncode = 1"))

    def incoming(world):
        return sorted(row[0] for row in ask(world, "SELECT messageid FROM email WHERE directioncode = 0"))

    def ids_of(*numbers):
        return sorted(f"<n{n}@test.example>" for n in numbers)

    def wire(sink):
        return sorted(line for _, _, data in taken(sink) for line in data.decode().splitlines()
                      if line.lower().startswith("message-id:"))

    def taken(sink):
        return [(None, None, entry if isinstance(entry, bytes) else entry[-1]) for entry in sink.taken]

    def story(policy):
        world, sink = prepare()
        if policy:
            world.run("profile", "set", "P", "--in-doubt", policy)
        sent = send(world, "Sent before")
        world.run("sync", "--once")
        waiting = [send(world, f"Waits {n}") for n in range(3)]
        before = ask(world, "SELECT max(leasetoken), (SELECT value FROM ls_counter) FROM syncjob")[0]
        made = world.json("backup", "--to", world.base / "b")["data"]
        assert made["organizations"] == 1 and made["rows"] > 20, made

        # Life goes on: what waited is sent, more comes and goes.
        world.run("sync", "--once")
        later = send(world, "Written later")
        for n in (3, 4):
            bench.dovecot.add("ann", message(n, f"c{n}@customer.example", "ann@contoso.test", f"New {n}"))
        bench.dovecot.add("support", message(11, "c1@customer.example", "support@contoso.test", "Case 11"))
        world.run("sync", "--once")
        assert len(sink.taken) == 5 and set(outgoing(world).values()) == {SENT}
        assert incoming(world) == ids_of(0, 1, 2, 3, 4, 10, 11), incoming(world)
        assert bench.dovecot.count("support") == 0

        said = world.run("restore", world.base / "b").stdout.decode()
        assert "3 emails" in said and "support@contoso.test" in said, said
        assert outgoing(world) == {"Sent before": SENT, **{f"Waits {n}": SENDING for n in range(3)}}
        after = ask(world, "SELECT min(leasetoken), (SELECT value FROM ls_counter) FROM syncjob")[0]
        assert after[0] > before[0] + 1000 and after[1] > before[1] + 1000, (before, after)
        assert not (world.data / "restoring").exists() and not list(world.data.glob("restoring-*"))

        for _ in range(3):
            database, = world.data.glob("organization-*.sqlite")
            with sqlite3.connect(database) as connection:
                connection.execute("UPDATE email SET postponeemailprocessinguntil = NULL")
            connection.close()
            world.run("sync", "--once", expect=None)
        # Nothing is sent a second time, nothing is stored a second time, what came since is there again.
        ids = wire(sink)
        assert len(ids) == 5 == len(set(ids)), ids
        assert incoming(world) == ids_of(0, 1, 2, 3, 4, 10), incoming(world)
        assert later["messageid"] in "".join(ids) and "Written later" not in outgoing(world)

        # What is uncertain says why, as an alert and by itself, in both languages.
        alerts = [a for a in world.json("alerts")["data"] if a["code"] == "sendRestored"]
        assert len(alerts) == 3, alerts
        text = world.run("explain", waiting[0]["activityid"]).stdout.decode()
        assert "the time of the backup that was restored" in text and "email resolve" in text, text
        assert "復元" in world.run("explain", waiting[0]["activityid"], "--language", "ja").stdout.decode()
        # An answer proves that it was sent; a person knows about the others.
        bench.dovecot.add("ann", message(5, "c1@customer.example", "ann@contoso.test", "Re: Waits 0",
                                         more=f"In-Reply-To: {waiting[0]['messageid']}\r\n"))
        world.run("sync", "--once")
        world.run("email", "resolve", waiting[1]["activityid"], "--sent")
        world.run("email", "resolve", waiting[2]["activityid"], "--send-again")
        world.run("sync", "--once")
        assert set(outgoing(world).values()) == {SENT}, outgoing(world)
        assert len(sink.taken) == 6 and len(set(wire(sink))) == 5, "only what a person asked for"
        assert not [a for a in world.json("alerts")["data"] if a["code"] == "sendRestored"]
        # New tokens meet none that was handed out since the backup.
        tokens = dict(ask(world, "SELECT subject, trackingtoken FROM email WHERE directioncode = 1"))
        new = send(world, "Written after")
        assert new["messageid"] != sent["messageid"]
        token, = ask(world, "SELECT trackingtoken FROM email WHERE subject = 'Written after'")[0]
        assert token not in tokens.values() and not any(token.encode() in data for _, _, data in taken(sink)), token

    yield "backup/restore-sends-nothing-twice", lambda: story(None)
    yield "backup/restore-whatever-the-policy", lambda: story("resend")

    def twice():
        """Restored again from the same backup: tokens and versions go on growing, the old states stay usable."""
        world, _ = prepare()
        world.run("backup", "--to", world.base / "b")
        seen = []
        for _ in range(3):
            document = world.json("restore", world.base / "b")["data"]
            seen.append(ask(world, "SELECT max(leasetoken), (SELECT value FROM ls_counter) FROM syncjob")[0])
            old = document["before"]
            listed = world.json("email", "list", "--data", old, "--master-key-file", world.data / "master.key")
            assert len(listed["data"]) == 4, listed
            world.run("sync", "--once")
            assert len(world.emails()) == 4
        assert seen == sorted(set(seen)), seen
        assert len(set(row[0] for row in seen)) == 3

    yield "backup/restored-again-and-again", twice

    def online():
        """While the service works, and after it died with its log unread."""
        world, _ = prepare()
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data)}
        service = subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            service.stdout.readline()
            for n in range(5, 25):
                bench.dovecot.add("ann", message(n, "c1@customer.example", "ann@contoso.test", f"More {n}"))
            made = [world.base / f"b{n}" for n in range(4)]
            for path in made:
                world.run("backup", "--to", path)
            world.run("restore", made[0], expect=5)
        finally:
            os.killpg(service.pid, signal.SIGKILL)
            service.wait()
            service.stdout.close()
        # Its worker holds the lock until the system has cleared it away.
        for _ in range(200):
            if not world.json("status")["data"]["served"]:
                break
        for path in made:
            world.run("restore", path, "--check")
        # The log of the killed service must not be read into what is restored.
        world.run("restore", made[0])
        world.run("sync", "--once")
        assert incoming(world) == ids_of(0, 1, 2, 10, *range(5, 25)), incoming(world)

    yield "backup/while-the-service-runs", online

    def refused():
        """What is no whole backup changes nothing; nothing of the databases can be read in a backup."""
        world, _ = prepare()
        world.run("backup", "--to", world.base / "b")
        world.run("backup", "--to", world.base / "b", expect=4)
        data = (world.base / "b").read_bytes()
        secret = PASSWORD.encode()
        for found in (secret, base64.b64encode(secret), secret.hex().encode(), PASSWORD.encode("utf-16-le"),
                      b"ann@contoso.test", b"Old 1", b"SQLite format"):
            assert found not in data, found
        assert (world.base / "b").stat().st_mode & 0o077 == 0
        assert {path.name for path in world.base.iterdir()} <= {"b", "data", "password", "body"}
        before = files(world)
        damaged = world.base / "damaged"
        places = [0, 17, 25, 60, 200, len(data) // 2, len(data) - 1]
        tries = [data[:place] + bytes([data[place] ^ 1]) + data[place + 1:] for place in places]
        tries += [b"", data[:10], data[:-1], data[:300], data + b"x", data[: (1 << 20)]]
        for wrong in tries:
            damaged.write_bytes(wrong)
            done = world.run("restore", damaged, expect=4)
            assert done.stderr.strip(), "and says so"
        world.run("restore", world.base / "missing", expect=4)
        key = world.base / "other.key"
        key.write_text("ab" * 32 + "\n")
        key.chmod(0o600)
        said = world.run("restore", world.base / "b", "--master-key-file", key, expect=4).stderr.decode()
        assert "another master key" in said, said
        assert files(world) == before and not list(world.data.glob("*restor*"))

    yield "backup/refused", refused

    def passphrase():
        """A passphrase opens the backup on another machine; the passwords in it stay closed without the master key."""
        world, _ = prepare()
        words = world.base / "words"
        words.write_text("too short\n")
        world.run("backup", "--to", world.base / "b", "--passphrase-file", words, expect=4)
        words.write_text("correct horse battery staple\n")
        world.run("backup", "--to", world.base / "b", "--passphrase-file", words)
        world.run("restore", world.base / "b", "--check", expect=4)
        world.run("restore", world.base / "b", "--check", "--passphrase-file", "-", stdin=b"wrong horse battery\n",
                  expect=4)
        other = bench.world(initialized=False)
        said = other.run("restore", world.base / "b", "--passphrase-file", words).stdout.decode()
        assert "set the passwords again" in said, said
        assert other.emails() == world.emails()
        document = other.json("sync", "--once", expect=3)
        assert "secretSealedByOtherKey" in [p["code"] for p in document["problems"]], document
        (other.data / "master.key").write_bytes((world.data / "master.key").read_bytes())
        other.run("sync", "--once")
        assert other.emails() == world.emails()

    yield "backup/passphrase", passphrase
