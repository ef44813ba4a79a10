"""From POP3 to records: what is tracked and why, and that a kill at any point changes nothing."""
import base64, subprocess
from world import message


def mails():
    """Two users and a queue; some messages lie in both users' maildrops; one is broken."""
    ann, bob, queue = [], [], []
    for n in range(8):
        ann.append(message(n, f"c{n}@customer.example", "ann@contoso.test", f"To Ann {n}"))
    for n in range(10, 14):
        both = message(n, "c1@customer.example", "ann@contoso.test, bob@contoso.test", f"To both {n}")
        ann.append(both)
        bob.append(both)
    payload = base64.b64encode(bytes(range(256)) * 20).decode()
    ann.append(message(20, "c2@customer.example", "ann@contoso.test", "With attachment",
                       f"--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b\r\nContent-Type: application/pdf\r\n"
                       f"Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                       f"{payload}\r\n--b--\r\n", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"))
    ann.append(message(21, "c3@customer.example", "ann@contoso.test", "Re: To Ann 3",
                       more="In-Reply-To: <n3@test.example>\r\n"))
    ann.append(b"\r\n\r\n")
    bob.append(message(30, "stranger@elsewhere.example", "bob@contoso.test", "Buy now"))
    bob.append(message(31, "c1@customer.example", "bob@contoso.test", "Re: To Ann 1",
                       more="In-Reply-To: <n1@test.example>\r\n"))
    for n in range(40, 46):
        queue.append(message(n, f"c{n}@customer.example", "support@contoso.test", f"Case {n}"))
    return ann, bob, queue


def prepare(bench):
    world = bench.world()
    ann, bob, queue = mails()
    for user, messages in (("ann", ann), ("bob", bob), ("support", queue)):
        bench.dovecot.fill(user, messages)
    world.person("user", "Ann A", "ann@contoso.test")
    world.person("user", "Bob B", "bob@contoso.test")
    world.person("queue", "Support", "support@contoso.test")
    world.person("contact", "Carl C", "c1@customer.example")
    world.run("user", "set", "ann@contoso.test", "--accept", "all")
    world.profile("P", bench.dovecot.port)
    world.mailbox("ann@contoso.test", "P", "ann", "server-side")
    world.mailbox("bob@contoso.test", "P", "bob", "server-side")
    world.mailbox("support@contoso.test", "P", "support", "server-side", "none", "--delete-after-processing")
    # A start date makes the headers be read first.
    world.run("mailbox", "set", "bob@contoso.test", "--from", "2020-01-01")
    for address in ("ann@contoso.test", "bob@contoso.test", "support@contoso.test"):
        world.run("mailbox", "test", address)
    return world


def result(world, bench):
    """Which of two mailboxes reads a shared message first is nobody's business: both ways it is stored once."""
    items = [(mailbox, remote, state, "stored" if decision in ("acceptAll", "duplicate") else decision)
             for mailbox, remote, state, decision in world.items()]
    return world.emails(), items, {user: bench.dovecot.count(user) for user in ("ann", "bob", "support")}


def cases(bench):
    reference = {}

    def uninterrupted():
        world = prepare(bench)
        log = world.base / "log"
        world.run("sync", "--once", expect=None, log=log)
        world.run("sync", "--once", expect=None)
        reference["result"] = result(world, bench)
        reference["hits"] = log.read_text().split()
        emails, items, left = reference["result"]
        assert left == {"ann": 15, "bob": 6, "support": 0}, left
        assert len({e[0] for e in emails}) == len(emails), "one activity per message"
        assert world.state_of("<n30@test.example>")["decisionName"] == "noCorrelationMatch"
        assert world.state_of("<n31@test.example>")["decisionName"] == "correlationMatch"
        assert any(item[2] == "quarantined" for item in items), items
        assert len(emails) == 8 + 4 + 2 + 1 + 6, len(emails)

    yield "incoming/uninterrupted", uninterrupted

    points = subprocess.run([bench.binary, "failpoints"], capture_output=True, text=True).stdout.split()
    incoming = [point for point in points if point.startswith("incoming.")]

    def enough():
        assert len(incoming) >= 12, incoming

    yield "incoming/failpoints-listed", enough

    for point in incoming:
        for hit in (1, 2):
            def killed(point=point, hit=hit):
                if reference["hits"].count(point) < hit:
                    assert hit > 1, f"{point} is never passed"
                    return
                world = prepare(bench)
                log = world.base / "log"
                done = world.run("sync", "--once", expect=None, failpoint=f"{point}:{hit}", log=log)
                assert done.returncode == -9, f"exit {done.returncode}"
                assert log.read_text().split().count(point) == hit
                for _ in range(3):
                    world.run("sync", "--once", expect=None)
                got = result(world, bench)
                for mine, theirs, what in zip(got, reference["result"], ("emails", "items", "maildrops")):
                    assert mine == theirs, f"{what} differ: {set(map(str, mine)) ^ set(map(str, theirs))}"

            yield f"incoming/F001-kill/{point}:{hit}", killed

    def start_date():
        world = bench.world()
        old = message(1, "a@x.example", "ann@contoso.test", "Old", received="Mon, 02 Mar 2020 10:00:00 +0000")
        new = message(2, "a@x.example", "ann@contoso.test", "New", received="Mon, 02 Mar 2026 10:00:00 +0000")
        bench.dovecot.fill("ann", [old, new])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "set", "ann@contoso.test", "--from", "2025-01-01")
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("sync", "--once")
        assert world.state_of("<n1@test.example>")["decisionName"] == "beforeStart"
        assert world.state_of("<n2@test.example>")["decisionName"] == "acceptAll"
        world.run("mailbox", "set", "ann@contoso.test", "--from", "beginning")
        world.run("sync", "--once")
        assert world.state_of("<n1@test.example>")["decisionName"] == "acceptAll"

    yield "incoming/start-date", start_date

    def same_id_other_content():
        world = bench.world()
        first = message(1, "a@x.example", "ann@contoso.test", "One", "first\r\n")
        second = message(1, "a@x.example", "ann@contoso.test", "One", "second\r\n")
        bench.dovecot.fill("ann", [first, second, first])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("sync", "--once")
        assert len(world.emails()) == 2, world.emails()
        texts = [world.run("explain", email["activityid"]).stdout.decode()
                 for email in world.json("email", "list")["data"]]
        assert any("same Message-ID and differs in: body" in text for text in texts), texts

    yield "incoming/F123-same-id-other-content", same_id_other_content

    def forwarded():
        """A rule forwarded mail as an attachment to a forward mailbox: it is tracked for who forwarded it."""
        world = bench.world()
        inside = message(7, "c7@customer.example", "ann@contoso.test", "Inside").decode()
        wrapper = message(70, "ann@contoso.test", "forward@contoso.test", "FW: Inside",
                          f"--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n"
                          f"\r\n{inside}\r\n--b--\r\n",
                          "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n")
        strange = wrapper.replace(b"From: ann@contoso.test", b"From: who@elsewhere.example").replace(b"<n70@", b"<n71@") \
            .replace(b"<n7@", b"<n8@")
        bench.dovecot.fill("support", [wrapper, strange])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.run("mailbox", "create", "--name", "Forward", "--address", "forward@contoso.test")
        world.profile("P", bench.dovecot.port)
        world.run("mailbox", "set", "ann@contoso.test", "--incoming", "forward-mailbox")
        world.run("mailbox", "approve", "ann@contoso.test")
        world.mailbox("forward@contoso.test", "P", "support", "server-side", "none", "--delete-after-processing")
        world.run("mailbox", "test", "forward@contoso.test")
        world.run("sync", "--once")
        assert [e["messageid"] for e in world.json("email", "list")["data"]] == ["<n7@test.example>"]
        text = world.run("explain", "<n7@test.example>").stdout.decode()
        assert "Forwarded by: ann@contoso.test" in text, text
        assert world.state_of("<n8@test.example>")["decisionName"] == "notForwarded"
        assert bench.dovecot.count("support") == 1, "only what is stored leaves the server"

    yield "incoming/forward-mailbox", forwarded
