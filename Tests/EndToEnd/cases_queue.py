"""The job queue: how many connections at a time, how much at a time, how often, and how it ends."""
import os, signal, subprocess, time
from world import PASSWORD, message


def mailboxes(bench, users, *profile, profiles=("P",)):
    """A world whose users all have mailboxes on one counting server."""
    server = bench.counting_pop3()
    world = bench.world()
    for name in profiles:
        world.profile(name, server.port, None, *profile)
    for index, user in enumerate(users):
        address = f"{user}@contoso.test"
        server.mail[user] = [message(f"{user}{n}", "c@x.example", address, f"{user} {n}") for n in range(2)]
        world.person("user", user.upper(), address)
        world.run("user", "set", address, "--accept", "all")
        world.mailbox(address, profiles[index % len(profiles)], user, "server-side")
        world.run("mailbox", "test", address)
    server.delay = 0.2
    server.most = 0
    server.asked.clear()
    server.sessions.clear()
    return world, server


def serve(bench, world, *arguments):
    environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C.UTF-8"}
    return subprocess.Popen([bench.binary, "serve", *arguments], env=environment, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def ended(service):
    if service.poll() is None:
        service.kill()
    service.wait()
    for stream in (service.stdout, service.stderr):
        stream.close()


def cases(bench):
    def per_profile():
        users = [f"u{n}" for n in range(12)]
        world, server = mailboxes(bench, users, "--max-connections", "3")
        world.run("sync", "--once")
        assert server.most == 3, f"{server.most} connections at a time"
        assert {user for user, _ in server.sessions} == set(users)
        assert len(world.emails()) == 24
        # Without the limit more are used: the limit is what held them back.
        world.run("profile", "set", "P", "--max-connections", "10")
        server.most = 0
        world.run("sync", "--once")
        assert 3 < server.most <= 10, server.most

    yield "queue/limit-per-profile", per_profile

    def per_server():
        users = [f"v{n}" for n in range(8)]
        world, server = mailboxes(bench, users, "--max-connections", "2", profiles=("P", "Q"))
        world.run("sync", "--once")
        assert server.most == 2, f"{server.most} connections at a time"
        assert len(world.emails()) == 16

    yield "queue/limit-per-server", per_server

    def budget():
        world, server = mailboxes(bench, ["big", "small"], "--max-connections", "1")
        server.delay = 0.0
        server.mail["big"] = [message(f"b{n}", "c@x.example", "big@contoso.test", f"Big {n}") for n in range(9)]
        world.run("deployment", "set", "IncomingMaximumEmailsPerCycle", "2")
        world.run("sync", "--once")
        assert len(world.emails()) == 11
        order = [user for user, _ in server.sessions]
        assert order.count("big") >= 5, order
        assert order.index("small") < len(order) - 2, f"the other mailbox had to wait for all of a big one: {order}"

    yield "queue/budget-per-mailbox", budget

    def polling():
        world, server = mailboxes(bench, ["often", "seldom"], profiles=("P", "Q"))
        server.delay = 0.0
        world.run("profile", "set", "Q", "--min-polling-minutes", "1")
        for name, value in (("ActiveMailboxMinimumBackoff", 1), ("ActiveMailboxMaximumBackoff", 2),
                            ("IdleMailboxMinimumBackoff", 4), ("IdleMailboxMaximumBackoff", 4),
                            ("MailboxQueueSelectInterval", 1)):
            world.run("deployment", "set", name, str(value))
        service = serve(bench, world)
        try:
            time.sleep(14)
            times = [when for user, when in server.sessions if user == "often"]
            gaps = [b - a for a, b in zip(times, times[1:])]
            # The first look finds mail; then the interval grows from one second to four, and stays there.
            assert 3 <= len(gaps) <= 6, gaps
            assert gaps[0] < 1.9 and gaps[-1] > 3.5, gaps
            assert all(b > a - 0.3 for a, b in zip(gaps, gaps[1:])), gaps
            seldom = [user for user, _ in server.sessions].count("seldom")
            assert seldom == 1, f"looked at {seldom} times within the shortest interval of its profile"
        finally:
            ended(service)

    yield "queue/adaptive-polling", polling

    def slow_transfer():
        """Asked to stop in the middle of transfers: what can end in order does, the rest is given up in time."""
        world, server = mailboxes(bench, ["quick", "slow"])
        large = "x" * 76 + "\r\n"
        server.mail["quick"] = [message("q", "c@x.example", "quick@contoso.test", "Quick", large * 2_600)]
        server.mail["slow"] = [message("s", "c@x.example", "slow@contoso.test", "Slow", large * 52_000)]
        server.rate = {"quick": 60_000, "slow": 40_000}
        service = serve(bench, world, "--json")
        try:
            assert server.transferring.wait(20), "no transfer began"
            time.sleep(0.5)
            start = time.monotonic()
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0, service.stderr.read()
            assert 1 < time.monotonic() - start < 30
        finally:
            ended(service)
        ids = [e["messageid"] for e in world.json("email", "list")["data"]]
        assert ids == ["<nq@test.example>"], ids
        server.rate = {}
        world.run("sync", "--once")
        world.run("sync", "--once")
        ids = sorted(e["messageid"] for e in world.json("email", "list")["data"])
        assert ids == ["<nq@test.example>", "<ns@test.example>"], ids
        assert not world.json("items", "--failed")["data"]

    yield "queue/stop-in-a-slow-transfer", slow_transfer

    def idle_stop():
        world, _ = mailboxes(bench, ["calm"])
        service = serve(bench, world, "--json")
        try:
            deadline = time.monotonic() + 20
            while len(world.emails()) < 2:
                assert time.monotonic() < deadline, "nothing was synchronized"
                time.sleep(0.1)
            start = time.monotonic()
            service.send_signal(signal.SIGTERM)
            said, _ = service.communicate(timeout=30)
            assert service.returncode == 0 and time.monotonic() - start < 5
            assert said.decode().strip() == '{"data":{},"ok":true,"problems":[]}', said
        finally:
            ended(service)

    yield "queue/stop-when-idle", idle_stop
