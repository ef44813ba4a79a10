"""What `make install` lays down: the unit, its sandbox, the user, the manual."""
import os, pathlib, pwd, re, signal, subprocess, tempfile, time
from cases_documents import commands
from world import PASSWORD, message

ROOT = pathlib.Path(__file__).resolve().parents[2]
# `systemd-analyze security`, tenths: 0 is locked up, 100 is everything open. What is left is the network it is for.
EXPOSURE = 15


def install(prefix, destination=""):
    # The binary is the one under test: nothing is built.
    subprocess.run(["make", "--no-print-directory", "-o", "release", "install", f"PREFIX={prefix}",
                    f"DESTDIR={destination}"], cwd=ROOT, check=True, capture_output=True)


def run(*command, **more):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, **more)


def allowed_calls(unit):
    """The system calls the unit's filter lets through, spelled out by systemd."""
    def names(group):
        found = set()
        for line in run("systemd-analyze", "syscall-filter", group).stdout.splitlines()[1:]:
            word = line.strip()
            if word.startswith("@"):
                found |= names(word)
            elif word and not word.startswith("#"):
                found.add(word)
        return found

    allowed = set()
    for line in unit.splitlines():
        if line.startswith("SystemCallFilter="):
            value = line.partition("=")[2]
            allowed = allowed - names(value[1:]) if value.startswith("~") else allowed | names(value)
    assert len(allowed) > 200, "the filter was not understood"
    return allowed


def cases(bench):
    def layout():
        folder = pathlib.Path(tempfile.mkdtemp(dir=bench.base))
        install("/opt/there", folder)
        files = {str(path.relative_to(folder)): path.stat().st_mode & 0o777
                 for path in folder.rglob("*") if path.is_file()}
        assert files == {"opt/there/bin/lockstep": 0o755, "opt/there/share/man/man1/lockstep.1": 0o644,
                         "opt/there/lib/systemd/system/lockstep.service": 0o644,
                         "opt/there/lib/sysusers.d/lockstep.conf": 0o644}, files
        unit = (folder / "opt/there/lib/systemd/system/lockstep.service").read_text()
        assert "ExecStart=/opt/there/bin/lockstep serve" in unit and "@PREFIX@" not in unit
        assert run(folder / "opt/there/bin/lockstep", "--version").stdout.strip() == \
            run(bench.binary, "--version").stdout.strip()

    yield "install/layout", layout

    def unit():
        prefix = pathlib.Path(tempfile.mkdtemp(dir=bench.base))
        install(prefix)
        path = prefix / "lib/systemd/system/lockstep.service"
        environment = {**os.environ, "MANPATH": str(prefix / "share/man"), "SYSTEMD_LOG_LEVEL": "notice"}
        verified = run("systemd-analyze", "verify", path, env=environment)
        assert verified.returncode == 0 and not verified.stderr.strip(), verified.stderr
        security = run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}", path)
        assert security.returncode == 0, security.stdout[-300:]
        # The threshold is one: a unit without its sandbox is refused.
        open_unit = prefix / "open.service"
        open_unit.write_text("\n".join(line for line in path.read_text().splitlines()
                                       if not re.match("Protect|Private|Restrict|SystemCall|Capability", line)))
        assert run("systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSURE}",
                   open_unit).returncode != 0
        users = prefix / "root"
        (users / "etc").mkdir(parents=True)
        made = run("systemd-sysusers", f"--root={users}", prefix / "lib/sysusers.d/lockstep.conf")
        assert made.returncode == 0, made.stderr
        assert re.search(r"^lockstep:[^:]*:\d+:\d+:Lockstep:/var/lib/lockstep:/usr/sbin/nologin$",
                         (users / "etc/passwd").read_text(), re.M)

    yield "install/unit", unit

    def sandbox():
        """As far as it goes without systemd: an ordinary user without capabilities, everything but the data read-only,
        and every system call held against the unit's filter."""
        world = bench.world()
        bench.dovecot.fill("ann", [message(1, "a@x.example", "ann@contoso.test", "One")])
        world.person("user", "Ann A", "ann@contoso.test")
        world.run("user", "set", "ann@contoso.test", "--accept", "all")
        world.profile("P", bench.dovecot.tls_port, None, "--ca-file", bench.cert, incoming_tls="implicit")
        world.run("profile", "set", "P", "--incoming", f"localhost:{bench.dovecot.tls_port}")
        world.mailbox("ann@contoso.test", "P", "ann", "server-side")
        world.run("mailbox", "test", "ann@contoso.test")
        nobody = pwd.getpwnam("nobody")
        world.data.chmod(0o700)
        world.base.chmod(0o755)
        for path in [world.data, *world.data.iterdir()]:
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        trace = world.base / "strace"
        trace.touch()
        binary = pathlib.Path(bench.binary).resolve()
        script = f"""
set -e
mount --make-rprivate /
mount --bind {world.data} {world.data}
mount --bind {trace} {trace}
mount -o remount,bind,ro /
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
umask 077
exec strace -f -q -o {trace} setpriv --reuid=nobody --regid={nobody.pw_gid} --clear-groups --no-new-privs \
  --bounding-set=-all --inh-caps=-all env -i SWIFT_BACKTRACE=enable=no {binary} serve --data {world.data}
"""
        service = subprocess.Popen(["unshare", "--mount", "bash", "-c", script], stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        try:
            deadline = time.monotonic() + 60
            while not world.emails():
                assert service.poll() is None, service.stdout.read()
                assert time.monotonic() < deadline, "nothing was synchronized"
                time.sleep(0.3)
        finally:
            # The signal is for what strace watches; strace then ends by itself.
            traced = pathlib.Path(f"/proc/{service.pid}/task/{service.pid}/children")
            for pid in traced.read_text().split() if traced.exists() else []:
                os.kill(int(pid), signal.SIGTERM)
            try:
                service.wait(40)
            finally:
                if service.poll() is None:
                    service.kill()
                    service.wait()
            service.stdout.close()
        lines = trace.read_text(errors="replace").splitlines()
        # What comes before the service's own start is setpriv and env.
        start = next(n for n, line in enumerate(lines) if f'execve("{binary}"' in line and line.endswith("= 0"))
        own = lines[start:]
        calls = {match[1] for line in own if (match := re.match(r"\d+\s+(\w+)\(", line))}
        unit = (ROOT / "packaging/lockstep.service.in").read_text()
        refused = calls - allowed_calls(unit)
        assert not refused, f"the unit's filter refuses {sorted(refused)}"
        families = {match[1] for line in own if (match := re.search(r"socket(?:pair)?\((AF_\w+)", line))}
        assert families <= set(re.search("RestrictAddressFamilies=(.*)", unit)[1].split()), families
        # MemoryDenyWriteExecute: no memory that is both, and none that becomes executable.
        executable = [line for line in own if "PROT_WRITE|PROT_EXEC" in line
                      or re.search(r"mprotect\(.*PROT_EXEC", line)]
        assert not executable, executable[:3]
        started = {match[1] for line in own if (match := re.search(r'execve\("([^"]+)"', line))}
        assert started == {str(binary)}, f"it runs other programs: {started}"

    yield "install/sandbox", sandbox

    def manual():
        page = ROOT / "packaging/lockstep.1"
        lint = run("mandoc", "-T", "lint", "-W", "style", page)
        assert lint.returncode == 0, lint.stdout
        warnings = run("man", "--warnings", "-E", "ascii", "-l", page, env={**os.environ, "MANWIDTH": "100"})
        assert warnings.returncode == 0 and not warnings.stderr, warnings.stderr
        source = page.read_text()
        section = source.split(".SH COMMANDS")[1].split(".SH ")[0]
        named = set()
        for line in re.findall(r"^\.B (.*)$", section, re.M):
            for part in line.replace("\\-", "-").split(", "):
                if name := re.match(r"[a-z]+(?: [a-z]+)*", part):
                    named.add(name[0])
        exist = set(commands(bench.binary))
        assert named == exist, f"only in the manual: {named - exist}; missing there: {exist - named}"
        version = run(bench.binary, "--version").stdout.strip()
        assert f"Lockstep {version}" in source.splitlines()[0]

    yield "install/manual", manual
