"""F004, F006 to F013, F018, F019, F023: the process, its disk and its clock."""
import os, pathlib, pwd, random, resource, shutil, signal, sqlite3, subprocess, tempfile, time
from faults import Folder, PopServer, SmtpServer, folder, honest, nothing_lost_nor_doubled
from world import message

COUNT = 12
IDS = [f"<n{n}@test.example>" for n in range(COUNT)]
IDS_SORTED = sorted(IDS)


def mails(octets=2000):
    return [message(n, f"c{n}@customer.example", "ann@contoso.test", f"Mail {n}", "x" * 70 + "\r\n" * 1 +
                    ("y" * 76 + "\r\n") * (octets // 78)) for n in range(COUNT)]


def until(condition, what, patience=30):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)
    return found


def intact(world):
    assert world.sql("PRAGMA integrity_check") == [("ok",)]


def cases(bench):
    def variables(world):
        return {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C"}

    def started(world, *arguments, prefix=(), **more):
        return subprocess.Popen([*prefix, bench.binary, *arguments], env=variables(world), stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, **more)

    def ran(world, *arguments, prefix=(), **more):
        done = subprocess.run([*map(str, prefix), bench.binary, *arguments], env=variables(world), capture_output=True,
                              timeout=120, **more)
        return done.returncode, (done.stdout + done.stderr).decode()

    # MARK: Kills

    points = subprocess.run([bench.binary, "failpoints"], capture_output=True, text=True).stdout.split()

    def killed_while_recovering(seed):
        """Up to five kills, each in the recovery from the one before, then one run that may end."""
        chance = random.Random(seed)
        with PopServer(mails()) as server:
            world = folder(bench, "queue", incoming=server.port)
            for _ in range(5):
                point = chance.choice([point for point in points if point.startswith("incoming.")])
                world.run("sync", "--once", expect=None, failpoint=f"{point}:1")
                world.pass_time()
            world.sync(2)
            nothing_lost_nor_doubled(world, IDS)
            assert not server.messages, "processed, so deleted"
            intact(world)
        with SmtpServer() as server:
            world = folder(bench, "out", outgoing=server.port)
            for n in range(4):
                world.send(f"c{n}@customer.example", subject=f"Offer {n}")
            for _ in range(5):
                point = chance.choice([point for point in points if point.startswith("outgoing.")])
                world.run("sync", "--once", expect=None, failpoint=f"{point}:1")
                world.pass_time()
            world.sync(2)
            doubtful = list(world.outgoing().values()).count(7)
            honest(world, server, doubtful)
            intact(world)

    for seed in range(4):
        yield f"faults/F004-kill-while-recovering-{seed}", lambda seed=seed: killed_while_recovering(seed)

    # MARK: The disk

    def full_disk():
        """A file system that is full at some time, then has room again."""
        mount = pathlib.Path(tempfile.mkdtemp(dir=bench.base))
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3500k", "tmpfs", mount], check=True)
        try:
            with PopServer(mails(400_000)) as server:
                world = folder(bench, "queue", incoming=server.port)
                world.sql("PRAGMA wal_checkpoint(TRUNCATE)")
                shutil.copytree(world.data, mount / "data", dirs_exist_ok=True)
                world.data = mount / "data"
                document = world.sync()
                assert set(world.codes(document)) & {"diskFull", "storeFailed"}, document
                assert len(server.messages) + len(set(world.stored())) >= COUNT
                kept = {data.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode() for _, data in server.messages}
                assert kept | set(world.stored()) == set(IDS), "what is not stored is still on the server"
                # Questions are answered all the while.
                world.run("mailbox", "list")
                world.run("alerts", expect=None)
                subprocess.run(["mount", "-o", "remount,size=60m", mount], check=True)
                world.sync(2)
                nothing_lost_nor_doubled(world, IDS)
                assert world.enabled()
                intact(world)
        finally:
            subprocess.run(["umount", "-l", mount], check=True)

    yield "faults/F006-disk-full", full_disk

    def failing_calls(call, error, starts, seen=("diskFull", "storeFailed", "storeDamaged", "storeNotDurable")):
        """A call of the store fails once: nothing is acknowledged for it, and the next run does the rest."""
        said_so = 0
        for when in starts:
            with PopServer(mails()) as server:
                world = folder(bench, "queue", incoming=server.port)
                log = world.base / "strace"
                code, said = ran(world, "sync", "--once", "--json", prefix=(
                    "strace", "-f", "-qq", "-o", log, "-e", f"trace={call}", "-e",
                    f"inject={call}:error={error}:when={when}"))
                if "INJECTED" in log.read_text() and code:
                    assert any(word in said for word in seen), (when, code, said)
                    said_so += 1
                elif not code:
                    # It failed where it costs nothing: while the log was folded into the database.
                    assert world.stored() == IDS_SORTED, when
                kept = {data.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode() for _, data in server.messages}
                assert kept | set(world.stored()) == set(IDS), "what is not stored is still on the server"
                world.pass_time()
                world.sync(2)
                nothing_lost_nor_doubled(world, IDS)
                assert not server.messages and world.enabled()
                intact(world)
        assert said_so, "no call failed that matters"

    yield "faults/F007-fdatasync-fails-once", lambda: failing_calls("fdatasync", "EIO", (1, 2, 4, 7))
    yield "faults/F006-write-fails-once", lambda: failing_calls("pwrite64", "ENOSPC", (1, 6, 15, 40))
    yield "faults/F008-read-fails-once", lambda: failing_calls("pread64", "EIO", (3, 9, 15, 25))

    def damaged(page):
        """A database with torn pages is not worked on: it says so, and where to read on."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            world.sql("PRAGMA wal_checkpoint(TRUNCATE)")
            database, = world.data.glob("organization-*.sqlite")
            octets = bytearray(database.read_bytes())
            chance = random.Random(page)
            if page == "header":
                octets[:100] = chance.randbytes(100)
            else:
                for number in range(1, len(octets) // 4096):
                    octets[number * 4096:number * 4096 + 64] = chance.randbytes(64)
            database.write_bytes(octets)
            before = len(server.messages)
            code, said = ran(world, "sync", "--once", "--json")
            assert code not in (0, -11, -6, -4, -5) and ("storeDamaged" in said or "storeFailed" in said), (code, said)
            code, said = ran(world, "serve")
            assert code in (1, 4), (code, said)
            assert "damaged" in said or "malformed" in said or "not a database" in said, said
            assert len(server.messages) == before, "nothing is deleted meanwhile"

    yield "faults/F009-damaged-pages", lambda: damaged("pages")
    yield "faults/F009-damaged-header", lambda: damaged("header")

    def locked():
        """Somebody else holds the database: wait, then give up without harm, then go on."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            database, = world.data.glob("organization-*.sqlite")
            other = sqlite3.connect(database, isolation_level=None)
            try:
                other.execute("BEGIN EXCLUSIVE")
                start = time.monotonic()
                code, said = ran(world, "sync", "--once", "--json")
                took = time.monotonic() - start
                assert code == 1 and "storeFailed" in said and "locked" in said, (code, said)
                assert took < 60, took
                other.execute("COMMIT")
            finally:
                other.close()
            world.sync()
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F010-database-locked", locked

    def locked_briefly():
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            database, = world.data.glob("organization-*.sqlite")
            other = sqlite3.connect(database, isolation_level=None)
            try:
                other.execute("BEGIN EXCLUSIVE")
                process = started(world, "sync", "--once")
                time.sleep(1)
                other.execute("COMMIT")
                process.communicate(timeout=60)
                assert process.returncode == 0, process.returncode
            finally:
                other.close()
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F010-database-locked-for-a-second", locked_briefly

    def log_deleted():
        """The shared memory beside the database may vanish; the log that holds commits is missed by nobody only when
        it was empty."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            # Killed, so that the log is not folded into the database.
            world.run("sync", "--once", expect=-9, failpoint="incoming.finished:1")
            for path in world.data.glob("*-shm"):
                path.unlink()
            world.pass_time()
            world.sync()
            nothing_lost_nor_doubled(world, IDS)
            intact(world)
            # After an orderly end there is nothing in it.
            for path in [*world.data.glob("*-shm"), *world.data.glob("*-wal")]:
                path.unlink()
            world.sync()
            nothing_lost_nor_doubled(world, IDS)
            intact(world)

    yield "faults/F011-shm-deleted", log_deleted

    def log_lost():
        """The log of a killed process is deleted by hand: what was committed last is gone, and mail that is still on
        the server is read again, once."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            world.run("sync", "--once", expect=-9, failpoint="incoming.finished:1")
            for path in [*world.data.glob("*-shm"), *world.data.glob("*-wal")]:
                path.unlink()
            world.pass_time()
            world.sync(2)
            nothing_lost_nor_doubled(world, IDS)
            intact(world)

    yield "faults/F011-log-deleted", log_lost

    def foreign_owner(change, codes):
        """As an ordinary user whose folder is not theirs: an answer at once, with the place."""
        world = folder(bench, "in", incoming=1)
        who = pwd.getpwnam("mail")
        for path in [world.base, world.data, *world.data.iterdir()]:
            os.chown(path, who.pw_uid, who.pw_gid)
        change(world)
        for command in (("sync", "--once"), ("serve",)):
            code, said = ran(world, *command, user=who.pw_uid, group=who.pw_gid, extra_groups=[])
            assert code in (1, 4) and str(world.data) in said, (code, said)
            assert any(word in said for word in codes), said

    def read_only(world):
        for path in [*world.data.iterdir(), world.data]:
            path.chmod(0o500 if path.is_dir() else 0o400)

    def not_ours(world):
        for path in [*world.data.iterdir(), world.data]:
            os.chown(path, 0, 0)

    yield "faults/F012-folder-read-only", lambda: foreign_owner(read_only, ("denied", "read"))
    yield "faults/F012-folder-of-another-user", lambda: foreign_owner(not_ours, ("denied", "read", "unable"))

    def few_descriptors():
        """With 64 descriptors and many mailboxes: some wait, none is lost, nothing is disabled."""
        with PopServer(mails(100)) as server:
            world = folder(bench, "in", incoming=server.port)

            def limit():
                resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))

            for _ in range(2):
                ran(world, "sync", "--once", preexec_fn=limit)
                world.pass_time()
            nothing_lost_nor_doubled(world, IDS)
            assert world.enabled()
            # Too few to work: it says so and ends.
            def nothing():
                resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))

            code, said = ran(world, "sync", "--once", preexec_fn=nothing)
            assert code not in (0, -11), (code, said)
            world.pass_time()
            world.sync()
            nothing_lost_nor_doubled(world, IDS)
            intact(world)

    yield "faults/F013-few-descriptors", few_descriptors

    # MARK: Ending, logging

    def stopped():
        """Asked to stop in the midst of everything: over in time, nothing in doubt that need not be."""
        slow = lambda wire, text: time.sleep(0.1)
        with PopServer(mails(), {"RETR": slow}) as pop, SmtpServer({"END": slow, "RCPT": slow}) as smtp:
            receiver = folder(bench, "in", incoming=pop.port)
            sender = folder(bench, "out", outgoing=smtp.port)
            for n in range(8):
                sender.send(f"c{n}@customer.example", subject=f"Offer {n}")
            for world, busy in ((receiver, lambda: pop.connections > 0), (sender, lambda: len(smtp.taken) > 1)):
                service = started(world, "serve")
                try:
                    until(busy, "work")
                    start = time.monotonic()
                    service.send_signal(signal.SIGTERM)
                    assert service.wait(30) == 0
                    assert time.monotonic() - start < 30
                finally:
                    if service.poll() is None:
                        service.kill()
                        service.wait()
                    service.stdout.close()
                world.pass_time()
                world.sync(2)
            nothing_lost_nor_doubled(receiver, IDS)
            honest(sender, smtp)

    yield "faults/F018-SIGTERM-in-the-midst", stopped

    def nobody_reads():
        """The service's output goes to a pipe that is full and read by nobody: the work goes on."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            readable, writable = os.pipe()
            os.set_blocking(writable, False)
            try:
                while True:
                    os.write(writable, b"x" * 4096)
            except BlockingIOError:
                pass
            os.set_blocking(writable, True)
            service = subprocess.Popen([bench.binary, "serve"], env=variables(world), stdout=writable, stderr=writable)
            try:
                until(lambda: len(set(world.stored())) == COUNT, "all emails", 30)
                service.send_signal(signal.SIGTERM)
                assert service.wait(30) == 0
            finally:
                if service.poll() is None:
                    service.kill()
                    service.wait()
                os.close(readable)
                os.close(writable)
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F019-nobody-reads-the-log", nobody_reads

    def closed_log():
        """The reader of the output is gone: SIGPIPE ends nothing."""
        with PopServer(mails()) as server:
            world = folder(bench, "in", incoming=server.port)
            readable, writable = os.pipe()
            os.close(readable)
            service = subprocess.Popen([bench.binary, "serve"], env=variables(world), stdout=writable, stderr=writable)
            os.close(writable)
            try:
                until(lambda: len(set(world.stored())) == COUNT, "all emails", 30)
                service.send_signal(signal.SIGTERM)
                assert service.wait(30) == 0
            finally:
                if service.poll() is None:
                    service.kill()
                    service.wait()
            nothing_lost_nor_doubled(world, IDS)

    yield "faults/F019-log-closed", closed_log

    # MARK: Several owners

    def overtaken(change):
        """A run that slept while somebody else took over its job: what it does afterwards counts for nothing."""
        def pause(world):
            left = [1]

            def hook(wire, text):
                if left[0]:
                    left[0] -= 1
                    until(lambda: running, "the run")
                    os.kill(running[0], signal.SIGSTOP)
                    world.sql(change)
                    os.kill(running[0], signal.SIGCONT)

            return hook

        for way in ("queue", "out"):
            running = []
            with PopServer(mails()) as pop, SmtpServer() as smtp:
                world = folder(bench, way, incoming=pop.port, outgoing=smtp.port)
                if way == "queue":
                    pop.on["RETR"] = pause(world)
                else:
                    for n in range(4):
                        world.send(f"c{n}@customer.example", subject=f"Offer {n}")
                    smtp.on["RCPT"] = pause(world)
                process = started(world, "sync", "--once")
                running.append(process.pid)
                process.communicate(timeout=60)
                assert len(pop.messages) == COUNT, "nothing is deleted without the lease"
                assert not smtp.taken, "no message is finished without the lease"
                assert not world.stored()
                world.pass_time()
                world.sync(3)
                if way == "queue":
                    nothing_lost_nor_doubled(world, IDS)
                    assert not pop.messages
                else:
                    honest(world, smtp)

    yield "faults/F026-overtaken-while-stopped", lambda: overtaken(
        "UPDATE syncjob SET leasetoken = leasetoken + 1, leaseowner = 'another', dueon = dueon + 3600000000")
    yield "faults/F028-lease-deleted", lambda: overtaken("DELETE FROM syncjob")

    # MARK: The clock

    def by_another_clock(offset):
        """The binary, started by faketime. Timers keep their own clock, as they do when somebody sets the wall clock."""
        script = pathlib.Path(tempfile.mkdtemp(dir=bench.base)) / "lockstep"
        script.write_text(f"#!/bin/sh\nFAKETIME_DONT_FAKE_MONOTONIC=1 exec faketime -f {offset} {bench.binary} \"$@\"\n")
        script.chmod(0o755)
        return str(script)

    def shifted():
        """The clock of the machine a year ahead, then a year back: mail is taken and sent, each once, and what the
        future wrote does not hold up the present for ever."""
        turn = [0]

        def later(wire, text):
            turn[0] += 1
            return "451 4.3.0 later" if turn[0] == 1 else None

        with PopServer(mails()) as pop, SmtpServer({"RCPT": later}) as smtp:
            receiver = folder(bench, "in", incoming=pop.port)
            sender = folder(bench, "out", outgoing=smtp.port)
            for offset in ("+365d", "-365d", None):
                receiver.binary = sender.binary = by_another_clock(offset) if offset else bench.binary
                pop.messages.append((f"new{offset}", message(f"new{offset}", "c@customer.example", "ann@contoso.test",
                                                             f"At {offset}")))
                sender.send("carl@customer.example", subject=f"At {offset}")
                for world in (receiver, sender):
                    world.json("sync", "--once", expect=None)
            for world in (receiver, sender):
                world.sync(2)
            nothing_lost_nor_doubled(receiver, [*IDS, *(f"<nnew{o}@test.example>" for o in ("+365d", "-365d", None))])
            honest(sender, smtp)
            assert receiver.enabled() and sender.enabled()

    yield "faults/F023-clock-a-year-ahead-and-back", shifted
