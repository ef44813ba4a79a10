"""Properties of the deployment: the document's script, changes past the program, backups before changes."""
import os, signal, sqlite3, subprocess

NAME = "AllowCredentialsEntryViaInsecureChannels"
SCRIPT = (f"USE MSCRM_CONFIG \nGO\nIF EXISTS (SELECT ColumnName, BitColumn FROM DeploymentProperties WHERE "
          f"ColumnName = \u2018{NAME}\u2019 AND BitColumn=0)\nBEGIN\nUpdate DeploymentProperties set BitColumn=1 "
          f"where ColumnName=\u2019{NAME}\u2019\nEND\n").encode()


def cases(bench):
    def sql(world, text):
        connection = sqlite3.connect(world.data / "configuration.sqlite", timeout=20)
        try:
            with connection:
                return connection.execute(text).fetchall()
        finally:
            connection.close()

    def value(world):
        return world.json("deployment", "get", NAME)["data"][0]["value"]

    def codes(document):
        return [problem["code"] for problem in document["problems"]]

    def script():
        world = bench.world()
        assert sql(world, "SELECT ColumnName, BitColumn FROM DeploymentProperties") == [(NAME, 0)]
        assert codes(world.json("status")) == []
        done = world.json("deployment", "sql", "-", stdin=SCRIPT)["data"][0]
        assert done["value"] is True and value(world) is True
        world.run("restore", done["backup"], "--check")
        status = world.json("status")
        assert codes(status) == ["insecureEntryOpen"] and status["data"]["openSwitches"] == [NAME], status
        said = world.run("status", "--language", "ja").stdout.decode()
        assert said.startswith("警告"), said
        again = world.json("deployment", "sql", "-", stdin=SCRIPT)["data"][0]
        assert "backup" not in again, again
        world.run("deployment", "sql", "-", stdin=SCRIPT.replace(b"BitColumn=1", b"BitColumn=2"), expect=4)
        world.run("deployment", "sql", "-", stdin=b"UPDATE DeploymentProperties SET BitColumn = 1", expect=4)
        # It can be taken back, and by the backup as well.
        world.run("deployment", "set", NAME, "false")
        assert value(world) is False and codes(world.json("status")) == []
        world.run("deployment", "set", NAME, "true")
        world.run("restore", done["backup"])
        assert value(world) is False
        # A missing row stays missing.
        sql(world, "DELETE FROM DeploymentProperties")
        said = world.run("deployment", "sql", "-", stdin=SCRIPT).stdout.decode()
        assert "There is no row" in said and sql(world, "SELECT * FROM DeploymentProperties") == [], said

    yield "deployment/the-documents-script", script

    def outside():
        """The bare UPDATE works in sqlite3 while the service runs, and nobody overlooks it."""
        world = bench.world()
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data)}
        service = subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            service.stdout.readline()
            assert world.json("status")["data"]["served"]
            sql(world, f"Update DeploymentProperties set BitColumn=1 where ColumnName='{NAME}'")
            assert value(world) is True and codes(world.json("status")) == ["insecureEntryOpen"]
            for _ in range(600):
                found = [a for a in world.json("alerts")["data"] if a["code"] == "propertyChangedOutside"]
                if found:
                    break
            assert len(found) == 1 and NAME in found[0]["text"] and "from 0 to 1" in found[0]["text"], found
            service.send_signal(signal.SIGTERM)
            assert service.wait(60) == 0
        finally:
            if service.poll() is None:
                os.killpg(service.pid, signal.SIGKILL)
                service.wait()
            service.stdout.close()
        assert not world.json("status")["data"]["served"]
        history = world.json("deployment", "history")["data"]
        assert [(h["before"], h["after"], h["outside"], h["backup"]) for h in history] == [("0", "1", True, None)]
        # The same statement again changes nothing and is no change; each real one is written down.
        sql(world, f"Update DeploymentProperties set BitColumn=1 where ColumnName='{NAME}'")
        sql(world, "INSERT INTO DeploymentProperties (deploymentpropertiesid, ColumnName, IntColumn) "
                   "VALUES (randomblob(16), 'MailboxRetryDelay', 77)")
        sql(world, "DELETE FROM DeploymentProperties WHERE ColumnName = 'MailboxRetryDelay'")
        history = world.json("deployment", "history")["data"]
        assert sorted((h["before"] or "", h["after"] or "") for h in history) == [("", "77"), ("0", "1"), ("77", "")]
        # What the program changes then counts as seen.
        world.run("sync", "--once")
        world.run("deployment", "set", NAME, "false")
        world.run("sync", "--once")
        left = [a["text"] for a in world.json("alerts")["data"] if a["code"] == "propertyChangedOutside"]
        assert len(left) == 2 and all("MailboxRetryDelay" in text for text in left), left

    yield "deployment/changed-outside", outside

    def backups():
        world = bench.world()
        (world.data / "backups").write_text("")
        world.run("deployment", "set", NAME, "true", expect=4)
        assert value(world) is False, "without a backup nothing is changed"
        (world.data / "backups").unlink()
        for number in range(13):
            world.run("deployment", "set", "MailboxRetryDelay", 100 + number)
        assert len(list((world.data / "backups").iterdir())) == 10

    yield "deployment/backed-up-before", backups
