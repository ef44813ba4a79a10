"""The k-th call fails, for every k until a run completes unharmed: calls of the network through the proxy, calls of the
store by the kernel's word."""
import os, subprocess
from faults import Folder, PopServer, Proxy, SmtpServer, folder, honest, nothing_lost_nor_doubled
from world import message

# In continuous integration every so manieth call, in a campaign every one.
STEP = int(os.environ.get("LOCKSTEP_TORTURE_STEP", "15"))
COUNT = 4
IDS = [f"<n{n}@test.example>" for n in range(COUNT)]
MOST = 3000


def mails():
    return [message(n, f"c{n}@customer.example", "ann@contoso.test", f"Mail {n}") for n in range(COUNT)]


def cases(bench):
    def failing(world, call, error, k):
        """Runs with the k-th call failing; answers whether there was a k-th call."""
        log = world.base / "strace"
        variables = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C"}
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e",
             f"inject={call}:error={error}:when={k}", bench.binary, "sync", "--once"],
            env=variables, capture_output=True, timeout=120)
        assert done.returncode not in (-11, -6, -4, -5), (k, done.returncode, done.stderr)
        return "INJECTED" in log.read_text(errors="replace")

    def received(call, error):
        tried = 0
        for k in range(1, MOST, STEP):
            with PopServer(mails()) as server:
                world = folder(bench, "queue", incoming=server.port)
                more = failing(world, call, error, k)
                kept = {data.split(b"Message-ID: ")[1].split(b"\r\n")[0].decode() for _, data in server.messages}
                assert kept | set(world.stored()) == set(IDS), f"call {k}: lost {set(IDS) - kept}"
                world.pass_time()
                world.sync(2)
                nothing_lost_nor_doubled(world, IDS)
                assert not server.messages, f"call {k}"
                assert world.enabled(), f"call {k}"
            if not more:
                assert tried, "no call failed"
                return
            tried += 1
        raise AssertionError("never unharmed")

    waiting = []

    def sent(call, error):
        if not waiting:
            world = folder(bench, "out")
            for n in range(COUNT):
                world.send(f"c{n}@customer.example", subject=f"Offer {n}")
            waiting.append(world)
        tried = 0
        for k in range(1, MOST, STEP):
            with SmtpServer() as server:
                world = Folder(bench.binary, bench.base, waiting[0]).point(outgoing=server.port)
                more = failing(world, call, error, k)
                world.pass_time()
                world.sync(2)
                doubtful = list(world.outgoing().values()).count(7)
                assert doubtful <= 1, f"call {k}"
                honest(world, server, doubtful)
            if not more:
                assert tried, "no call failed"
                return
            tried += 1
        raise AssertionError("never unharmed")

    for call, error in (("fdatasync", "EIO"), ("pwrite64", "EIO"), ("pwrite64", "ENOSPC"), ("pread64", "EIO")):
        yield f"faults/torture-receiving-{call}-{error}", lambda call=call, error=error: received(call, error)
        yield f"faults/torture-sending-{call}-{error}", lambda call=call, error=error: sent(call, error)
    for call, error in (("connect", "ECONNREFUSED"), ("connect", "ETIMEDOUT")):
        yield f"faults/torture-network-{call}-{error}", lambda call=call, error=error: (
            received(call, error), sent(call, error))
