"""The service, outages, secrets, conversations."""
import os, pathlib, poplib, re, signal, smtplib, subprocess, time
from world import PASSWORD, message


def receiving(bench, messages, *more):
    world = bench.world()
    bench.dovecot.fill("ann", messages)
    world.person("user", "Ann A", "ann@contoso.test")
    world.run("user", "set", "ann@contoso.test", "--accept", "all")
    world.profile("P", bench.dovecot.port, *more)
    world.mailbox("ann@contoso.test", "P", "ann", "server-side")
    world.run("mailbox", "test", "ann@contoso.test")
    return world


def cases(bench):
    def outage():
        world = receiving(bench, [message(1, "a@x.example", "ann@contoso.test", "One")])
        bench.dovecot.stop()
        try:
            document = world.json("sync", "--once", expect=3)
            assert document["problems"][0]["code"] == "connectFailed", document
            assert world.json("mailbox", "list")["data"][0]["enabledForIncoming"], "an outage disables nothing"
            assert [a["code"] for a in world.json("alerts")["data"]].count("mailboxPostponed") == 1
            document = world.json("sync", "--once", expect=3)
            assert document["problems"][0]["code"] == "serverAvoided", document
        finally:
            bench.dovecot.start()
        world.run("mailbox", "test", "ann@contoso.test")

    yield "service/outage", outage

    def two_services():
        world = receiving(bench, [message(1, "a@x.example", "ann@contoso.test", "One")])
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data)}
        service = subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        try:
            service.stdout.readline()
            world.run("serve", expect=5)
            world.run("sync", "--once")
            assert len(world.emails()) == 1
            cmdline = pathlib.Path(f"/proc/{service.pid}/cmdline").read_bytes()
            assert PASSWORD.encode() not in cmdline
            start = time.monotonic()
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0
            assert time.monotonic() - start < 30
        finally:
            if service.poll() is None:
                service.kill()
            service.stdout.close()

    yield "service/two-services", two_services

    def secrets():
        world = receiving(bench, [message(1, "a@x.example", "ann@contoso.test", "One")])
        log = world.base / "log"
        world.run("sync", "--once", log=log)
        assert PASSWORD.encode() not in log.read_bytes()
        for path in world.data.rglob("*"):
            if path.is_file():
                assert PASSWORD.encode() not in path.read_bytes(), path
        assert not any(PASSWORD.encode() in text for text in world.said)
        assert (world.data / "master.key").stat().st_mode & 0o777 == 0o600
        before = (world.data / "master.key").read_text()
        world.run("key", "rotate")
        assert (world.data / "master.key").read_text() != before
        world.run("mailbox", "test", "ann@contoso.test")
        world.run("profile", "set", "P", "--incoming", f"localhost:{bench.dovecot.port}")
        done = world.run("mailbox", "test", "ann@contoso.test", expect=1)
        assert b"no password" in done.stdout, done.stdout

    yield "service/secrets", secrets

    def conversation():
        world = bench.world()
        for user in ("ann", "bob"):
            bench.dovecot.fill(user, [])
        world.person("user", "Ann A", "ann@contoso.test")
        world.person("user", "Bob B", "bob@contoso.test")
        world.profile("Out", bench.dovecot.port, bench.postfix.port, "--outgoing-authenticate-using", "none")
        world.profile("In", bench.dovecot.port)
        world.mailbox("bob@contoso.test", "In", "bob", "server-side")
        world.mailbox("ann@contoso.test", "Out", None, "none", "server-side")
        world.run("user", "set", "bob@contoso.test", "--accept", "all")
        world.run("mailbox", "test", "bob@contoso.test")
        world.run("mailbox", "test", "ann@contoso.test")
        bench.dovecot.fill("bob", [])
        body = world.base / "body"
        body.write_text("Hello Bob\n")
        sent = world.json("email", "send", "--from", "ann@contoso.test", "--to", "bob@contoso.test", "--subject",
                          "Plan", "--body-file", body)["data"]
        world.run("sync", "--once", "--mailbox", "ann@contoso.test")
        for _ in range(100):
            if bench.dovecot.count("bob"):
                break
            time.sleep(0.1)
        world.run("sync", "--once", "--mailbox", "bob@contoso.test")
        both = [e for e in world.json("email", "list")["data"] if e["messageid"] == sent["messageid"]]
        assert sorted(e["directioncode"] for e in both) == [False, True], "internal mail is two activities"
        token = sent["trackingtoken"]
        bench.dovecot.add("bob", message(50, "x@y.example", "bob@contoso.test", "Re: Plan",
                                         more=f"In-Reply-To: {sent['messageid']}\r\n"))
        bench.dovecot.add("bob", message(51, "x@y.example", "bob@contoso.test", f"Re: Plan {token}"))
        world.run("user", "set", "bob@contoso.test", "--accept", "replies")
        bench.dovecot.add("bob", message(52, "x@y.example", "bob@contoso.test", "Something else"))
        world.run("sync", "--once", "--mailbox", "bob@contoso.test")
        methods = {e["messageid"]: e["correlationmethod"] for e in world.json("email", "list")["data"]}
        assert methods["<n50@test.example>"] == 3 and methods["<n51@test.example>"] == 4, methods
        assert "<n52@test.example>" not in methods
        text = world.run("explain", "<n52@test.example>").stdout.decode()
        assert "Nobody's rule accepts it" in text, text

    yield "service/conversation", conversation

    def demo():
        """The demo ends well, and its built-in servers speak with foreign clients."""
        environment = {"PATH": os.environ["PATH"], "LANG": "C"}
        demo = subprocess.Popen([bench.binary, "demo", "--stay", "--data", str(bench.base / "demo")], env=environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said = ""
            while "keep running" not in said:
                line = demo.stdout.readline()
                assert line, said
                said += line
            assert "correlated: 8 of 8" in said, said
            ports = re.search(r"POP3 on port (\d+), SMTP on port (\d+)", said)
            user, password = "anna.berger@contoso.example", "demo"
            smtp = smtplib.SMTP("127.0.0.1", int(ports[2]))
            try:
                smtp.login(user, "wrong")
                raise AssertionError("a wrong password was accepted")
            except smtplib.SMTPAuthenticationError:
                pass
            smtp.login(user, password)
            smtp.sendmail(user, [user], b"Subject: from smtplib\r\nMessage-ID: <s@x>\r\n\r\n.dot\r\n")
            smtp.quit()
            for _ in range(50):
                try:
                    pop = poplib.POP3("127.0.0.1", int(ports[1]))
                    pop.user(user)
                    pop.pass_(password)
                    break
                except poplib.error_proto as refused:
                    # The service is reading this mailbox just now.
                    assert b"IN-USE" in refused.args[0], refused
                    time.sleep(0.1)
            count, octets = pop.stat()
            ids = [line.split()[1] for line in pop.uidl()[1]]
            sizes = [int(line.split()[1]) for line in pop.list()[1]]
            assert count == len(ids) == len(set(ids)) == len(sizes) and sum(sizes) == octets
            last = pop.retr(count)[1]
            assert b".dot" in last and b"Subject: from smtplib" in last, last
            assert pop.top(count, 0)[1][0].startswith(b"Subject:")
            pop.dele(count)
            pop.rset()
            pop.quit()
            demo.send_signal(signal.SIGTERM)
            assert demo.wait(30) == 0
        finally:
            if demo.poll() is None:
                demo.kill()
            demo.stdout.close()

    yield "service/demo-with-foreign-clients", demo

    def full_disk():
        world = receiving(bench, [message(n, "a@x.example", "ann@contoso.test", f"N {n}", "x" * 60000 + "\r\n")
                                  for n in range(30)])
        import resource
        limit = 600_000

        def preexec():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        done = subprocess.run([bench.binary, "sync", "--once"], preexec_fn=preexec, capture_output=True, timeout=120,
                              env={"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C"})
        assert done.returncode not in (0, -9, -11, -6), (done.returncode, done.stdout, done.stderr)
        assert b"could not write" in done.stderr, done.stderr
        for _ in range(2):
            world.run("sync", "--once", expect=None)
        if len(world.emails()) < 30:
            world.run("mailbox", "test", "ann@contoso.test")
            world.run("sync", "--once", expect=None)
        assert len(world.emails()) == 30, len(world.emails())

    yield "service/F006-file-size-limit", full_disk
