"""The Advisor, the kind of organization and the recommended set-ups, as a person uses them."""
import json, re, sqlite3
from world import PASSWORD

TENANT = "11111111-1111-1111-1111-111111111111"
OTHER = "22222222-2222-2222-2222-222222222222"


def cases(bench):
    def organization(kind, *more):
        world = bench.world(initialized=False)
        world.run("init", "--organization", "Test", "--kind", kind, *more)
        return world

    def found(world, expect=None):
        data = world.json("advise", expect=expect)["data"]
        return sorted(finding["id"] for finding in data["findings"])

    def kinds():
        """An organization online has the built-in profile from the start; one on premises has none."""
        online = organization("online", "--tenant", TENANT)
        assert [p["name"] for p in online.json("profile", "list")["data"]] == ["Microsoft Exchange Online"]
        assert found(online, expect=0) == []
        online.person("user", "Ann A", "ann@contoso.test")
        table = online.json("profile", "compare", "Microsoft Exchange Online")["data"]
        assert table["table"] == "A" and table["deviations"] == 0, table
        # New mailboxes use it.
        online.run("organization", "kind", "on-premises")
        assert found(online, expect=3) == ["hybrid-exchange-online@Microsoft Exchange Online"]
        on_premises = organization("on-premises")
        assert on_premises.json("profile", "list")["data"] == []
        for arguments in (("--tenant", "contoso"), ("--kind", "on-premises", "--tenant", TENANT), ("--kind", "cloud")):
            bench.world(initialized=False).run("init", "--organization", "X", *arguments, expect=4)

    yield "advice/kinds", kinds

    def preview():
        """What appears and vanishes with the kind; a preview changes nothing."""
        world = organization("on-premises")
        world.run("profile", "create", "--name", "Server", "--recommended", "individual")
        world.run("profile", "create", "--name", "Cloud", "--recommended", "online")
        seen = world.json("organization", "kind", "online", "--tenant", TENANT, "--preview")["data"]
        assert seen["appearing"] == ["online-other-profile@Cloud", "hybrid-exchange-server@Server"], seen
        assert seen["vanishing"] == ["hybrid-exchange-online@Cloud"] and not seen["changed"], seen
        assert world.json("organization", "kind")["data"] == {"kind": "on-premises", "tenant": None}
        assert len(world.json("profile", "list")["data"]) == 2
        done = world.json("organization", "kind", "online", "--tenant", TENANT)["data"]
        assert done["changed"] and done["appearing"] == seen["appearing"], done
        assert found(world) == sorted(seen["appearing"])
        back = world.json("organization", "kind", "on-premises")["data"]
        assert back["vanishing"] == seen["appearing"] and back["appearing"] == seen["vanishing"], back
        assert len(world.json("profile", "list")["data"]) == 2, "the unused built-in profile is gone again"

    yield "advice/kind-preview", preview

    def set_ups():
        """Each recommended set-up as one command: nothing is found, and the tables agree."""
        for kind, hybrid in (("online", "exchange-server"), ("on-premises", "exchange-online")):
            world = organization(kind, *(["--tenant", TENANT] if kind == "online" else []))
            world.run("profile", "create", "--name", "A", "--recommended", "online")
            world.run("profile", "create", "--name", "B", "--recommended", "one-credential", "--username", "service",
                      "--password-file", world.password_file)
            world.run("profile", "create", "--name", "C", "--recommended", "individual", "--server", "mail.contoso.test")
            for name in "ABC":
                table = world.json("profile", "compare", name)["data"]
                assert table["table"] == name and table["deviations"] == 0, table
            expected = (["hybrid-exchange-server@B", "hybrid-exchange-server@C", "online-other-profile@A"]
                        if kind == "online" else ["hybrid-exchange-online@A"])
            assert found(world, expect=3) == expected, found(world)
            assert world.json("profile", "compare", "C", "--with", "B")["data"]["deviations"] == 4
            world.run("profile", "compare", "C", "--with", "D", expect=2)
            notices = [n["rule"] for n in world.json("advise", expect=3)["data"]["notices"]]
            assert notices == ["shared-account-risk"], notices
        world.run("profile", "create", "--recommended", "online", expect=4)
        world.run("profile", "create", "--recommended", "individual", expect=2)
        world.run("profile", "create", expect=2)

    yield "advice/set-ups", set_ups

    def tables():
        """The document's tables in its words, in both languages."""
        world = organization("on-premises")
        world.run("profile", "create", "--name", "C", "--recommended", "individual")
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("mailbox", "set", "ann@contoso.test", "--profile", "C", "--incoming", "server-side")
        lines = world.run("profile", "compare", "C", "--language", "ja").stdout.decode().splitlines()
        assert lines[1:4] == [
            "設定\t推奨事項\t実際の値\t判定", "受信接続",
            "  認証方法\tユーザーまたはキューで指定した資格情報\tユーザーまたはキューで指定した資格情報\t推奨どおり"], lines
        assert any("1 件" in line for line in lines[-2:]), lines
        lines = world.run("mailbox", "compare", "ann@contoso.test", "--language", "ja").stdout.decode().splitlines()
        assert lines[2:] == ["資格情報", "  電子メール処理での資格情報の使用を許可する\tはい\tいいえ\t推奨と異なる",
                             "  ユーザー名\tメールボックスのユーザー名\t未設定\t未設定",
                             "  パスワード\tメールボックスのパスワード\t未設定\t未設定"], lines
        world.run("mailbox", "set", "ann@contoso.test", "--username", "ann", "--password-file", world.password_file,
                  "--allow-credentials")
        assert world.json("mailbox", "compare", "ann@contoso.test")["data"]["deviations"] == 0
        assert PASSWORD.encode() not in b"".join(world.said)

    yield "advice/tables", tables

    def fixes():
        """A fix makes its finding vanish; a stored password never follows to another server."""
        world = organization("on-premises")
        world.run("profile", "create", "--name", "C", "--recommended", "individual")
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("mailbox", "set", "ann@contoso.test", "--profile", "C", "--incoming", "server-side", "--username",
                  "ann", "--password-file", world.password_file)
        assert found(world, expect=3) == ["c-allow-credentials@ann@contoso.test"]
        fixed = world.json("advise", "--fix", "c-allow-credentials@ann@contoso.test")["data"]
        assert fixed == {"fixed": ["c-allow-credentials@ann@contoso.test"], "erased": []}, fixed
        assert found(world, expect=0) == []
        world.run("advise", "--fix", "c-allow-credentials", expect=6)
        database = next(world.data.glob("organization-*.sqlite"))
        with sqlite3.connect(database) as db:
            db.execute("UPDATE emailserverprofile SET usesamesettingsforoutgoingconnections = 0")
        assert found(world, expect=3) == ["c-same-settings@C"]
        done = world.run("advise", "--fix", "c-same-settings")
        assert b"erased" in done.stderr, done.stderr
        assert found(world, expect=3) == ["c-mailbox-password@ann@contoso.test"]
        with sqlite3.connect(database) as db:
            assert db.execute("SELECT count(*) FROM ls_secret").fetchone() == (0,)

    yield "advice/fixes", fixes

    def repair():
        """The built-in profile is recognized by its marker, and comes back to its table."""
        world = organization("online", "--tenant", TENANT)
        database = next(world.data.glob("organization-*.sqlite"))
        with sqlite3.connect(database) as db:
            db.execute("UPDATE emailserverprofile SET name = 'Renamed', useautodiscover = 0")
            db.execute("UPDATE organization SET defaultemailserverprofileid = NULL")
        assert found(world, expect=3) == ["built-in-profile", "online-auto-discover@Renamed"], found(world)
        world.run("profile", "create", "--recommended", "online")
        assert found(world, expect=0) == []
        assert [p["name"] for p in world.json("profile", "list")["data"]] == ["Renamed"]
        with sqlite3.connect(database) as db:
            db.execute("DELETE FROM emailserverprofile")
        world.run("advise", "--fix", "built-in-profile")
        assert [p["name"] for p in world.json("profile", "list")["data"]] == ["Microsoft Exchange Online"]

    yield "advice/repair", repair

    def forces():
        """The exit code follows the force, and every finding carries the document's sentence."""
        world = organization("online", "--tenant", TENANT)
        world.run("profile", "create", "--name", "Other", "--recommended", "online", "--tenant", OTHER)
        assert found(world, expect=3) == ["online-other-profile@Other", "online-other-tenant@Other"]
        text = world.run("advise", "--language", "ja", expect=3).stdout.decode()
        assert "別のテナントでの CRM Online の Exchange Online への接続はサポートされていません。" in text, text
        world.run("profile", "create", "--name", "Mail", "--incoming", "pop-mail.outlook.com:995")
        assert "fips-named-service@Mail" in found(world, expect=4)

    yield "advice/forces", forces

    def plan():
        """Before anything exists: answers from options, or a line each from standard input."""
        world = bench.world(initialized=False)
        done = world.run("advise", "--plan", stdin="online\nexchange-online\nother\n".encode(), expect=3)
        text = done.stdout.decode()
        assert "set-up A" in text and "online-other-tenant" in text and "--kind online" in text, text
        assert len(done.stderr.decode().splitlines()) == 4, "nothing is asked once the answers end"
        good = world.json("advise", "--plan", "--answer", "server=exchange-server", "--answer", "act=none")["data"]
        assert good["setUp"] == "individual" and good["advice"]["findings"] == [], good
        assert not world.data.exists()
        for wrong in ("kind=hosted", "colour=red", "kind"):
            world.run("advise", "--plan", "--answer", wrong, expect=2)
        world.run("advise", "--answer", "kind=online", expect=2)

    yield "advice/plan", plan

    def sarif():
        world = organization("online", "--tenant", TENANT)
        world.run("profile", "create", "--name", "Mail", "--incoming", "pop-mail.outlook.com:995")
        log = json.loads(world.run("advise", "--sarif", expect=4).stdout)
        assert log["version"] == "2.1.0" and len(log["runs"]) == 1, log
        run = log["runs"][0]
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert run["results"] and all(result["ruleId"] in rules for result in run["results"]), run
        assert {"error"} == {r["level"] for r in run["results"] if r["ruleId"] == "fips-named-service"}, run
        assert all(re.search("[ぁ-ん]", r["message"]["text"])
                   for r in json.loads(world.run("advise", "--sarif", "--language", "ja", expect=4).stdout)
                   ["runs"][0]["results"])

    yield "advice/sarif", sarif

    def topics():
        """Help about subjects, in both languages; about commands as before."""
        world = bench.world(initialized=False)
        listed = world.json("help")["data"]["topics"]
        assert {"configuration", "troubleshooting", "synchronization-methods", "backup", "outlook-users",
                "insecure-channels", "supported-configurations"} == set(listed), listed
        for topic in listed:
            page = world.json("help", topic)["data"]
            japanese = world.json("help", topic, "--language", "ja")["data"]
            assert set(page["related"]) <= set(listed) - {topic} and page["title"] != japanese["title"], page
            assert len(page["text"]) > 500 and re.search("[ぁ-ん]", japanese["text"]), topic
            assert not re.search("[ぁ-ん]", page["text"]), topic
            # Every command a page names exists.
            for command in re.findall(r"lockstep ((?:[a-z-]+ ?)+)", page["text"]):
                words = [word for word in command.split() if not word.startswith("-")]
                assert any(world.run("help", *words[:count], expect=None).returncode == 0
                           for count in range(len(words), 0, -1)), f"{topic}: lockstep {command}"
        assert b"--preview" in world.run("help", "organization", "kind").stdout
        assert world.run("help", "mailbox", "set").stdout.strip() in world.run("mailbox", "set", "--help").stdout
        world.run("help", "nonsense", expect=6)

    yield "advice/topics", topics

    def listed():
        """The first choice of an organization online is marked, and is the default."""
        world = organization("online", "--tenant", TENANT)
        world.run("profile", "create", "--name", "Own", "--recommended", "online")
        marks = [(p["name"], p["default"], p["recommended"]) for p in world.json("profile", "list")["data"]]
        assert marks == [("Microsoft Exchange Online", True, True), ("Own", False, False)], marks
        assert "推奨" in world.run("profile", "list", "--language", "ja").stdout.decode().splitlines()[0]

    yield "advice/first-choice", listed
