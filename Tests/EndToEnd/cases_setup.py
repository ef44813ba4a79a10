"""Setting up: what a new user types, how it is answered, and how mistakes are met."""
import email.utils, pathlib, re, sqlite3, subprocess, time
from world import PASSWORD, message


def cases(bench):
    def first_steps():
        world = bench.world()
        again = world.run("init", "--organization", "Test")
        assert b"nothing was changed" in again.stdout, again.stdout
        bench.dovecot.fill("ann", [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", bench.dovecot.tls_port, bench.postfix.port, "--ca-file", bench.cert,
                      incoming_tls="implicit", outgoing_tls="starttls")
        world.run("profile", "set", "P", "--authenticate-using", "user-or-queue")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        tested = world.json("mailbox", "test", "ann@contoso.test")
        assert [s["verdict"] for s in tested["data"]["steps"]] == ["success"] * 3, tested
        listed = world.json("mailbox", "list")["data"][0]
        assert listed["enabledForIncoming"] and not listed["enabledForOutgoing"], listed

    yield "setup/first-steps-with-tls", first_steps

    def stls():
        world = bench.world()
        bench.dovecot.fill("ann", [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", bench.dovecot.port, None, "--ca-file", bench.cert, incoming_tls="starttls")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")

    yield "setup/stls", stls

    def untrusted():
        world = bench.world()
        bench.dovecot.fill("ann", [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", bench.dovecot.tls_port, incoming_tls="implicit")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        done = world.run("mailbox", "test", "ann@contoso.test", expect=1)
        assert b"not issued by anyone who is trusted" in done.stdout, done.stdout
        assert not world.json("mailbox", "list")["data"][0]["enabledForIncoming"]

    yield "setup/F040-untrusted-certificate", untrusted

    def loop_test():
        world = bench.world()
        bench.dovecot.fill("ann", [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("In", bench.dovecot.port, bench.postfix.port)
        world.mailbox("ann@contoso.test", "In", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        assert bench.dovecot.count("ann") == 0

    yield "setup/receive-only-test", loop_test

    def both_directions():
        world = bench.world()
        bench.dovecot.fill("ann", [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", bench.dovecot.tls_port, bench.postfix.port, "--ca-file", bench.cert,
                      "--outgoing-authenticate-using", "none", incoming_tls="implicit", outgoing_tls="starttls")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side", "server-side")
        tested = world.json("mailbox", "test", "ann@contoso.test")
        assert [s["code"] for s in tested["data"]["steps"]][-1] == "testMessageFound", tested
        assert bench.dovecot.count("ann") == 0, "the test message is deleted again"
        world.run("sync", "--once")
        assert not world.emails(), "and never tracked"

    yield "setup/test-message-there-and-back", both_directions

    def exit_codes():
        world = bench.world()
        world.run("email", "send", expect=2)
        world.run("no-such-command", expect=2)
        world.run("mailbox", "test", "nobody@contoso.test", expect=6)
        world.run("explain", "<nothing@x>", expect=6)
        world.run("profile", "create", "--name", "X", "--incoming", "mail.example.com:110", "--incoming-tls", "none",
                  expect=4)
        world.run("user", "create", "--name", "X", "--address", "no address", expect=4)
        world.run("profile", "create", "--name", "Y", "--incoming", "nonsense", expect=4)
        document = world.json("mailbox", "test", "nobody@contoso.test", expect=6)
        assert not document["ok"] and document["problems"][0]["code"] == "mailboxUnknown", document

    yield "setup/exit-codes", exit_codes

    def japanese():
        world = bench.world()
        world.person("user", "Ann A", "ann@contoso.test")
        for arguments in (("mailbox", "list"), ("alerts",), ("sync", "--once")):
            text = world.run(*arguments, "--language", "ja", expect=None).stdout.decode()
            assert re.search("[ぁ-んァ-ン一-龥]", text), text
        done = world.run("mailbox", "test", "x@y.example", "--language", "ja", expect=6)
        assert re.search("[ぁ-んァ-ン一-龥]", done.stderr.decode()), done.stderr

    yield "setup/japanese", japanese

    def secrets_come_from_files():
        """A password by standard input, a master key apart from the data, neither ever on a command line."""
        world = bench.world(initialized=False)
        key = world.base / "keys" / "lockstep.key"
        key.parent.mkdir()
        said = world.run("init", "--organization", "Test", "--master-key-file", key).stdout.decode()
        assert str(key) in said and "apart from the backups" in said, said
        assert key.stat().st_mode & 0o777 == 0o600 and not (world.data / "master.key").exists()
        elsewhere = {"LOCKSTEP_MASTER_KEY_FILE": str(key)}
        world.run("user", "create", "--name", "Ann A", "--address", "ann@contoso.test", expect=4)
        world.run("user", "create", "--name", "Ann A", "--address", "ann@contoso.test", environment=elsewhere)
        world.run("profile", "create", "--name", "P", "--incoming", f"127.0.0.1:{bench.dovecot.port}",
                  "--incoming-tls", "none", environment=elsewhere)
        world.run("mailbox", "set", "ann@contoso.test", "--profile", "P", "--username", "ann", "--password-file", "-",
                  "--incoming", "server-side", "--allow-credentials", environment=elsewhere,
                  stdin=(PASSWORD + "\n").encode())
        world.run("mailbox", "approve", "ann@contoso.test", environment=elsewhere)
        bench.dovecot.fill("ann", [])
        world.run("mailbox", "test", "ann@contoso.test", environment=elsewhere)
        world.run("mailbox", "test", "ann@contoso.test", "--master-key-file", key)
        key.chmod(0o644)
        world.run("mailbox", "test", "ann@contoso.test", environment=elsewhere, expect=4)
        key.chmod(0o600)
        key.rename(key.with_suffix(".lost"))
        world.run("init", "--organization", "Test", environment=elsewhere, expect=4)
        assert not key.exists(), "a lost key is not replaced in silence"

    yield "setup/secrets-come-from-files", secrets_come_from_files

    def several_organizations():
        world = bench.world()
        world.run("init", "--organization", "Second")
        world.run("user", "create", "--name", "A", "--address", "a@first.test", expect=4)
        world.run("user", "create", "--name", "A", "--address", "a@first.test", "--organization", "Test")
        assert world.json("mailbox", "list", "--organization", "Second")["data"] == []
        assert [m["address"] for m in world.json("mailbox", "list", "--organization", "Test")["data"]] == ["a@first.test"]

    yield "setup/several-organizations", several_organizations

    def statistics():
        """One row for each cycle of a mailbox and workload, with what that cycle did."""
        sink = bench.sink()
        world = bench.world()
        bench.dovecot.fill("ann", [message(n, "a@x.example", "ann@contoso.test", f"N {n}") for n in range(3)] + [b"\r\n\r\n"])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("In", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "In", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("sync", "--once", expect=3)
        world.run("sync", "--once")
        world.person("user", "Bob B", "bob@contoso.test")
        world.profile("Out", None, sink.port, "--authenticate-using", "none")
        world.mailbox("bob@contoso.test", "Out", None, "none", "server-side")
        world.run("mailbox", "test", "bob@contoso.test")
        body = world.base / "body"
        body.write_text("Hello\n")
        for n in range(2):
            world.run("email", "send", "--from", "bob@contoso.test", "--to", "c@x.example", "--subject", f"S {n}",
                      "--body-file", body)
        world.run("sync", "--once", "--mailbox", "bob@contoso.test")
        with sqlite3.connect(next(world.data.glob("organization-*.sqlite"))) as connection:
            rows = connection.execute(
                "SELECT m.emailaddress, s.operationtypeid, s.itemsprocessed, s.itemsfailed, s.processresult, "
                "s.mailboxprocesscompletedon >= s.mailboxprocessstartedon FROM mailboxstatistics AS s JOIN mailbox AS m "
                "ON m.mailboxid = s.mailboxid WHERE s.itemsprocessed + s.itemsfailed > 0 OR m.emailaddress LIKE 'ann%'"
            ).fetchall()
        incoming = [row[2:] for row in rows if row[0] == "ann@contoso.test"]
        assert incoming == [(3, 1, 1, 1), (0, 0, 1, 1)], rows
        outgoing = [row[2:] for row in rows if row[0] == "bob@contoso.test"]
        assert outgoing == [(2, 0, 1, 1)], rows

    yield "setup/statistics-per-cycle", statistics

    def pending_send_says_why():
        """Why an email waits, in every state in which it may wait."""
        sink = bench.sink()
        world = bench.world()
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", None, sink.port, "--authenticate-using", "none")
        world.mailbox("ann@contoso.test", "P", None, "none", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        body = world.base / "body"
        body.write_text("Hello\n")
        sent = world.json("email", "send", "--from", "ann@contoso.test", "--to", "c@x.example", "--subject", "S",
                          "--body-file", body)["data"]["activityid"]

        def waits():
            document = world.json("explain", sent)["data"]["email"]
            for language in ("en", "ja"):
                assert len(world.run("explain", sent, "--language", language).stdout.decode().split("\n")) > 3
            return document["waitsFor"]

        assert waits() == "sendWaitsForCycle"
        world.run("mailbox", "set", "ann@contoso.test", "--no-active")
        assert waits() == "mailboxInactive"
        world.run("mailbox", "set", "ann@contoso.test", "--active", "--outgoing", "none")
        assert waits() == "outgoingNotServerSide"
        world.run("mailbox", "set", "ann@contoso.test", "--outgoing", "server-side")
        assert waits() == "outgoingNotEnabled"
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("sync", "--once", expect=None)
        assert world.json("explain", sent)["data"]["email"]["statuscode"] == 3
        sink.refuse = {"later@x.example": "451 4.3.0 later"}
        sent = world.json("email", "send", "--from", "ann@contoso.test", "--to", "later@x.example", "--subject", "S",
                          "--body-file", body)["data"]["activityid"]
        world.run("sync", "--once", expect=None)
        assert waits() == "sendWaitsUntil"
        sent = world.json("email", "send", "--from", "ann@contoso.test", "--to", "c@x.example", "--subject", "T",
                          "--body-file", body)["data"]["activityid"]
        sink.stop()
        world.run("sync", "--once", expect=3)
        assert waits() == "serverAvoided"

    yield "setup/pending-send-says-why", pending_send_says_why

    def waiting_items_say_why():
        world = bench.world()
        bench.dovecot.fill("ann", [message(n, "a@x.example", "ann@contoso.test", f"N {n}") for n in range(3)])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        done = world.run("sync", "--once", expect=None, failpoint="incoming.ledger-written:1")
        assert done.returncode == -9, done.returncode
        remote = world.json("items")["data"][0]["remoteid"]

        def waits():
            return world.json("explain", remote)["data"]["items"][0]["waitsFor"]

        assert waits() == "itemWaitsForCycle"
        assert "next cycle" in world.run("explain", remote).stdout.decode()
        world.run("mailbox", "set", "ann@contoso.test", "--no-active")
        assert waits() == "mailboxInactive"
        world.run("mailbox", "set", "ann@contoso.test", "--active")
        world.run("sync", "--once")
        seen = world.json("explain", "<n1@test.example>")["data"]["items"][0]
        assert seen["state"] == "done" and seen["waitsFor"] is None, seen

    yield "setup/waiting-items-say-why", waiting_items_say_why

    def readme():
        """The first steps of README, word by word, with the servers of this bench for those of the example."""
        world = bench.world(initialized=False)
        root = pathlib.Path(__file__).resolve().parents[2]
        block = (root / "README.md").read_text().split("## First steps")[1].split("```")[1]
        for there, here, times in (
                ("/var/lib/lockstep", str(world.data), 1), ("ann@example.com", "ann@contoso.test", 5),
                ("pop.example.com:995", f"localhost:{bench.dovecot.tls_port}", 1),
                ("smtp.example.com:587", f"localhost:{bench.postfix.port}", 1),
                ("<message-id@customer.example>", "<n5@test.example>", 1),
                # A Postfix of this bench asks for no password, and its certificate is known to nobody.
                ("--type pop3-smtp", f"--type pop3-smtp --ca-file {bench.cert} --outgoing-authenticate-using none", 1)):
            assert block.count(there) == times, (there, block.count(there))
            block = block.replace(there, here)
        bench.dovecot.fill("ann", [message(4, "carl@customer.example", "ann@contoso.test", "Before")])
        steps, rest = block.split("lockstep sync --once")
        folder = world.base / "bin"
        folder.mkdir()
        (folder / "lockstep").symlink_to(pathlib.Path(bench.binary).resolve())
        environment = {"PATH": f"{folder}:/usr/bin:/bin", "LANG": "C.UTF-8"}

        def bash(text):
            done = subprocess.run(["bash", "-euc", text], cwd=world.base, env=environment, capture_output=True,
                                  text=True, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        bash(steps)
        # A Received field has whole seconds: one later than the enabling.
        now = email.utils.formatdate(time.time() + 2)
        bench.dovecot.add("ann", message(5, "carl@customer.example", "ann@contoso.test", "After", received=now))
        said = bash(f"export LOCKSTEP_DATA={world.data}\nlockstep sync --once{rest}")
        assert "Tracked as email: 1" in said and "After" in said and "Before" not in said, said
        assert "The sender is known" in said, said

    yield "setup/readme", readme
