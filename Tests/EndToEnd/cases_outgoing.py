"""From a record to SMTP: nothing is sent twice, nothing is forgotten, and doubt is said."""
import subprocess


def prepare(bench, sink, *profile):
    world = bench.world()
    world.person("user", "Ann A", "ann@contoso.test")
    world.profile("P", None, sink.port, "--authenticate-using", "none", *profile)
    world.mailbox("ann@contoso.test", "P", None, "none", "server-side")
    world.run("mailbox", "test", "ann@contoso.test")
    sink.taken.clear()
    body = world.base / "body"
    body.write_text("Guten Tag, 見積です.\n.dot first\n")
    attachment = world.base / "見積 a.bin"
    attachment.write_bytes(bytes(range(256)) * 600)
    for n in range(5):
        more = ["--attach", attachment, "--cc", "cc@customer.example", "--bcc", "bcc@customer.example"] if n == 2 else []
        world.run("email", "send", "--from", "ann@contoso.test", "--to", f"c{n}@customer.example", "--subject",
                  f"Offer {n}", "--body-file", body, *more)
    return world


def outgoing(world):
    return {e["messageid"]: e for e in world.json("email", "list", "--limit", "100")["data"]}


def cases(bench):
    hits = []

    def uninterrupted():
        sink = bench.sink()
        world = prepare(bench, sink)
        log = world.base / "log"
        world.run("sync", "--once", log=log)
        hits.extend(log.read_text().split())
        assert len(sink.taken) == 5
        assert all(e["statuscode"] == 3 for e in outgoing(world).values())
        with_copy = [(r, d) for r, d in sink.taken if len(r) == 3]
        assert len(with_copy) == 1 and b"bcc@customer.example" not in with_copy[0][1], "blind copies stay blind"
        assert all(b"CRM:0" in data for _, data in sink.taken), "tracking tokens"

    yield "outgoing/uninterrupted", uninterrupted

    points = subprocess.run([bench.binary, "failpoints"], capture_output=True, text=True).stdout.split()
    points = [point for point in points if point.startswith("outgoing.")]

    def enough():
        assert len(points) >= 10, points

    yield "outgoing/failpoints-listed", enough

    for point in points:
        for hit in (1, 2):
            def killed(point=point, hit=hit):
                if hits.count(point) < hit:
                    assert hit > 1, f"{point} is never passed"
                    return
                sink = bench.sink()
                world = prepare(bench, sink)
                log = world.base / "log"
                done = world.run("sync", "--once", expect=None, failpoint=f"{point}:{hit}", log=log)
                assert done.returncode == -9, f"exit {done.returncode}"
                assert log.read_text().split().count(point) == hit
                for _ in range(2):
                    world.run("sync", "--once", expect=None)
                ids = sink.message_ids()
                assert len(ids) == len(set(ids)), "sent twice"
                emails = outgoing(world)
                assert len(emails) == 5
                doubtful = [id for id, e in emails.items() if e["statuscode"] == 7]
                assert len(doubtful) <= 1, doubtful
                for id, email in emails.items():
                    if id in doubtful:
                        continue
                    assert email["statuscode"] == 3 and id in ids, (id, email["statuscode"], id in ids)
                before_dot = ("started", "rendered", "claimed", "connected", "envelope-accepted")
                if point.split(".")[1] in before_dot and hit == 1:
                    assert not doubtful, "nothing of the last bytes had left"
                if doubtful:
                    codes = [a["code"] for a in world.json("alerts")["data"]]
                    assert "sendInDoubt" in codes, codes
                    world.run("email", "resolve", doubtful[0], "--sent")
                    assert outgoing(world)[doubtful[0]]["statuscode"] == 3
                    assert "sendInDoubt" not in [a["code"] for a in world.json("alerts")["data"]]

            yield f"outgoing/F002-kill/{point}:{hit}", killed

    def resend_waits():
        sink = bench.sink()
        world = prepare(bench, sink, "--in-doubt", "resend")
        world.run("sync", "--once", expect=None, failpoint="outgoing.answered:1")
        world.run("sync", "--once", expect=None)
        world.run("sync", "--once", expect=None)
        ids = sink.message_ids()
        assert len(ids) == len(set(ids)) == 5, ids
        waiting = [e for e in outgoing(world).values() if e["statuscode"] == 6]
        assert len(waiting) == 1, outgoing(world)

    yield "outgoing/F055-resend-waits", resend_waits

    def refusals():
        sink = bench.sink()
        sink.refuse = {"gone@customer.example": "550 5.1.1 no such user", "later@customer.example": "452 4.2.2 full"}
        world = prepare(bench, sink)
        body = world.base / "body"

        def send(*to):
            arguments = sum((["--to", address] for address in to), [])
            return world.json("email", "send", "--from", "ann@contoso.test", *arguments, "--subject", " ".join(to),
                              "--body-file", body)["data"]["activityid"]

        partly, gone, later = send("gone@customer.example", "ok@customer.example"), send("gone@customer.example"), \
            send("later@customer.example")
        world.run("sync", "--once", expect=3)
        status = {id: world.json("email", "show", id)["data"] for id in (partly, gone, later)}
        assert status[partly]["statuscode"] == 3, status[partly]
        results = {p["addressused"]: p["deliveryresult"] for p in status[partly]["parties"]}
        assert results["gone@customer.example"] == 2 and results["ok@customer.example"] == 1, results
        assert status[gone]["statuscode"] == 8, status[gone]
        assert status[later]["statuscode"] == 6, status[later]
        text = world.run("explain", later).stdout.decode()
        assert "452 4.2.2 full" in text and "tried again" in text, text

    yield "outgoing/F058-refusals", refusals

    def wrong_password():
        sink = bench.sink("another password")
        world = bench.world()
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", None, sink.port)
        world.mailbox("ann@contoso.test", "P", "ann", "none", "server-side")
        world.run("mailbox", "test", "ann@contoso.test", expect=1)
        for _ in range(3):
            world.run("sync", "--once", expect=None)
        assert sink.refusals == 2, sink.refusals
        sink.password = open(world.password_file).read().strip()
        world.run("mailbox", "set", "ann@contoso.test", "--password-file", world.password_file)
        world.run("mailbox", "test", "ann@contoso.test")
        assert sink.refusals == 2, sink.refusals

    yield "outgoing/F063-wrong-password", wrong_password
