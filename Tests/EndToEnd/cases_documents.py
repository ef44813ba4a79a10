"""Every command's `--json` document against its golden file, and that no command is forgotten."""
import json, re, subprocess
import documents, getpass
from cases_deployment import SCRIPT
from world import message


def commands(binary):
    """The names of all commands, as help shows them."""
    found = []

    def walk(path):
        text = subprocess.run([binary, *path, "--help"], capture_output=True, text=True, check=True,
                              env={"LANG": "C"}).stdout
        subcommands = text.split("SUBCOMMANDS:")[1:] and text.split("SUBCOMMANDS:")[1]
        names = re.findall(r"^  ([a-z-]+)(?:\s|$)", subcommands or "", re.M)
        if not names:
            found.append(" ".join(path))
        for name in names:
            walk([*path, name])

    walk([])
    return found


def cases(bench):
    seen = set()

    def check(world, name, document, *more):
        texts = [(str(world.data), "DATA"), (str(world.base), "BASE"), (f":{bench.dovecot.port}", ":POP3"), (getpass.getuser(), "USER"),
                 *[(f":{port}", ":SMTP") for port in more], (f"port {bench.dovecot.port}", "port POP3")]
        documents.check(name, document, texts, bench.updates)

    def story():
        """One small deployment from init to explain, each answer compared."""
        sink = bench.sink()
        world = bench.world(initialized=False)

        def ask(name, *arguments, expect=0, command=None, **more):
            document = world.json(*arguments, expect=expect, **more)
            seen.add(command or " ".join(a for a in arguments[:2] if re.fullmatch("[a-z-]+", str(a))))
            check(world, name, document, sink.port)
            return document["data"]

        ask("init", "init", "--organization", "Test", command="init")
        ask("init-again", "init", "--organization", "Test", command="init")
        ask("deployment-get", "deployment", "get")
        ask("deployment-set", "deployment", "set", "ActiveMailboxMinimumBackoff", "30")
        script = world.base / "script"
        script.write_bytes(SCRIPT)
        ask("deployment-sql", "deployment", "sql", script)
        ask("deployment-history", "deployment", "history")
        ask("status-open", "status", command="status")
        world.run("deployment", "set", "AllowCredentialsEntryViaInsecureChannels", "false")
        ask("status", "status", command="status")
        ask("organization-get", "organization", "get")
        ask("organization-set", "organization", "set", "trackingprefix", "CRM:")
        ask("user-create", "user", "create", "--name", "Ann A", "--address", "ann@contoso.test")
        ask("queue-create", "queue", "create", "--name", "Support", "--address", "support@contoso.test")
        ask("contact-create", "contact", "create", "--name", "Carl C", "--address", "c1@customer.example")
        ask("account-create", "account", "create", "--name", "Customer", "--address", "info@customer.example")
        ask("lead-create", "lead", "create", "--name", "Lea D", "--address", "lea@elsewhere.example")
        ask("user-set", "user", "set", "ann@contoso.test", "--accept", "known")
        ask("queue-set", "queue", "set", "support@contoso.test", "--accept", "all")
        ask("profile-create", "profile", "create", "--name", "P", "--incoming", f"127.0.0.1:{bench.dovecot.port}",
            "--incoming-tls", "none", "--outgoing", f"127.0.0.1:{sink.port}", "--outgoing-tls", "none",
            "--outgoing-authenticate-using", "none")
        ask("profile-create-recommended", "profile", "create", "--name", "Exchange", "--recommended", "individual",
            "--server", "https://mail.contoso.test/EWS/Exchange.asmx")
        ask("profile-compare", "profile", "compare", "Exchange")
        ask("profile-set", "profile", "set", "P", "--max-connections", "3")
        ask("profile-list", "profile", "list")
        ask("profile-show", "profile", "show", "P")
        ask("mailbox-create", "mailbox", "create", "--name", "Forwarded", "--address", "forward@contoso.test")
        ask("mailbox-set", "mailbox", "set", "ann@contoso.test", "--profile", "P", "--username", "ann",
            "--password-file", world.password_file, "--incoming", "server-side", "--outgoing", "none",
            "--allow-credentials", "--from", "beginning")
        ask("mailbox-show", "mailbox", "show", "ann@contoso.test")
        ask("mailbox-show-effective", "mailbox", "show", "ann@contoso.test", "--effective")
        ask("mailbox-compare", "mailbox", "compare", "ann@contoso.test")
        ask("advise", "advise", command="advise")
        ask("organization-kind-preview", "organization", "kind", "online", "--preview")
        ask("organization-kind", "organization", "kind")
        ask("mailbox-test-refused", "mailbox", "test", "ann@contoso.test", expect=1)
        ask("mailbox-approve", "mailbox", "approve", "ann@contoso.test")
        bench.dovecot.fill("ann", [
            message(1, "c1@customer.example", "ann@contoso.test", "Order"),
            message(2, "stranger@elsewhere.example", "ann@contoso.test", "Buy now"),
            b"\r\n\r\n"])
        ask("mailbox-test", "mailbox", "test", "ann@contoso.test")
        ask("sync", "sync", "--once", expect=3, command="sync")
        ask("sync-nothing-new", "sync", "--once", command="sync")
        world.mailbox("support@contoso.test", "P", None, "none", "server-side")
        world.run("mailbox", "test", "support@contoso.test")
        sink.taken.clear()
        body = world.base / "body"
        body.write_text("Hello\n")
        sent = ask("email-send", "email", "send", "--from", "support@contoso.test", "--to", "c1@customer.example",
                   "--subject", "Offer", "--body-file", body, "--attach", body)
        ask("explain-pending-send", "explain", sent["messageid"], command="explain")
        ask("sync-sent", "sync", "--once", "--mailbox", "support@contoso.test", command="sync")
        ask("email-list", "email", "list")
        ask("email-show", "email", "show", "<n1@test.example>")
        ask("email-show-sent", "email", "show", sent["activityid"])
        ask("email-resolve-refused", "email", "resolve", sent["activityid"], "--sent", expect=6)
        ask("explain-tracked", "explain", "<n1@test.example>", command="explain")
        ask("explain-not-tracked", "explain", "<n2@test.example>", command="explain")
        ask("explain-sent", "explain", sent["activityid"], command="explain")
        ask("items", "items", command="items")
        failed = ask("items-failed", "items", "--failed", command="items")
        ask("explain-quarantined", "explain", failed[0]["remoteid"], command="explain")
        ask("alerts", "alerts", "--all", command="alerts")
        ask("mailbox-list", "mailbox", "list")
        ask("help", "help", "synchronization-methods", command="help")
        ask("key-rotate", "key", "rotate")
        ask("failpoints", "failpoints", command="failpoints")
        ask("backup", "backup", "--to", world.base / "everything.backup", command="backup")
        ask("restore-check", "restore", world.base / "everything.backup", "--check", command="restore")
        ask("restore", "restore", world.base / "everything.backup", command="restore")

    yield "documents/story", story

    def doubt():
        """An email in doubt and the person who settles it."""
        sink = bench.sink()
        world = bench.world()
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", None, sink.port, "--authenticate-using", "none")
        world.mailbox("ann@contoso.test", "P", None, "none", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        body = world.base / "body"
        body.write_text("Hello\n")
        sent = world.json("email", "send", "--from", "ann@contoso.test", "--to", "c1@customer.example", "--subject",
                          "Offer", "--body-file", body)["data"]
        world.run("sync", "--once", expect=None, failpoint="outgoing.answered:1")
        check(world, "sync-in-doubt", world.json("sync", "--once", expect=3), sink.port)
        check(world, "explain-in-doubt", world.json("explain", sent["activityid"]), sink.port)
        check(world, "alerts-in-doubt", world.json("alerts"), sink.port)
        seen.add("email resolve")
        check(world, "email-resolve", world.json("email", "resolve", sent["activityid"], "--sent"), sink.port)

    yield "documents/doubt", doubt

    def demo():
        world = bench.world(initialized=False)
        done = subprocess.run([bench.binary, "demo", "--json", "--data", str(world.data)], capture_output=True,
                              timeout=300, env={"LANG": "C", "PATH": "/usr/bin:/bin"})
        assert done.returncode == 0, done.stderr
        seen.add("demo")
        document = json.loads(done.stdout)
        # Which mailbox is read first decides how many answers wait for the next look: the rest is always the same.
        assert 180 <= document["data"]["tracked"] <= document["data"]["found"], document
        document["data"]["tracked"] = 0
        check(world, "demo", document)

    yield "documents/demo", demo

    def mistakes():
        world = bench.world()
        check(world, "usage-missing", world.json("email", "send", expect=2))
        check(world, "usage-unknown", world.json("sync", "--onec", expect=2))
        check(world, "unknown-thing", world.json("mailbox", "test", "nobody@contoso.test", expect=6))
        check(world, "configuration-refused", world.json(
            "profile", "create", "--name", "X", "--incoming", "mail.example.com:110", "--incoming-tls", "none",
            expect=4))
        check(world, "usage-missing-ja", world.json("email", "send", "--language", "ja", expect=2))

    yield "documents/mistakes", mistakes

    def advice():
        """What the Advisor says of an organization online whose profile deviates, and before there is anything."""
        world = bench.world(initialized=False)
        tenant = "11111111-1111-1111-1111-111111111111"
        check(world, "init-online", world.json("init", "--organization", "Test", "--kind", "online", "--tenant", tenant))
        check(world, "advise-online", world.json("advise"))
        world.run("profile", "create", "--name", "Own", "--recommended", "one-credential")
        check(world, "advise-findings", world.json("advise", expect=3))
        check(world, "advise-findings-ja", world.json("advise", "--language", "ja", expect=3))
        check(world, "advise-fix-refused", world.json("advise", "--fix", "b-user-name", expect=4))
        check(world, "advise-plan", world.json(
            "advise", "--plan", "--answer", "kind=online", "--answer", "server=exchange-server", "--answer",
            "account=one-credential", "--answer", "act=server-side", expect=3))

    yield "documents/advice", advice

    def none_forgotten():
        # serve answers when it is stopped: service/slow-transfer reads its document.
        expected = set(commands(bench.binary)) - {"serve"}
        assert len(expected) > 25, expected
        if len(seen) > 1:
            assert expected == seen, (expected - seen, seen - expected)

    yield "documents/none-forgotten", none_forgotten
