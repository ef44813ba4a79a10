"""Setting up: what a new user types, how it is answered, and how mistakes are met."""
import re


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
        assert b"secure connection" in done.stdout, done.stdout
        assert not world.json("mailbox", "list")["data"][0]["enabledForIncoming"]

    yield "setup/untrusted-certificate", untrusted

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
