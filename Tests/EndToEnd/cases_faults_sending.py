"""F055 to F068: what a submission server may do to us, and what must never leave us."""
import collections, re, time
from faults import PopServer, SmtpServer, folder, honest, never_told
from world import message

PENDING, SENT, SENDING, FAILED = 6, 3, 7, 8


def once(answer, times=1):
    """Answers so the first times, then as usual."""
    left = [times]

    def hook(wire, text):
        if left[0] == 0:
            return None
        left[0] -= 1
        return answer(wire, text) if callable(answer) else answer

    return hook


def hang_up(wire, text=""):
    wire.hang_up()


def cases(bench):
    def sender(server, count=1, kind="out", **more):
        world = folder(bench, kind, outgoing=server.port, **more)
        for n in range(count):
            world.send(f"c{n}@customer.example", subject=f"Offer {n}")
        return world

    # MARK: Doubt

    def lost_reply(policy):
        """Taken by the server, and nobody heard it say so."""
        server = SmtpServer()

        def taken_then_gone(wire, raw):
            server.take(["c0@customer.example"], raw)
            wire.hang_up()

        server.on["END"] = once(taken_then_gone, 2)
        with server:
            world = sender(server)
            if policy == "resend":
                world.sql("UPDATE emailserverprofile SET ls_indoubtpolicy = 1")
            document = world.sync()
            assert world.codes(document) == ["sendUncertain"], document
            world.sync(3)
            wire = server.message_ids()
            if policy == "hold":
                assert len(wire) == 1, "an email in doubt is never simply sent again"
                honest(world, server, doubtful=1)
                world.run("email", "resolve", wire[0], "--sent")
                assert list(world.outgoing().values()) == [SENT]
            else:
                # Copies on the wire: at most one more than doubts, with the same identity and the same bytes.
                assert len(wire) == 2 and len(set(wire)) == 1, wire
                assert server.taken[0][1] == server.taken[1][1]
                assert list(world.outgoing().values()) == [SENDING] and "sendInDoubt" in world.alerts()

    yield "faults/F055-reply-lost-hold", lambda: lost_reply("hold")
    yield "faults/F055-reply-lost-resend", lambda: lost_reply("resend")

    def late(seconds):
        """The answer to the dot comes after the patience for other answers."""
        def slowly(wire, raw):
            time.sleep(seconds)
            return None

        with SmtpServer({"END": slowly}) as server:
            world = sender(server, seconds=1)
            assert world.sync()["ok"]
            honest(world, server)

    yield "faults/F056-late-answer-to-the-dot", lambda: late(3)

    # MARK: Refusals for now

    def for_now(verb, reply, closes=False, kind="out"):
        def hook(wire, text):
            wire.say(reply)
            if closes:
                wire.hang_up()
            return b""

        with SmtpServer({verb: once(hook)}) as server:
            world = sender(server, 2, kind)
            first = world.sync()
            assert first["problems"] or first["data"]["pendingSend"], first
            assert world.enabled(), "a refusal for now disables nothing"
            said = " ".join(str(row[0]) for row in world.sql("SELECT ls_errordetail FROM email")) + str(first) \
                + str(world.json("alerts"))
            assert reply.split()[0] in said, said
            world.sync(2)
            honest(world, server)

    for verb, reply in (("GREETING", "421 4.3.2 busy"), ("EHLO", "421 4.3.2 busy"), ("MAIL", "451 4.3.0 later"),
                        ("RCPT", "450 4.2.1 later"), ("DATA", "451 4.3.0 later"), ("END", "451 4.3.0 later")):
        yield f"faults/F057-{verb}-refused-for-now", lambda verb=verb, reply=reply: for_now(
            verb, reply, closes=reply.startswith("421"))
    yield "faults/F057-AUTH-refused-for-now", lambda: for_now("AUTH", "454 4.7.0 later", kind="auth")

    # MARK: Recipients

    def some_refused():
        gone = {"gone@customer.example": "550 5.1.1 nobody here", "moved@customer.example": "551 5.1.6 moved"}
        with SmtpServer({"RCPT": lambda wire, text: gone.get(text.split("<")[1].split(">")[0])}) as server:
            world = folder(bench, "out", outgoing=server.port)
            email = world.send("ok@customer.example", *gone, "fine@customer.example")
            world.sync(2)
            honest(world, server)
            assert [to for to, _ in server.taken] == [["fine@customer.example", "ok@customer.example"]], server.taken
            parties = {p["addressused"]: p["deliveryresult"]
                       for p in world.json("email", "show", email["activityid"])["data"]["parties"]}
            assert parties["gone@customer.example"] == parties["moved@customer.example"] == 2, parties
            assert parties["ok@customer.example"] == parties["fine@customer.example"] == 1, parties
            text = world.run("explain", email["activityid"]).stdout.decode()
            assert "nobody here" in text, text

    yield "faults/F058-some-recipients-refused", some_refused

    def too_many():
        counts = collections.Counter()

        def limited(wire, text):
            counts[wire.number, len(server.taken)] += 1
            return "452 4.5.3 too many recipients" if counts[wire.number, len(server.taken)] > 10 else None

        with SmtpServer({"RCPT": limited}) as server:
            world = folder(bench, "out", outgoing=server.port)
            addresses = [f"r{n:02}@customer.example" for n in range(25)]
            world.send(*addresses)
            world.json("sync", "--once", expect=None)
            waits = world.sql("SELECT postponeemailprocessinguntil - modifiedon FROM email WHERE statuscode = 6")
            assert all(not row[0] or row[0] <= 5_000_000 for row in waits), f"the rest goes at once, not later: {waits}"
            world.sync(3)
            assert list(world.outgoing().values()) == [SENT], world.outgoing()
            reached = sorted(address for to, _ in server.taken for address in to)
            assert reached == addresses, "each exactly once"
            assert len({raw for _, raw in server.taken}) == 1 and len(server.taken) == 3

    yield "faults/F059-too-many-recipients", too_many

    def closing_between():
        def after_first(wire, text):
            if not any(True for _ in server.taken) or wire.number > 1:
                return None
            wire.say("421 4.3.2 closing")
            wire.hang_up()

        with SmtpServer({"MAIL": after_first}) as server:
            world = sender(server, 4)
            world.sync()
            assert world.enabled()
            world.sync(2)
            honest(world, server)

    yield "faults/F059-421-between-messages", closing_between

    # MARK: Nonsense

    def nonsense(verb, reply, doubtful=0, code="protocolViolation"):
        with SmtpServer({verb: once(lambda wire, text: reply)}) as server:
            world = sender(server)
            document = world.sync()
            assert code in world.codes(document) or doubtful, document
            assert world.enabled()
            world.sync(2)
            honest(world, server, doubtful)

    def endless(wire, text=""):
        for _ in range(200_000):
            wire.say(b"250-and so on\r\n" * 64)
        return b""

    yield "faults/F060-endless-reply", lambda: nonsense_of(endless)
    yield "faults/F060-10-MB-line", lambda: nonsense_of(lambda wire, text: b"250 " + b"x" * 10_000_000 + b"\r\n")

    def nonsense_of(hook):
        with SmtpServer({"EHLO": once(hook)}) as server:
            world = sender(server)
            document = world.sync()
            assert world.codes(document) == ["protocolViolation"], document
            assert world.enabled()
            world.sync(2)
            honest(world, server)

    for verb in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA"):
        yield f"faults/F060-code-999-to-{verb}", lambda verb=verb: nonsense(verb, "999 what")
    yield "faults/F060-code-999-to-the-dot", lambda: nonsense("END", "999 what", doubtful=1)
    yield "faults/F060-mixed-codes", lambda: nonsense("EHLO", "250-one\r\n350 two")

    def bare_line_feeds():
        """Servers that never send a CR are understood."""
        with SmtpServer() as server:
            plain = SmtpServer.converse

            def converse(wire):
                say = wire.say
                wire.say = lambda text: say((text if isinstance(text, bytes) else text.encode() + b"\r\n")
                                            .replace(b"\r\n", b"\n"))
                plain(server, wire)

            server.converse = converse
            world = sender(server, 2)
            assert world.sync()["ok"]
            honest(world, server)

    yield "faults/F060-bare-line-feeds", bare_line_feeds

    # MARK: Size and extensions

    def size(on=None, extensions=None, code="sendRefused"):
        with SmtpServer(on or {}, extensions) as server:
            world = folder(bench, "out", outgoing=server.port)
            big = world.send("carl@customer.example", subject="Big", body="x" * 50_000)
            small = world.send("carl@customer.example", subject="Small")
            world.sync(2)
            honest(world, server, unsent={big["messageid"]: FAILED})
            text = world.run("explain", big["activityid"]).stdout.decode()
            assert re.search("large|size|exceeds|552|octets", text), text
            assert code in world.alerts() and world.enabled(), world.alerts()

    def big_mail(wire, text):
        found = re.search(r"SIZE=(\d+)", text)
        return "552 5.3.4 message exceeds the limit" if found and int(found[1]) > 20_000 else None

    yield "faults/F061-SIZE-smaller-than-the-message", lambda: size(
        extensions=lambda wire: ["PIPELINING", "8BITMIME", "SIZE 20000"])
    yield "faults/F061-552-to-MAIL", lambda: size({"MAIL": big_mail})
    yield "faults/F061-552-to-the-dot", lambda: size(
        {"END": lambda wire, raw: "552 5.3.4 message exceeds the limit" if len(raw) > 20_000 else None})

    def false_pipelining():
        """Offers PIPELINING and forgets what came together with the command it answers."""
        def forget(wire, text):
            wire.buffer = b""
            return None

        with SmtpServer({"MAIL": once(forget)}) as server:
            world = sender(server, 2, seconds=1)
            document = world.sync()
            assert world.codes(document) == ["timedOut"], document
            assert world.enabled() and not server.taken
            world.sync(2)
            honest(world, server)

    yield "faults/F062-PIPELINING-that-is-none", false_pipelining

    def false_extension(extension, parameter, body):
        """Offered, and refused when used: it fails by name, and what does not need it leaves."""
        with SmtpServer({"MAIL": lambda wire, text: f"555 5.5.4 unknown {parameter}" if parameter in text else None},
                        lambda wire: ["PIPELINING", "SIZE 50000000", "8BITMIME", extension]) as server:
            world = folder(bench, "out", outgoing=server.port)
            needs = world.send(*body[0], subject=body[1])
            world.sync()
            assert not server.taken
            text = world.run("explain", needs["activityid"]).stdout.decode() + str(world.json("alerts"))
            assert f"unknown {parameter}" in text, text
            assert world.outgoing()[needs["messageid"]] in (PENDING, FAILED)
            honest(world, server, unsent={needs["messageid"]: world.outgoing()[needs["messageid"]]})

    yield "faults/F062-SMTPUTF8-that-is-none", lambda: false_extension(
        "SMTPUTF8", "SMTPUTF8", (["josé@customer.example"], "Utf"))

    def no_extension():
        """8-bit text goes as 7-bit where the server takes no more; an address beyond ASCII is refused by name."""
        with SmtpServer(extensions=lambda wire: ["PIPELINING"]) as server:
            world = folder(bench, "out", outgoing=server.port)
            plain = world.send("carl@customer.example", subject="見積", body="Guten Tag, 見積です.\n")
            other = world.send("josé@customer.example", subject="Utf")
            world.sync()
            honest(world, server, unsent={other["messageid"]: FAILED})
            assert all(byte < 0x80 for byte in server.taken[0][1])
            text = world.run("explain", other["activityid"]).stdout.decode()
            assert "josé" in text, text

    yield "faults/F062-no-extensions-at-all", no_extension

    # MARK: Signing in

    def sign_in(reply, attempts, code):
        with SmtpServer({"AUTH": lambda wire, text: reply}) as server:
            world = sender(server, kind="auth")
            documents = [world.sync() for _ in range(4)]
            assert code in world.codes(documents[0]), documents[0]
            asked = len([c for c in server.commands if c.startswith("AUTH")])
            assert asked <= attempts, f"asked {asked} times: this locks people out"
            assert list(world.outgoing().values()) == [PENDING] and not server.taken
            assert set(world.alerts()) & {"credentialRefused", "mailboxPostponed"}, world.alerts()

    yield "faults/F063-password-refused", lambda: sign_in("535 5.7.8 no", 2, "signInRefused")
    yield "faults/F063-password-expired", lambda: sign_in("535 5.7.13 account disabled", 2, "signInRefused")
    yield "faults/F063-password-too-weak", lambda: sign_in("534 5.7.9 mechanism too weak", 2, "signInRefused")
    yield "faults/F063-account-locked-for-now", lambda: sign_in("454 4.7.0 locked", 4, "serverBusy")

    # MARK: What leaves

    # How lenient servers end a message, and what a line is to them.
    ENDS = {"CRLF.CRLF": b"\r\n.\r\n", "LF.LF": b"\n.\n", "LF.CRLF": b"\n.\r\n", "CRLF.LF": b"\r\n.\n",
            "CR.CR": b"\r.\r", "CR.LF": b"\r.\n", "CR.CRLF": b"\r.\r\n", "CRLF.CR": b"\r\n.\r"}

    def line_ends():
        """Whatever the text is made of, receivers of every kind see one message, in lines that fit."""
        bodies = [b".\n..\n...\n.leading\n", b"a\n.\nb\n", b"a\r\n.\r\nMAIL FROM:<evil@x>\r\n", b"a\r.\rb\r",
                  b"a\n.\r\nb", b"a\r\n.\nb", b"a\r.\nb\r.\r\n", b"nul \0 here\n.\n", b"x" * 5_000 + b"\n.\n",
                  "見".encode() * 2_000 + b"\n.\r", b".", b"\r", b"\n.", b""]
        with SmtpServer() as server:
            world = folder(bench, "out", outgoing=server.port)
            for number, body in enumerate(bodies):
                world.send("carl@customer.example", subject=f"Body {number}", body=body)
            world.sync()
            honest(world, server)
            assert len(server.taken) == len(bodies)
            for _, raw in server.taken:
                # As on the wire: dots are stuffed, the end is not part of it.
                for name, end in ENDS.items():
                    assert end not in b"\r\n" + raw, f"{name} ends it early: {raw}"
                assert not re.search(rb"\r(?!\n)|(?<!\r)\n|\0", raw), raw
                assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "RFC 5322 §2.1.1"

    yield "faults/F064-every-end-of-data", line_ends

    def injection():
        """Nothing a person or a sender writes becomes a command or a header of its own."""
        evil = "\r\nRCPT TO:<evil@x.example>\r\nX-Evil: 1"
        with SmtpServer() as server:
            world = folder(bench, "out", outgoing=server.port)
            for address in (f"carl@customer.example{evil}", f'"a{evil}"@customer.example', f"carl{evil}@customer.example",
                            "carl@customer.example>\nDATA", 'a"b"c@x y', "<carl@customer.example> SIZE=1",
                            '"quoted\\"@customer.example', "carl@[127.0.0.1\r\n]"):
                done = world.run("email", "send", "--from", "ann@contoso.test", "--to", address, "--subject", "x",
                                 "--body-file", world.password_file, expect=None)
                assert done.returncode in (0, 4), done.stderr
            name = world.base / f"a{evil}.txt".replace("/", "_")
            name.write_text("attached")
            ok = world.send("carl@customer.example", subject=f"Hello{evil}", more=["--attach", name])
            odd = world.send("odd+{}|~@customer.example", subject="Bcc: <evil@x.example>\nX-Evil: 1")
            world.sync(2)
            wire = set(server.message_ids())
            assert {ok["messageid"], odd["messageid"]} <= wire, "what can be written is sent"
            for id, status in world.outgoing().items():
                assert (status == SENT) == (id in wire) and status in (SENT, FAILED), (id, status)
            for text in server.commands:
                assert "evil" not in text, text
                assert re.fullmatch(r"(EHLO|MAIL FROM|RCPT TO|DATA|QUIT|RSET|NOOP)\b.*", text), text
            for _, raw in server.taken:
                header = raw.split(b"\r\n\r\n")[0]
                assert not re.search(rb"(?im)^(x-evil|bcc|rcpt)", header), header
                # Nor in the header of a part.
                assert not re.search(rb"(?im)^x-evil", raw), raw
            # The data did not come back as something else.
            subjects = [row[0] for row in world.sql("SELECT subject FROM email")]
            assert any("Hello" in subject for subject in subjects)

    yield "faults/F065-line-ends-in-addresses-subjects-and-names", injection

    # MARK: Loops

    def loop(name, mails, filed):
        """Mail that came by itself makes no mail."""
        with PopServer(mails) as pop, SmtpServer() as smtp:
            world = folder(bench, "in", incoming=pop.port)
            world.sync(3)
            assert not smtp.taken and not world.outgoing(), "nothing answers by itself"
            stored = world.stored()
            assert len(stored) == len(set(stored)) == filed, (len(stored), filed)

    def report(n):
        return message(
            n, "MAILER-DAEMON@customer.example", "ann@contoso.test", "Undelivered Mail",
            f"--b\r\nContent-Type: text/plain\r\n\r\nSorry {n}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; x@y\r\nAction: failed\r\nStatus: 5.1.1\r\n"
            "\r\n--b--\r\n", "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n")

    def away(n):
        return message(n, "carl@customer.example", "ann@contoso.test", f"Out of office {n}", "I am away\r\n",
                       "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n")

    yield "faults/F066-storm-of-reports", lambda: loop("reports", [report(n) for n in range(100)], 100)
    yield "faults/F067-out-of-office", lambda: loop("away", [away(n) for n in range(3)] + [away(0)], 3)

    def own_mail_comes_back():
        """An email of ours that a list or a copy sends back into our mailbox, again and again."""
        with SmtpServer() as smtp:
            world = folder(bench, "out", outgoing=smtp.port)
            world.send("ann@contoso.test", "list@customer.example", subject="To myself too")
            world.sync()
            honest(world, smtp)
            own = re.sub(rb"(?m)^\.\.", b".", smtp.taken[0][1])
        turns = [b"Received: from list by contoso; Mon, 02 Mar 2026 1%d:00:00 +0000\r\n" % n for n in range(5)]
        with PopServer([b"".join(turns[:n]) + own for n in range(1, 6)]) as pop, SmtpServer() as smtp:
            receiver = folder(bench, "in", incoming=pop.port)
            receiver.sync(3)
            assert len(receiver.stored()) == 1, receiver.stored()
            assert not smtp.connections

    yield "faults/F066-own-mail-comes-back", own_mail_comes_back

    # MARK: One connection

    def one_connection():
        """A host that takes one connection at a time gets everything, each once, each sender's in order."""
        def crowded(wire, text):
            if server.open > 1:
                wire.say("421 4.7.0 one at a time")
                wire.hang_up()

        with SmtpServer({"GREETING": crowded}) as server:
            world = folder(bench, "out", outgoing=server.port)
            for name in ("bob", "eve"):
                world.person("user", name.title(), f"{name}@contoso.test")
                world.run("mailbox", "set", f"{name}@contoso.test", "--profile", "P", "--outgoing", "server-side")
                world.run("mailbox", "approve", f"{name}@contoso.test")
                world.run("mailbox", "test", f"{name}@contoso.test")
            server.taken.clear()
            body = world.base / "body"
            body.write_text("Hello\n")
            for n in range(5):
                for name in ("ann", "bob", "eve"):
                    world.run("email", "send", "--from", f"{name}@contoso.test", "--to", "carl@customer.example",
                              "--subject", f"{name} {n}", "--body-file", body)
            world.sync(4)
            honest(world, server)
            assert len(server.taken) == 15
            subjects = [re.search(rb"(?m)^Subject: (\w+) (\d)", raw).groups() for _, raw in server.taken]
            for name in (b"ann", b"bob", b"eve"):
                mine = [n for who, n in subjects if who == name]
                assert mine == sorted(mine), subjects
            assert world.enabled()

    yield "faults/F068-one-connection-at-a-time", one_connection
