"""F069 to F075: what a POP3 server may do to us."""
import os, resource, subprocess, time
from faults import PopServer, Proxy, folder, nothing_lost_nor_doubled, stuffed
from world import BODY, message


def mail(n, text="Hello\r\n"):
    return message(n, f"c{n}@customer.example", "ann@contoso.test", f"Mail {n}", text)


def ids(*numbers):
    return [f"<n{n}@test.example>" for n in numbers]


def cases(bench):
    def no_ids():
        """A server without UIDL: the header names a message, so that each is read once, and deleted when stored."""
        without = lambda wire: ["TOP", "USER", "SASL PLAIN"]
        for kind, left in (("in", 3), ("queue", 0)):
            with PopServer([mail(n) for n in range(3)], {"UIDL": lambda wire, text: "-ERR unknown command"},
                           without) as server:
                world = folder(bench, kind, incoming=server.port)
                world.sync(3)
                nothing_lost_nor_doubled(world, ids(0, 1, 2))
                assert len(server.messages) == left, len(server.messages)
                server.messages.insert(0, ("x", mail(3)))
                world.sync(2)
                nothing_lost_nor_doubled(world, ids(0, 1, 2, 3))

    yield "faults/F069-no-UIDL", no_ids

    def ids_that_fail_once():
        left = [1]

        def busy(wire, text):
            if left[0]:
                left[0] -= 1
                return "-ERR [SYS/TEMP] index is being rebuilt"

        with PopServer([mail(0), mail(1)], {"UIDL": busy}) as server:
            world = folder(bench, "in", incoming=server.port)
            document = world.sync()
            assert world.codes(document)[0] in ("serverBusy", "serverRefused"), document
            assert world.enabled()
            world.sync()
            nothing_lost_nor_doubled(world, ids(0, 1))

    yield "faults/F069-UIDL-fails-for-now", ids_that_fail_once

    def duplicated():
        """Two messages claim one id: neither may be lost, none may be deleted for the other."""
        with PopServer([("a", mail(0)), ("same", mail(1)), ("same", mail(2)), ("b", mail(3))]) as server:
            world = folder(bench, "queue", incoming=server.port)
            world.sync(2)
            stored = set(world.stored())
            left = {data for _, data in server.messages}
            for n in range(4):
                assert f"<n{n}@test.example>" in stored or mail(n) in left, f"{n} is lost"
            assert {"<n0@test.example>", "<n3@test.example>"} <= stored
            # When the ids are told apart at last, all are there, once.
            server.messages = [(id if id != "same" else f"new{n}", data) for n, (id, data) in enumerate(server.messages)]
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2, 3))

    yield "faults/F070-two-messages-one-id", duplicated

    def reused():
        """The id of a message that left is given to a new one."""
        with PopServer([("1", mail(0)), ("2", mail(1))]) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            nothing_lost_nor_doubled(world, ids(0, 1))
            server.messages = [("1", mail(0)), ("2", mail(2, "another and longer text\r\n"))]
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2))

    yield "faults/F070-id-used-again", reused

    def reused_after_absence():
        with PopServer([("1", mail(0)), ("2", mail(1))]) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            server.messages = [("1", mail(0))]
            world.sync()
            server.messages = [("1", mail(0)), ("2", mail(2))]
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2))

    yield "faults/F070-id-used-again-later", reused_after_absence

    def all_changed():
        """A new epoch: every id is another one, and the messages are the same."""
        with PopServer([(f"old{n}", mail(n)) for n in range(5)]) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            server.messages = [(f"new{n}", mail(n)) for n in range(6)]
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(*range(6)))
            assert len(server.messages) == 6, "nothing is deleted because it seems to be gone"

    yield "faults/F070-all-ids-changed", all_changed

    def shuffled():
        """A new epoch that gives the old ids to other messages."""
        with PopServer([(str(n), mail(n, "x" * n + "\r\n")) for n in range(5)]) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            server.messages = [(str((n + 2) % 6), mail(n, "x" * n + "\r\n")) for n in range(6)]
            world.sync(3)
            nothing_lost_nor_doubled(world, ids(*range(6)))

    yield "faults/F070-ids-shuffled", shuffled

    def quit_fails(answer):
        """The deletions were asked for and did not happen: the messages are known when they come again."""
        left = [2]

        def refuse(wire, text):
            if left[0]:
                left[0] -= 1
                if answer:
                    wire.say(answer)
                wire.hang_up()

        with PopServer([mail(n) for n in range(3)], {"QUIT": refuse}) as server:
            world = folder(bench, "queue", incoming=server.port)
            world.sync()
            assert len(server.messages) == 3 and world.enabled()
            nothing_lost_nor_doubled(world, ids(0, 1, 2))
            world.sync(3)
            nothing_lost_nor_doubled(world, ids(0, 1, 2))
            assert not server.messages, "asked for again, and done"

    yield "faults/F071-QUIT-unanswered", lambda: quit_fails(None)
    yield "faults/F071-QUIT-refused", lambda: quit_fails("-ERR some deleted messages not removed")

    def locked(verb, reply):
        left = [1]

        def busy(wire, text):
            if left[0]:
                left[0] -= 1
                return reply

        with PopServer([mail(0)], {verb: busy}) as server:
            world = folder(bench, "in", incoming=server.port)
            document = world.sync()
            assert world.codes(document) == ["serverBusy"], document
            assert world.enabled() and "credentialRefused" not in world.alerts(), world.alerts()
            world.sync()
            nothing_lost_nor_doubled(world, ids(0))

    yield "faults/F072-maildrop-locked", lambda: locked("AUTH", "-ERR [IN-USE] locked by another session")
    yield "faults/F072-login-delay", lambda: locked("AUTH", "-ERR [LOGIN-DELAY] wait")
    yield "faults/F072-trouble-for-now", lambda: locked("AUTH", "-ERR [SYS/TEMP] backend down")

    def wrong_sizes(size):
        with PopServer([mail(n, "line\r\n" * 50) for n in range(3)]) as server:
            server.listing = lambda number, data: f"{number} {size(len(data))}"
            world = folder(bench, "in", incoming=server.port)
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2))
            bodies = [row[0] for row in world.sql(f"SELECT {BODY} FROM email")]
            assert all(body.count("line") == 50 for body in bodies), bodies

    yield "faults/F073-sizes-too-small", lambda: wrong_sizes(lambda size: 1)
    yield "faults/F073-sizes-too-large", lambda: wrong_sizes(lambda size: size * 1000)
    yield "faults/F073-sizes-zero", lambda: wrong_sizes(lambda size: 0)

    def missing_dot(then):
        """A message without an end is no message: it is read again, whole."""
        left = [1]

        def short(wire, text):
            if left[0] and text.startswith("2"):
                left[0] -= 1
                wire.say(b"+OK\r\n" + stuffed(mail(1))[:-10])
                then(wire)
                return b""

        with PopServer([mail(n) for n in range(3)], {"RETR": short}) as server:
            world = folder(bench, "queue", incoming=server.port, seconds=1)
            document = world.sync()
            assert world.codes(document)[0] in ("timedOut", "connectionLost"), document
            assert any(data == mail(1) for _, data in server.messages), "not deleted"
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2))
            assert [row[0].strip() for row in world.sql(f"SELECT {BODY} FROM email")] == ["Hello"] * 3

    yield "faults/F073-no-dot-then-silence", lambda: missing_dot(lambda wire: time.sleep(3))
    yield "faults/F073-no-dot-then-the-end", lambda: missing_dot(lambda wire: wire.hang_up())

    def dots_not_stuffed():
        """A server that does not double dots ends a message early: what follows is no answer, and nothing is
        deleted for it."""
        left = [2]

        def bare(wire, text):
            if left[0] and text.startswith("1"):
                left[0] -= 1
                wire.say(b"+OK\r\n" + mail(0, "before\r\n.\r\nafter\r\n") + b".\r\n")
                return b""

        with PopServer([mail(0, "before\r\n.\r\nafter\r\n"), mail(1)], {"RETR": bare}) as server:
            world = folder(bench, "queue", incoming=server.port)
            document = world.sync()
            assert world.codes(document) == ["protocolViolation"], document
            assert len(server.messages) == 2, "nothing is deleted"
            world.sync(3)
            nothing_lost_nor_doubled(world, ids(0, 1))

    yield "faults/F073-dots-not-doubled", dots_not_stuffed

    def shifting():
        """Another session deletes the first message after the ids were told: numbers mean other messages now."""
        mails = [mail(n, f"text {n}\r\n" * (n + 1)) for n in range(4)]

        def shifted(wire, text):
            number = int(text.split()[0]) + 1
            if wire.number > 2 or number > len(mails):
                return None if wire.number > 2 else "-ERR no such message"
            wire.say(b"+OK\r\n" + stuffed(mails[number - 1]) + b".\r\n")
            return b""

        with PopServer(mails, {"RETR": shifted}) as server:
            world = folder(bench, "in", incoming=server.port)
            world.sync()
            # The next sessions show the truth: the first message is gone.
            server.messages = server.messages[1:]
            world.sync(3)
            nothing_lost_nor_doubled(world, ids(1, 2, 3))
            texts = dict(world.sql(f"SELECT messageid, {BODY} FROM email"))
            for n in (1, 2, 3):
                assert texts[f"<n{n}@test.example>"].count(f"text {n}") == n + 1, "no message has another's text"

    yield "faults/F074-numbers-shift", shifting

    def shifting_before_deletion():
        """A message appears before the others while we read: what is deleted is what was read, never a number."""
        late = ("late", mail(9))

        def appear(wire, text):
            if late not in server.messages:
                server.messages = [late, *server.messages]
                wire.shift = True

        def shifted(wire, text):
            if getattr(wire, "shift", False):
                wire.shift, wire.view = False, list(server.messages)

        with PopServer([mail(n) for n in range(3)], {"RETR": appear, "DELE": shifted, "UIDL": shifted}) as server:
            world = folder(bench, "queue", incoming=server.port)
            world.sync()
            left = [id for id, _ in server.messages]
            assert "late" in left or "<n9@test.example>" in world.stored(), "deleted unread"
            world.sync(2)
            nothing_lost_nor_doubled(world, ids(0, 1, 2, 9))
            assert not server.messages

    yield "faults/F074-numbers-shift-before-deletion", shifting_before_deletion

    def crowd():
        """Half a million messages: all are listed, the new ones are read, and the memory stays in bounds."""
        count = 500_000
        with PopServer([(f"id{n}", b"") for n in range(count)]) as server:
            data = {n: mail(n) for n in range(1, 4)}
            server.messages = [(id, data.get(n, b"")) for n, (id, _) in enumerate(server.messages, 1)]
            listing = b"".join(b"%d 1000\r\n" % n for n in range(1, count + 1))
            unique = b"".join(b"%d id%d\r\n" % (n, n) for n in range(1, count + 1))
            server.on = {
                "STAT": lambda wire, text: f"+OK {count} {count * 1000}",
                "LIST": lambda wire, text: b"+OK\r\n" + listing + b".\r\n",
                "UIDL": lambda wire, text: b"+OK\r\n" + unique + b".\r\n",
                "RETR": lambda wire, text: b"+OK\r\n" + mail(int(text.split()[0])) + b".\r\n",
            }
            world = folder(bench, "in", incoming=server.port)
            environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C"}
            process = subprocess.Popen([bench.binary, "sync", "--once"], env=environment, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            peak, deadline = 0, time.monotonic() + 120
            while process.poll() is None and time.monotonic() < deadline:
                try:
                    status = open(f"/proc/{process.pid}/status").read()
                    peak = max(peak, int(status.split("VmHWM:")[1].split()[0]) // 1024)
                except (OSError, IndexError):
                    pass
                listed = world.sql("SELECT count(*) FROM syncitem")[0][0] if peak else 0
                if listed == count and world.stored():
                    break
                time.sleep(0.5)
            process.terminate()
            process.wait(60)
            assert world.sql("SELECT count(*) FROM syncitem")[0][0] == count
            assert world.stored() and len(world.stored()) == len(set(world.stored()))
            assert peak < MOST_MEMORY, f"{peak} MB"
            print(f"   listed {count}, peak {peak} MB", flush=True)

    yield "faults/F075-half-a-million-messages", crowd


# MB, for half a million messages listed.
MOST_MEMORY = 250
