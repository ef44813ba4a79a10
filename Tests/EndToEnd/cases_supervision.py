"""The service's supervisor: a worker that dies is started again, one that keeps dying stays out of the way."""
import os, pathlib, signal, subprocess, time
from world import message


def until(condition, what, patience=60):
    deadline = time.monotonic() + patience
    while not (found := condition()):
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.1)
    return found


def children(pid):
    return [int(c) for c in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cases(bench):
    def supervision():
        world = bench.world()
        bench.dovecot.fill("ann", [message(1, "a@x.example", "ann@contoso.test", "One")])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.port)
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data), "LANG": "C.UTF-8"}

        def start():
            return subprocess.Popen([bench.binary, "serve"], env=environment, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL)

        def worker(service, other_than=()):
            return until(lambda: [c for c in children(service.pid) if c not in other_than], "a worker")[0]

        def safe():
            return [a for a in world.json("alerts")["data"] if a["code"] == "serviceSafeMode"]

        service = start()
        try:
            first = worker(service)
            until(lambda: len(world.emails()) == 1, "the first email")
            # The supervisor alone keeps the folder while its worker is dead.
            os.kill(first, signal.SIGSEGV)
            world.run("serve", expect=5)
            second = worker(service, [first])
            bench.dovecot.fill("ann", [message(1, "a@x.example", "ann@contoso.test", "One"),
                                       message(2, "a@x.example", "ann@contoso.test", "Two")])
            world.run("sync", "--once")
            assert len(world.emails()) == 2
            os.kill(second, signal.SIGSEGV)
            third = worker(service, [first, second])
            assert not safe()
            os.kill(third, signal.SIGSEGV)
            until(safe, "the alert about safe mode", 90)
            refused = world.json("sync", "--once", expect=4)
            assert refused["problems"][0]["code"] == "serviceSafeMode", refused
            service.send_signal(signal.SIGTERM)
            assert service.wait(30) == 0
            # A restart by a person is the way out.
            service = start()
            until(lambda: not safe(), "the end of safe mode")
            world.run("sync", "--once")
            # Nobody survives a supervisor that was killed.
            last = worker(service)
            service.kill()
            service.wait()
            until(lambda: not pathlib.Path(f"/proc/{last}").exists(), "the end of the worker")
        finally:
            if service.poll() is None:
                service.kill()
                service.wait()

    yield "service/supervision", supervision
