"""Mistakes and hostile input on the command line: a sentence in both languages that says what, where and what to do, a
document for programs, the right exit code, and nothing half done."""
import json, re, subprocess
from world import message

JAPANESE = re.compile("[ぁ-んァ-ン一-龥]")


def cases(bench):
    def refused(world, expect, *arguments, **more):
        """The same refusal as sentences in both languages and as a document."""
        said = {}
        for language in ("en", "ja"):
            done = world.run(*arguments, "--language", language, expect=expect, **more)
            text = done.stderr.decode() + (done.stdout.decode() if expect == 1 else "")
            assert text.strip(), f"{arguments} says nothing"
            assert bool(JAPANESE.search(text)) == (language == "ja"), (arguments, text)
            # What, and below it what to do.
            assert len(text.strip().split("\n")) >= 2, text
            for word in ("Optional(", "SyncFailure", "Fatal", "nil"):
                assert word not in text, text
            said[language] = text
        assert said["en"] != said["ja"]
        document = json.loads(world.run(*arguments, "--json", expect=expect, **more).stdout)
        problem = document["problems"][0]
        assert not document["ok"] and problem["what"] and problem["remedy"], document
        return problem

    def people(world):
        world.person("user", "Ann A", "ann@contoso.test")
        world.person("queue", "Support", "support@contoso.test")

    def arguments():
        world = bench.world()
        for mistake in (["no-such-command"], ["user", "create"], ["user", "create", "--name", "A"],
                        ["email", "list", "--limit", "many"], ["email", "list", "surplus"],
                        ["email", "send", "--from"], ["sync"], ["sync", "--onec"], ["mailbox", "set"],
                        ["email", "resolve", "x"], ["email", "resolve", "x", "--sent", "--send-again"],
                        ["demo", "--seed", "-1"], ["alerts", "--json=yes"], ["\x1b[31m"]):
            refused(world, 2, *mistake)
        done = world.run("alerts", "--language", "fr", expect=2)
        assert b"fr" in done.stderr and b"en, ja" in done.stderr, done.stderr
        assert b"\x1b" not in world.run("\x1b[31m", expect=2).stderr

    yield "input/arguments", arguments

    def unknown():
        world = bench.world()
        people(world)
        for mistake in (["mailbox", "test", "x@y.example"], ["mailbox", "approve", "x@y.example"],
                        ["mailbox", "set", "x@y.example", "--outgoing", "none"],
                        ["mailbox", "set", "ann@contoso.test", "--profile", "None"],
                        ["user", "set", "x@y.example", "--accept", "all"],
                        ["profile", "set", "None", "--max-connections", "3"],
                        ["explain", "<nothing@x>"], ["explain", "' OR 1=1 --"], ["email", "show", "x" * 5000],
                        ["email", "resolve", "<nothing@x>", "--sent"], ["sync", "--once", "--mailbox", "x@y.example"],
                        ["organization", "get", "nosuch"], ["organization", "set", "nosuch", "1"],
                        ["deployment", "get", "nosuch"], ["deployment", "set", "nosuch", "1"],
                        ["alerts", "--organization", "Elsewhere"], ["alerts", "--data", "/nonexistent/place"],
                        ["serve", "--data", "/nonexistent/place"], ["key", "rotate", "--data", "/nonexistent/place"]):
            refused(world, 6, *mistake)

    yield "input/unknown-names", unknown

    def impossible():
        world = bench.world()
        people(world)
        world.profile("P", 110)
        binary = world.base / "binary"
        binary.write_bytes(b"\xff\xfe\x00password")
        huge = world.base / "huge"
        huge.write_bytes(b"x" * 70_000)
        for mistake in (
                ["profile", "create", "--name", "Nothing"],
                ["profile", "create", "--name", "", "--incoming", "localhost:110"],
                ["profile", "create", "--name", "\x07", "--incoming", "localhost:110"],
                ["profile", "create", "--name", "A", "--type", "notes", "--incoming", "localhost:110"],
                ["profile", "create", "--name", "A", "--incoming", "localhost"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:0"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:99999"],
                ["profile", "create", "--name", "A", "--incoming", "http://localhost:110"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--incoming-tls", "maybe"],
                ["profile", "create", "--name", "A", "--incoming", "mail.example:110", "--incoming-tls", "none"],
                ["profile", "create", "--name", "A", "--outgoing", "mail.example:25", "--outgoing-tls", "none",
                 "--authenticate-using", "none"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--max-connections", "0"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--max-connections", "301"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--min-polling-minutes", "1441"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--keep-raw", "days:0"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--in-doubt", "guess"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--ca-file", "/nonexistent"],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--ca-file", binary],
                ["profile", "create", "--name", "A", "--incoming", "localhost:110", "--process-email-from", "2026-13-45"],
                ["user", "create", "--name", " ", "--address", "x@contoso.test"],
                ["user", "create", "--name", "X", "--address", "no address"],
                ["user", "create", "--name", "X", "--address", "a@b\r\nBcc: c@d"],
                ["contact", "create", "--name", "", "--address", "x@y.example"],
                ["mailbox", "set", "ann@contoso.test", "--from", "yesterday"],
                ["mailbox", "set", "ann@contoso.test", "--incoming", "pigeon"],
                ["mailbox", "set", "ann@contoso.test", "--delete-after-processing"],
                ["mailbox", "set", "ann@contoso.test", "--password-file", "/nonexistent"],
                ["mailbox", "set", "ann@contoso.test", "--password-file", binary],
                ["mailbox", "set", "ann@contoso.test", "--password-file", huge],
                ["user", "set", "ann@contoso.test", "--accept", "some"],
                ["organization", "set", "hashfilterkeywords", "(a+"],
                ["organization", "set", "maxuploadfilesize", "0x10"],
                ["organization", "set", "ignoreinternalemail", "perhaps"],
                ["deployment", "set", "ECAllowNonSSLEmail", "perhaps"],
                ["deployment", "set", "ActiveMailboxMinimumBackoff", "0"],
                ["email", "send", "--from", "ann@contoso.test", "--to", "c@x.example", "--subject", "S",
                 "--body-file", "/dev/null"]):
            refused(world, 4, *mistake)
        # An existing thing is not made twice: a conflict, not a refusal of the configuration.
        refused(world, 1, "user", "create", "--name", "Again", "--address", "ANN@contoso.test")
        refused(world, 1, "profile", "create", "--name", "P", "--incoming", "localhost:110")
        assert [p["name"] for p in world.json("profile", "list")["data"]] == ["P"], "a refusal left something behind"
        assert len(world.json("mailbox", "list")["data"]) == 2

    yield "input/impossible-settings", impossible

    def hostile_text():
        """What people and mail write is data: it reaches no terminal, no header and no statement."""
        sink = bench.sink()
        world = bench.world()
        world.person("user", "Ann \x1b]0;owned\x07 O'Brien\"; DROP TABLE email;--", "ann@contoso.test")
        world.profile("P", bench.dovecot.port, sink.port, "--outgoing-authenticate-using", "none")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side", "none")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        bench.dovecot.fill("ann", [message(1, "\"\x1b[2J\" <a@x.example>", "ann@contoso.test", "\x1b[31mRed\x07",
                                           "\x1b[31mbody\r\n")])
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("sync", "--once")
        for arguments in (("email", "list"), ("items",), ("explain", "<n1@test.example>"), ("mailbox", "list"),
                          ("email", "show", "<n1@test.example>")):
            assert b"\x1b" not in world.run(*arguments).stdout, arguments
        world.run("mailbox", "set", "ann@contoso.test", "--incoming", "none", "--outgoing", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        sink.taken.clear()
        body = world.base / "body"
        body.write_text("Hello\n")
        for to in ("c@x.example\r\nRCPT TO:<evil@x.example>", "c@x.example,evil@x.example", "<c@x.example>", "c", ""):
            refused(world, 4, "email", "send", "--from", "ann@contoso.test", "--to", to, "--subject", "S",
                    "--body-file", body)
        world.run("email", "send", "--from", "ann@contoso.test", "--to", "c@x.example", "--subject",
                  "S\r\nBcc: evil@x.example", "--body-file", body)
        world.run("sync", "--once")
        assert len(sink.taken) == 1
        recipients, data = sink.taken[0]
        assert recipients == ["c@x.example"] and b"\nBcc:" not in data, data
        assert b"\x1b" not in data.split(b"\r\n\r\n")[0]

    yield "input/hostile-text", hostile_text

    def languages():
        """Every command's help, and what it answers, in both languages."""
        from cases_documents import commands
        world = bench.world()
        for name in commands(bench.binary):
            shown = {}
            for language in ("en", "ja"):
                text = subprocess.run([bench.binary, *name.split(), "--help", "--language", language], check=True,
                                      capture_output=True, text=True, env={"PATH": "/usr/bin:/bin"}).stdout
                assert bool(JAPANESE.search(text)) == (language == "ja"), (name, text)
                shown[language] = text
            for word in ("USAGE", "OVERVIEW", "OPTIONS", "Print ", "Folder "):
                assert word not in shown["ja"], (name, word)
            assert "--data" in shown["en"] and "--json" in shown["en"] and "--language" in shown["en"], name
            # The same options are explained.
            options = [set(re.findall(r"--[a-z-]+", text)) for text in shown.values()]
            assert options[0] == options[1], (name, options[0] ^ options[1])
        for arguments in (("deployment", "get"), ("organization", "get"), ("mailbox", "list"), ("alerts",),
                          ("items",), ("email", "list"), ("profile", "list"),
                          ("contact", "create", "--name", "C"), ("key", "rotate"),
                          ("init", "--organization", "Test"), ("init", "--organization", "Second")):
            text = world.run(*arguments, "--language", "ja", expect=None,
                             environment={} if "Second" not in arguments else {}).stdout.decode()
            assert JAPANESE.search(text), (arguments, text)

    yield "input/languages", languages
