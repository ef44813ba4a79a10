#!/usr/bin/env python3
"""Receiving and sending beside the peers, each in turn within a round: medians. Needs dovecot, postfix, mpop, getmail6.

COUNT=1000 SEND=1000 ROUNDS=5; MAIL=FOLDER receives the .eml files of a folder instead of small messages made here; SKIP=getmail6
leaves out the slowest. A round counts only if every message arrived."""
import os, pathlib, smtplib, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "Tests/EndToEnd"))
from servers import Dovecot, Postfix, certificate
from world import PASSWORD, World, message

COUNT = int(os.environ.get("COUNT", "1000"))
SEND = int(os.environ.get("SEND", "1000"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
MAIL = os.environ.get("MAIL")
SKIP = os.environ.get("SKIP", "").split(",")
BINARY = os.environ.get("LOCKSTEP_BINARY") or str(ROOT / ".build/release/lockstep")


# A process starts with its parent's peak, so that the parent has to be small to see the child's own.
SMALL = """
import os, subprocess, sys, time
start = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, close_fds=False)
_, status, usage = os.wait4(process.pid, 0)
print(time.monotonic() - start, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def timed(command, environment=None):
    """Seconds, peak memory in MB and seconds of processor of one command."""
    done = subprocess.run([sys.executable, "-S", "-c", SMALL, *map(str, command)], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stderr}")
    return tuple(map(float, done.stdout.split()))


def main():
    base = pathlib.Path(tempfile.mkdtemp(prefix="lockstep-bench-"))
    base.chmod(0o755)
    cert, key = certificate(base)
    dovecot = Dovecot(base / "dovecot", cert, key, PASSWORD)
    postfix = Postfix(base / "postfix", cert, key, dovecot.mail, "contoso.test")
    results = {}

    def note(name, figure):
        results.setdefault(name, []).append(figure)

    try:
        body = "".join(f"Line {n} of a message of usual length, with some words in it.\r\n" for n in range(60))
        mails = [message(n, f"c{n % 50}@customer.example", "ann@contoso.test", f"Message {n}", body)
                 for n in range(COUNT)]
        if MAIL:
            mails = [path.read_bytes() for path in sorted(pathlib.Path(MAIL).rglob("*.eml"))[:COUNT]]
        count = len(mails)
        text = base / "text"
        # What a message of usual length in that folder would be, as a record.
        text.write_text("A line of a message of usual length, with some words in it.\n" * 700 if MAIL else body)
        length = len(text.read_bytes()) + 1000
        for _ in range(ROUNDS):
            dovecot.fill("ann", mails)
            world = World(BINARY, base)
            world.person("user", "Ann A", "ann@contoso.test")
            world.run("user", "set", "ann@contoso.test", "--accept", "all")
            world.profile("P", dovecot.port, postfix.port)
            world.mailbox("ann@contoso.test", "P", "ann", "server-side")
            world.run("mailbox", "test", "ann@contoso.test")
            environment = {"PATH": os.environ["PATH"], "LOCKSTEP_DATA": str(world.data)}
            note("receive lockstep", timed([BINARY, "sync", "--once"], environment))
            assert len(world.json("email", "list", "--limit", str(count + 1))["data"]) == count
            note("poll with nothing new lockstep", timed([BINARY, "sync", "--once"], environment))

            target = pathlib.Path(tempfile.mkdtemp(dir=base))
            for part in ("new", "cur", "tmp"):
                (target / "m" / part).mkdir(parents=True)
            mpop = target / "mpoprc"
            mpop.write_text(f"defaults\naccount a\nhost 127.0.0.1\nport {dovecot.port}\nuser ann\nauth plain\n"
                            f"passwordeval cat {world.password_file}\ntls off\nkeep on\nuidls_file {target}/uidls\n"
                            f"delivery maildir {target}/m\n")
            mpop.chmod(0o600)
            note("receive mpop", timed(["mpop", "-C", str(mpop), "-q", "a"]))
            assert sum(1 for _ in (target / "m" / "new").iterdir()) == count
            note("poll with nothing new mpop", timed(["mpop", "-C", str(mpop), "-q", "a"]))

            target = pathlib.Path(tempfile.mkdtemp(dir=base))
            for part in ("new", "cur", "tmp"):
                (target / "m" / part).mkdir(parents=True)
            getmail = target / "rc"
            getmail.write_text(f"[retriever]\ntype = SimplePOP3Retriever\nserver = 127.0.0.1\nport = {dovecot.port}\n"
                               f"username = ann\npassword = {PASSWORD}\n[destination]\ntype = Maildir\n"
                               f"path = {target}/m/\n[options]\nread_all = true\ndelete = false\nverbose = 0\n")
            # getmail delivers as nobody but an ordinary user.
            subprocess.run(["chown", "-R", "mail:mail", target], check=True)
            if "getmail6" not in SKIP:
                note("receive getmail6",
                     timed(["runuser", "-u", "mail", "--", "getmail", f"--getmaildir={target}", f"--rcfile={getmail}"]))

            world.run("profile", "create", "--name", "Out", "--outgoing", f"127.0.0.1:{postfix.port}",
                      "--outgoing-tls", "none", "--authenticate-using", "none")
            world.mailbox("ann@contoso.test", "Out", None, "none", "server-side")
            world.run("mailbox", "test", "ann@contoso.test")
            for n in range(SEND):
                world.run("email", "send", "--from", "ann@contoso.test", "--to", f"c{n % 50}@customer.example",
                          "--subject", f"Message {n}", "--body-file", text)
            note("send lockstep", timed([BINARY, "sync", "--once"], environment))
            sent = [e for e in world.json("email", "list", "--limit", str(2 * count + SEND))["data"]
                    if e["directioncode"] and e["statuscode"] == 3]
            assert len(sent) == SEND, len(sent)
            note("send smtp-source", timed(
                ["/usr/sbin/smtp-source", "-d", "-c", "-s", "1", "-m", str(SEND), "-l", str(length), "-f",
                 "ann@contoso.test", "-t", "c1@customer.example", f"127.0.0.1:{postfix.port}"]))
            start, processor = time.monotonic(), time.process_time()
            with smtplib.SMTP("127.0.0.1", postfix.port) as client:
                data = b"Subject: x\r\n\r\n" + text.read_bytes()
                for n in range(SEND):
                    client.sendmail("ann@contoso.test", [f"c{n % 50}@customer.example"], data)
            note("send smtplib", (time.monotonic() - start, 0, time.process_time() - processor))
            note("version", timed([BINARY, "--version"]))
    finally:
        dovecot.stop()
        postfix.stop()

    print(f"{count} messages, {sum(map(len, mails)) / 1e6:.1f} MB received; {SEND} of {length} octets sent; "
          f"medians of {ROUNDS} rounds")
    print("| what | seconds | peak memory MB | processor seconds | ratio to lockstep |\n|---|---|---|---|---|")
    for name, figures in results.items():
        seconds = statistics.median(f[0] for f in figures)
        memory = statistics.median(f[1] for f in figures)
        processor = statistics.median(f[2] for f in figures)
        own = " ".join(name.split()[:-1]) + " lockstep"
        ratio = f"{seconds / statistics.median(f[0] for f in results[own]):.2f}" if own in results else ""
        print(f"| {name} | {seconds:.3f} | {memory:.0f} | {processor:.2f} | {ratio} |")


if __name__ == "__main__":
    main()
