"""F034, F037 to F039: the conversation ends after every byte of it, and the end state is the same."""
import concurrent.futures, os, threading
from faults import Folder, PopServer, Proxy, SmtpServer, folder, honest, nothing_lost_nor_doubled, template
from world import message

# In continuous integration every so manieth position, in a campaign every one.
STRIDE = int(os.environ.get("LOCKSTEP_FAULT_STRIDE", "24"))
WORKERS = 3


def positions(length, stride=None):
    """Spread over the whole conversation, its ends always among them."""
    stride = stride or STRIDE
    near = {0, 1, 2, length - 2, length - 1, length}
    return sorted(n for n in set(range(0, length + 1, stride)) | near if 0 <= n <= length)


def sweep(points, run):
    """Runs each point, a few at a time, and names the points that failed."""
    failures = []

    def one(point):
        try:
            run(point)
        except Exception as problem:
            failures.append(f"{point}: {problem}")

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(one, points))
    assert not failures, f"{len(failures)} of {len(points)} positions: {failures[:5]}"


def mails():
    return [message(n, f"c{n}@customer.example", "ann@contoso.test", f"Mail {n}", "Hello\r\n.dot\r\n" * (n + 1))
            for n in range(3)]


IDS = [f"<n{n}@test.example>" for n in range(3)]


def cases(bench):
    counter = iter(range(1_000_000))
    lock = threading.Lock()

    def name():
        with lock:
            return f"cut{next(counter)}"

    # MARK: POP3

    def pop3(way, fault, kind="in", stride=None):
        """Dovecot behind the proxy."""
        port = bench.dovecot.tls_port if kind == "in+tls" else bench.dovecot.port
        copy = prepared(kind)

        def pass_through(*faults, user, world):
            with Proxy(bench, port, *faults) as proxy:
                world.point(incoming=proxy.port, user=user)
                world.sync()
                return proxy.line()

        user = name()
        bench.dovecot.fill(user, mails())
        up, down, _ = pass_through(user=user, world=copy())
        length = up if way == "up" else down

        def run(position):
            user, world = name(), copy()
            bench.dovecot.fill(user, mails())
            pass_through(f"1:{way}:{fault}@{position}", user=user, world=world)
            world.point(incoming=port)
            world.sync()
            assert world.enabled(), "a cut disables nothing"
            nothing_lost_nor_doubled(world, IDS)
            assert bench.dovecot.count(user) == 3

        sweep(positions(length, stride), run)

    def prepared(kind):
        if kind != "in+tls":
            return lambda: folder(bench, kind)
        # Dovecot shows a certificate of its own, which must be trusted here.
        source = template(bench, kind)
        trusted = bench.cert.read_text() + bench.authority.read_text()

        def copy():
            world = Folder(bench.binary, bench.base, source)
            world.sql("UPDATE emailserverprofile SET ls_cacertificates = ?", trusted)
            return world

        return copy

    for way in ("down", "up"):
        yield f"faults/F034-pop3-cut-every-byte-{way}", lambda way=way: pop3(way, "cut")
    yield "faults/F034-pop3-reset-every-byte-down", lambda: pop3("down", "reset", stride=STRIDE * 3)
    for way in ("down", "up"):
        yield f"faults/F037-reset-within-TLS-{way}", lambda way=way: pop3(way, "reset", "in+tls", STRIDE * 8)
    yield "faults/F038-truncated-without-close-notify", lambda: pop3("down", "cut", "in+tls", STRIDE * 8)
    yield "faults/F039-half-closed-requests", lambda: pop3("up", "half-close", stride=STRIDE)

    # MARK: SMTP

    def smtp(way, fault, stride=None):
        with SmtpServer() as measured:
            world = folder(bench, "out")
            with Proxy(bench, measured.port) as proxy:
                world.point(outgoing=proxy.port)
                send_three(world)
                world.sync()
                up, down, _ = proxy.line()
        waiting = folder(bench, "out")
        send_three(waiting)
        bench.templates[f"waiting-{way}-{fault}"] = waiting

        def run(position):
            world = Folder(bench.binary, bench.base, waiting)
            with SmtpServer() as server:
                with Proxy(bench, server.port, f"1:{way}:{fault}@{position}") as proxy:
                    world.point(outgoing=proxy.port)
                    first = world.sync()
                doubtful = list(world.outgoing().values()).count(7)
                assert doubtful <= 1, first
                expected = {"sendUncertain"} if doubtful else {"connectionLost", "connectFailed"}
                assert set(world.codes(first)) <= expected, first
                world.point(outgoing=server.port)
                world.sync(2)
                honest(world, server, doubtful)
                assert world.enabled(), "a cut disables nothing"

        sweep(positions(up if way == "up" else down, stride), run)

    def send_three(world):
        for n in range(3):
            world.send(f"c{n}@customer.example", subject=f"Offer {n}", body="Hello\n.dot\n" * (n + 1))

    for way in ("down", "up"):
        yield f"faults/F034-smtp-cut-every-byte-{way}", lambda way=way: smtp(way, "cut")
    yield "faults/F034-smtp-reset-every-byte-down", lambda: smtp("down", "reset", STRIDE * 3)
    yield "faults/F039-smtp-half-closed-requests", lambda: smtp("up", "half-close", STRIDE * 3)
