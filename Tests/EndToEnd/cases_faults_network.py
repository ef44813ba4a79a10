"""F035, F036, F040 to F045: slow, silent and lying networks; certificates; STARTTLS."""
import socket, ssl, time
from faults import PopServer, Proxy, Server, SmtpServer, context, folder, honest, never_told, nothing_lost_nor_doubled
from world import message

MAILS = [message(n, f"c{n}@customer.example", "ann@contoso.test", f"Mail {n}") for n in range(2)]
IDS = ["<n0@test.example>", "<n1@test.example>"]
# Seconds without an answer in the slow cases.
PATIENCE = 1


def cases(bench):
    def in_time(work, most=20):
        start = time.monotonic()
        result = work()
        took = time.monotonic() - start
        assert took < most, f"{took:.1f} s"
        return result

    # MARK: Slow and silent

    def slow_pop3(*faults, code="timedOut"):
        with PopServer(MAILS) as server:
            world = folder(bench, "in", seconds=PATIENCE)
            with Proxy(bench, server.port, *faults) as proxy:
                world.point(incoming=proxy.port)
                document = in_time(world.sync)
                assert world.codes(document) == [code], document
                assert world.enabled() and "mailboxPostponed" in world.alerts(), world.alerts()
            world.point(incoming=server.port).sync()
            nothing_lost_nor_doubled(world, IDS)
            assert len(server.messages) == 2

    def slow_smtp(*faults, code="timedOut", doubtful=0):
        with SmtpServer() as server:
            world = folder(bench, "out", seconds=PATIENCE)
            world.send("carl@customer.example")
            with Proxy(bench, server.port, *faults) as proxy:
                world.point(outgoing=proxy.port)
                document = in_time(world.sync)
                assert world.codes(document) == [code], document
                assert world.enabled()
            world.point(outgoing=server.port).sync()
            honest(world, server, doubtful)

    yield "faults/F035-pop3-one-byte-now-and-then", lambda: slow_pop3("down:trickle=1/400")
    yield "faults/F035-pop3-requests-dribble", lambda: slow_pop3("up:trickle=1/400")
    yield "faults/F035-smtp-one-byte-now-and-then", lambda: slow_smtp("down:trickle=1/400")
    yield "faults/F036-pop3-accepts-then-silence", lambda: slow_pop3("both:silence@0")
    yield "faults/F036-smtp-accepts-then-silence", lambda: slow_smtp("both:silence@0")
    yield "faults/F036-pop3-silence-within-a-message", lambda: slow_pop3("down:silence@300")

    def unanswered_connect():
        # A full backlog leaves further SYNs without an answer.
        with socket.socket() as hole:
            hole.bind(("127.0.0.1", 0))
            hole.listen(0)
            port = hole.getsockname()[1]
            fillers = []
            try:
                for _ in range(3):
                    filler = socket.socket()
                    filler.setblocking(False)
                    filler.connect_ex(("127.0.0.1", port))
                    fillers.append(filler)
                world = folder(bench, "in", incoming=port, seconds=PATIENCE)
                document = in_time(world.sync)
                assert world.codes(document) == ["connectFailed"], document
                assert world.enabled()
            finally:
                for filler in fillers:
                    filler.close()
        with PopServer(MAILS) as server:
            world.point(incoming=server.port).sync()
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F036-connect-without-answer", unanswered_connect

    def latency():
        """Round trips cost, the size does not: 20 ms each way must not limit the throughput."""
        size = 4 << 20
        mails = [message(n, "c@customer.example", "ann@contoso.test", f"Big {n}", ("x" * 76 + "\r\n") * (size // 78))
                 for n in range(4)]
        with PopServer(mails) as server, Proxy(bench, server.port, "both:delay=20") as proxy:
            world = folder(bench, "in", incoming=proxy.port)
            in_time(world.sync, 20)
            nothing_lost_nor_doubled(world, [f"<n{n}@test.example>" for n in range(4)])

    yield "faults/F035-latency-is-no-limit-of-throughput", latency

    # MARK: Certificates

    def refused_certificate(served, code, authority=None):
        """No connection, no password, the reason said, and nothing else in the way of the owner."""
        for kind in ("in+tls", "auth+starttls"):
            ours = dict(tls="implicit" if kind == "in+tls" else "starttls", context=served)
            server = PopServer(MAILS, **ours) if kind == "in+tls" else SmtpServer(**ours)
            with server:
                world = folder(bench, kind, incoming=server.port, outgoing=server.port)
                if authority:
                    world.sql("UPDATE emailserverprofile SET ls_cacertificates = ?", authority.read_text())
                if kind != "in+tls":
                    world.send("carl@customer.example")
                document = world.sync()
                assert world.codes(document) == [code], document
                never_told(server)
                assert "mailboxDisabled" in world.alerts() and not world.enabled(), world.alerts()
                world.sync()
                assert not world.stored()
                if kind != "in+tls":
                    assert list(world.outgoing().values()) == [6] and not server.taken

    def issued(name, code, **wrong):
        def case():
            refused_certificate(context(*bench.certificates.issue(name, **wrong)), code)

        return f"faults/F040-certificate-{name}", case

    def good():
        with PopServer(MAILS, tls="implicit", context=bench.good_context) as server:
            world = folder(bench, "in+tls", incoming=server.port)
            assert world.sync()["ok"]
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F040-certificate-good", good
    yield issued("expired", "certificateExpired", days=("20200101000000Z", "20210101000000Z"))
    yield issued("not-yet-valid", "certificateNotYetValid", days=("20340101000000Z", "20350101000000Z"))
    yield issued("wrong-host", "certificateForOthers", names="DNS:other.example,IP:192.0.2.1")
    yield issued("for-clients-only", "certificateNotForServers", usage="clientAuth")
    yield issued("SHA-1", "certificateSignatureWeak", digest="sha1")
    yield issued("1024-bit-key", "certificateKeyShort", bits=1024)

    def self_signed():
        certificate, key = bench.certificates.folder / "self.pem", bench.certificates.folder / "self.key"
        bench.certificates.make_root(certificate, key, "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        refused_certificate(context(certificate, key), "certificateUntrusted")

    yield "faults/F040-certificate-self-signed", self_signed

    def unknown_authority():
        root, key = bench.certificates.folder / "unknown.pem", bench.certificates.folder / "unknown.key"
        bench.certificates.make_root(root, key)
        served = context(*bench.certificates.issue("by-unknown", authority=(root, key)))
        refused_certificate(served, "certificateUntrusted")

    yield "faults/F040-certificate-unknown-authority", unknown_authority

    # MARK: Old protocols

    def old(name, **wrong):
        def case():
            served = context(*bench.certificates.issue("good"), **wrong)
            refused_certificate(served, "tlsFailed")

        return f"faults/F041-{name}", case

    yield old("TLS-1.0-only", highest=ssl.TLSVersion.TLSv1, ciphers="ALL:@SECLEVEL=0")
    yield old("TLS-1.1-only", highest=ssl.TLSVersion.TLSv1_1, ciphers="ALL:@SECLEVEL=0")
    yield old("no-encryption", highest=ssl.TLSVersion.TLSv1_2, ciphers="NULL-SHA256:@SECLEVEL=0")
    yield old("no-forward-secrecy", highest=ssl.TLSVersion.TLSv1_2, ciphers="AES128-SHA:@SECLEVEL=0")

    # MARK: STARTTLS

    def stripped():
        """Somebody on the way takes the offer out."""
        with PopServer(MAILS) as pop, SmtpServer() as smtp:
            receiver = folder(bench, "in+starttls", incoming=pop.port)
            document = receiver.sync()
            assert receiver.codes(document) == ["startTLSNotOffered"], document
            sender = folder(bench, "auth+starttls", outgoing=smtp.port)
            sender.send("carl@customer.example")
            document = sender.sync()
            assert sender.codes(document) == ["startTLSNotOffered"], document
            for world, server in ((receiver, pop), (sender, smtp)):
                never_told(server)
                assert "mailboxDisabled" in world.alerts()
            assert not smtp.taken and not receiver.stored() and list(sender.outgoing().values()) == [6]

    yield "faults/F042-STARTTLS-stripped", stripped

    def refused():
        """Offered, then refused, by either side of the law: no falling back."""
        with PopServer(MAILS, {"STLS": lambda wire, text: "-ERR not now"}, tls="starttls",
                       context=bench.good_context) as pop, \
                SmtpServer({"STARTTLS": lambda wire, text: "454 4.7.0 not now"}, tls="starttls",
                           context=bench.good_context) as smtp:
            receiver = folder(bench, "in+starttls", incoming=pop.port)
            sender = folder(bench, "auth+starttls", outgoing=smtp.port)
            sender.send("carl@customer.example")
            for world, server in ((receiver, pop), (sender, smtp)):
                document = world.sync()
                assert world.codes(document)[0] in ("serverBusy", "serverRefused", "startTLSNotOffered"), document
                never_told(server)
            assert not smtp.taken and not receiver.stored() and list(sender.outgoing().values()) == [6]

    yield "faults/F042-STARTTLS-refused", refused

    def injected(pop_lines, smtp_lines):
        def after_stls(wire, text):
            wire.say(b"+OK begin\r\n" + pop_lines)
            wire.start_tls()

        def after_starttls(wire, text):
            wire.say(b"220 begin\r\n" + smtp_lines)
            wire.start_tls()

        with PopServer(MAILS, {"STLS": after_stls}, tls="starttls", context=bench.good_context) as pop, \
                SmtpServer({"STARTTLS": after_starttls}, tls="starttls", context=bench.good_context) as smtp:
            receiver = folder(bench, "in+starttls", incoming=pop.port)
            sender = folder(bench, "auth+starttls", outgoing=smtp.port)
            sender.send("carl@customer.example")
            for world, server in ((receiver, pop), (sender, smtp)):
                document = world.sync()
                assert world.codes(document) == ["protocolViolation"], document
                never_told(server)
            assert not smtp.taken and not receiver.stored() and list(sender.outgoing().values()) == [6]

    yield "faults/F043-injected-reply", lambda: injected(b"+OK\r\n", b"250 ok\r\n")
    yield "faults/F043-injected-capabilities", lambda: injected(
        b"+OK\r\nSASL LOGIN\r\nUIDL\r\n.\r\n", b"250-evil\r\n250 AUTH PLAIN\r\n")
    yield "faults/F043-injected-half-a-line", lambda: injected(b"+", b"2")
    yield "faults/F043-injected-line-end", lambda: injected(b"\r\n", b"\r\n")

    def capabilities():
        """What was offered in plain text is nobody's word. Only what came under TLS is used."""
        pop = PopServer(MAILS, tls="starttls", context=bench.good_context, capabilities=lambda wire: (
            ["UIDL", "TOP", "SASL PLAIN"] if wire.secure else ["SASL CRAM-MD5", "LOGIN-DELAY 9999", "PIPELINING"]))
        smtp = SmtpServer(tls="starttls", context=bench.good_context, extensions=lambda wire: (
            ["8BITMIME", "AUTH PLAIN"] if wire.secure else ["PIPELINING", "SIZE 10", "AUTH CRAM-MD5", "SMTPUTF8"]))
        with pop, smtp:
            receiver = folder(bench, "in+starttls", incoming=pop.port)
            assert receiver.sync()["ok"]
            nothing_lost_nor_doubled(receiver, IDS)
            sender = folder(bench, "auth+starttls", outgoing=smtp.port)
            sender.send("carl@customer.example")
            assert sender.sync()["ok"]
            honest(sender, smtp)
            mail = next(text for text in smtp.commands if text.startswith("MAIL"))
            assert "SIZE" not in mail and "SMTPUTF8" not in mail, mail
            # Without PIPELINING under TLS, nothing is on the way before its predecessor was answered.
            assert not any(b"MAIL FROM" in piece and b"RCPT TO" in piece for piece in smtp.heard)

    yield "faults/F045-capabilities-before-and-after-TLS", capabilities
