"""Nothing is promised to a server before it is on the disk: counted in the calls to the kernel."""
import os, pathlib
import syscalls
from world import message


def environment(world):
    return {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C.UTF-8"}


def without_syncs(lines):
    return [line for line in lines if "fsync(" not in line and "fdatasync(" not in line
            and "fsync resumed" not in line and "fdatasync resumed" not in line]


def cases(bench):
    def incoming():
        """No DELE before the sync of the commit that stores the message."""
        world = bench.world()
        # More than one batch of deletions would be possible; each must wait for its own commit.
        bench.dovecot.fill("support", [message(n, f"c{n}@x.example", "support@contoso.test", f"Case {n}")
                                       for n in range(5)])
        world.person("queue", "Support", "support@contoso.test")
        world.profile("P", bench.dovecot.port)
        world.mailbox("support@contoso.test", "P", "support", "server-side", "none", "--delete-after-processing")
        world.run("mailbox", "test", "support@contoso.test")
        done, lines = syscalls.trace(bench.binary, ["sync", "--once"], environment(world), world.base / "strace")
        assert done.returncode == 0, done.stderr
        assert bench.dovecot.count("support") == 0 and len(world.emails()) == 5
        told, problems = syscalls.broken(lines, r"DELE \d")
        assert told >= 1 and not problems, (told, problems)
        assert sum(text.count("DELE ") for _, where, text in syscalls.calls(lines) if where.startswith("TCP")) == 5
        # The same calls without their syncs are found out.
        assert syscalls.broken(without_syncs(lines), r"DELE \d")[1]

    yield "durability/no-deletion-before-the-sync", incoming

    def outgoing():
        """No end of DATA before the sync of the commit that says it is about to be written, for each message."""
        sink = bench.sink()
        world = bench.world()
        world.person("user", "Ann A", "ann@contoso.test")
        world.profile("P", None, sink.port, "--authenticate-using", "none")
        world.mailbox("ann@contoso.test", "P", None, "none", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        sink.taken.clear()
        body = world.base / "body"
        body.write_text("Hello\n.dot\n")
        for n in range(4):
            world.run("email", "send", "--from", "ann@contoso.test", "--to", f"c{n}@x.example", "--subject", f"N {n}",
                      "--body-file", body)
        done, lines = syscalls.trace(bench.binary, ["sync", "--once"], environment(world), world.base / "strace")
        assert done.returncode == 0, done.stderr
        assert len(sink.taken) == 4
        ending = r"\\r\\n\.\\r\\n"
        told, problems = syscalls.broken(lines, ending)
        assert told == 4 and not problems, (told, problems)
        assert syscalls.broken(without_syncs(lines), ending)[1]

    yield "durability/no-end-of-data-before-the-sync", outgoing
