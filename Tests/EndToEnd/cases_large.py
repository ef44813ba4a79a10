"""Large messages go from the socket to the store piece by piece: nothing of them is lost, and memory stays flat."""
import base64, hashlib, os, random, sqlite3, subprocess, sys
from world import message

# Octets over the run that finds nothing new. REL G16
ROOM = 40 << 20
SMALL = ("import os, subprocess, sys\n"
         "process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
         "print(os.wait4(process.pid, 0)[2].ru_maxrss * 1024)")


def octets(count, seed):
    return random.Random(seed).randbytes(count)


def multipart(number, parts, boundary="b"):
    """A message whose parts are given as (header, body)."""
    line = b"--" + boundary.encode()
    body = b"".join(line + b"\r\n" + header.encode() + b"\r\n\r\n" + text + b"\r\n" for header, text in parts)
    return message(number, "c1@customer.example", "ann@contoso.test", f"Large {number}", "",
                   f"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary={boundary}\r\n"
                   ) + body + line + b"--\r\n"


def file(name, content):
    return (f"Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename={name}\r\n"
            "Content-Transfer-Encoding: base64", base64.encodebytes(content).replace(b"\n", b"\r\n"))


TEXT = ("Content-Type: text/plain", b"The files.\r\n")


def sql(world, text):
    database, = world.data.glob("organization-*.sqlite")
    connection = sqlite3.connect(database, timeout=20)
    try:
        with connection:
            return connection.execute(text).fetchall()
    finally:
        connection.close()


def prepare(bench, messages, *more, profile=()):
    world = bench.world()
    bench.dovecot.fill("ann", messages)
    world.person("user", "Ann A", "ann@contoso.test")
    world.run("user", "set", "ann@contoso.test", "--accept", "all")
    world.profile("P", bench.dovecot.port, None, *profile)
    world.mailbox("ann@contoso.test", "P", "ann", "server-side", "none", *more)
    world.run("mailbox", "test", "ann@contoso.test")
    sql(world, f"UPDATE organization SET maxuploadfilesize = {128 << 20}")
    return world


def peak(world):
    """Octets of memory that one run took at most; measured by a small parent, whose own would count otherwise."""
    environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data)}
    done = subprocess.run([sys.executable, "-S", "-c", SMALL, str(world.binary), "sync", "--once"], env=environment,
                          capture_output=True, check=True, timeout=180)
    return int(done.stdout)


def attachments(world):
    return sorted(sql(world, "SELECT filename, filesize, lower(hex(ls_sha256)) FROM activitymimeattachment"))


def expected(files):
    return sorted((name, len(content), hashlib.sha256(content).hexdigest()) for name, content in files.items())


def whole(world):
    """Every attachment is stored with all its octets."""
    for _, size, digest in attachments(world):
        chunks = sql(world, f"SELECT bytes FROM ls_blob WHERE sha256 = x'{digest}' ORDER BY n")
        content = b"".join(row[0] for row in chunks)
        assert len(content) == size and hashlib.sha256(content).hexdigest() == digest


def cases(bench):
    def flat():
        content = octets(109_000_000, 1)
        raw = multipart(1, [TEXT, file("film.bin", content)])
        assert 145e6 < len(raw) < 150e6, len(raw)
        world = prepare(bench, [raw, message(2, "c1@customer.example", "ann@contoso.test", "Small")])
        receiving = peak(world)
        idle = peak(world)
        assert attachments(world) == expected({"film.bin": content})
        whole(world)
        assert receiving - idle <= ROOM, f"{receiving} octets, {idle} when there is nothing to do"
        assert world.state_of("<n2@test.example>")["decisionName"] == "acceptAll"

    yield "incoming/large-message-in-little-memory", flat

    def kinds():
        """Parts of every encoding, many small ones, an attached message, a text nobody reads as a body."""
        files = {f"part{n}.bin": octets(90_000, n) for n in range(60)}
        lines = b"".join(b"line %d of a long list, with some words\r\n" % n for n in range(150_000))
        inner = multipart(9, [TEXT, file("inner.bin", octets(2_000_000, 7))], "inside")
        raw = multipart(1, [
            TEXT, *[file(name, content) for name, content in files.items()],
            ("Content-Type: text/csv\r\nContent-Disposition: attachment; filename=list.csv", lines),
            ("Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=inner.eml", inner),
            ("Content-Type: text/plain\r\nContent-Disposition: attachment; filename=qp.txt\r\n"
             "Content-Transfer-Encoding: quoted-printable", b"caf=C3=A9 =\r\nau lait=20\r\n" * 9_000)])
        world = prepare(bench, [raw, raw], profile=("--keep-raw", "always"))
        world.run("sync", "--once")
        # The line end before a delimiter is the delimiter's; these bodies end with one of their own.
        files |= {"list.csv": lines, "inner.eml": inner, "qp.txt": ("café au lait \r\n" * 9_000).encode()}
        wrong = set(attachments(world)) ^ set(expected(files))
        assert not wrong, wrong
        whole(world)
        stored = sql(world, "SELECT DISTINCT lower(hex(rawblob)) FROM syncitem WHERE rawblob IS NOT NULL")
        came = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
        assert stored == [(hashlib.sha256(came).hexdigest(),)], stored
        shown, = world.json("email", "list")["data"]
        assert "The files." in world.run("email", "show", shown["activityid"]).stdout.decode()

    yield "incoming/large-message-with-all-kinds-of-parts", kinds

    def refused():
        """A file over the organization's limit is named and left out, the message is tracked."""
        raw = multipart(1, [TEXT, file("film.bin", octets(9_000_000, 2)), file("small.bin", octets(9_000, 3))])
        world = prepare(bench, [raw])
        sql(world, f"UPDATE organization SET maxuploadfilesize = {5 << 20}")
        world.run("sync", "--once")
        assert [name for name, _, _ in attachments(world)] == ["small.bin"]
        assert "film.bin" in world.run("explain", "<n1@test.example>").stdout.decode()

    yield "incoming/large-file-over-the-limit", refused

    def killed():
        """A kill while a message is stored leaves nothing behind that somebody could take for the message."""
        content = octets(30_000_000, 4)
        raw = multipart(1, [TEXT, file("film.bin", content)])
        world = prepare(bench, [raw])
        for point in ("incoming.fetched", "incoming.blobs-written"):
            world.run("sync", "--once", expect=None, failpoint=f"{point}:1")
            assert attachments(world) == []
        world.run("sync", "--once")
        assert attachments(world) == expected({"film.bin": content})
        whole(world)
        assert len(world.emails()) == 1

    yield "incoming/large-message-after-kills", killed
