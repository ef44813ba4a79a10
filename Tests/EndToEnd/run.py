#!/usr/bin/env python3
"""Runs the real binary against real servers. Ends with "N passed, N failed".

--only PATTERN,PATTERN runs the cases whose names match; --update writes the golden documents instead of comparing them."""
import fnmatch, functools, os, pathlib, re, shutil, signal, sys, tempfile, time, traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import cases_advice, cases_backup, cases_deployment, cases_documents, cases_durability, cases_faults_content
import cases_faults_cut, cases_faults_network
import cases_faults_pop3, cases_faults_process, cases_faults_sending, cases_faults_torture, cases_incoming, cases_input
import cases_install, cases_large, cases_outgoing, cases_queue, cases_service, cases_setup, cases_supervision
from faults import Authority, context
from servers import CountingPOP3, Dovecot, Postfix, Sink, certificate
from world import PASSWORD, World

MODULES = (cases_setup, cases_advice, cases_input, cases_documents, cases_install, cases_incoming, cases_large,
           cases_outgoing, cases_service, cases_backup, cases_deployment, cases_queue, cases_durability, cases_supervision,
           cases_faults_process, cases_faults_cut,
           cases_faults_network, cases_faults_sending, cases_faults_pop3, cases_faults_content, cases_faults_torture)
ROOT = pathlib.Path(__file__).resolve().parents[2]


class Bench:
    """Everything a case may use."""

    def __init__(self, base):
        self.base = base
        self.binary = os.environ.get("LOCKSTEP_BINARY") or next(
            str(path) for path in (ROOT / ".build/release/lockstep", ROOT / ".build/debug/lockstep") if path.exists())
        self.cert, key = certificate(base)
        self.dovecot = Dovecot(base / "dovecot", self.cert, key, PASSWORD)
        self.postfix = Postfix(base / "postfix", self.cert, key, self.dovecot.mail, "contoso.test")
        self.sinks = []
        self.updates = "--update" in sys.argv
        self.proxy = os.environ.get("LOCKSTEP_FAULT_PROXY") or str(ROOT / ".build/release/lockstep-fault-proxy")
        self.templates = {}

    @functools.cached_property
    def certificates(self):
        return Authority(self.base / "certificates")

    @property
    def authority(self):
        return self.certificates.certificate

    @functools.cached_property
    def good_context(self):
        return context(*self.certificates.issue("good"))

    def world(self, initialized=True):
        return World(self.binary, self.base, initialized)

    def counting_pop3(self):
        server = CountingPOP3(PASSWORD)
        self.sinks.append(server)
        return server

    def sink(self, password=None):
        sink = Sink(pathlib.Path(tempfile.mkdtemp(dir=self.base)) / "sink", password)
        self.sinks.append(sink)
        return sink

    def stop(self):
        for server in [self.dovecot, self.postfix, *self.sinks]:
            try:
                server.stop()
            except Exception as problem:
                print(f"could not stop {server}: {problem}")


def table(names):
    """Every row of docs/reliability.md names tests that exist, or what is missing; at most six are missing."""
    text = (ROOT / "docs/reliability.md").read_text()
    suites = "".join(path.read_text() for path in (ROOT / "Tests").rglob("*.swift"))
    missing = []
    for row in re.findall(r"(?m)^\| (F\d+) \|[^|]*\|(.*)\|$", text):
        if "missing" in row[1]:
            missing.append(row[0])
        for pattern in re.findall("`([^`]+)`", row[1]):
            known = fnmatch.filter(names, pattern) if "/" in pattern else f"struct {pattern} " in suites
            assert known, f"{row[0]} names {pattern}, which is no test"
    assert len(missing) <= 6, missing
    numbered = {number for name in names for number in re.findall(r"F\d{3}", name)}
    assert numbered <= set(re.findall(r"(?m)^\| (F\d+) ", text)), "cases without a row"


def main():
    patterns = sys.argv[sys.argv.index("--only") + 1].split(",") if "--only" in sys.argv else ["*"]
    missing = [name for name in ("dovecot", "postfix", "openssl", "strace", "systemd-analyze", "mandoc", "man") if not shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin")]
    if missing:
        print(f"These programs are missing: {', '.join(missing)}")
        print("0 passed, 1 failed")
        return 1
    base = pathlib.Path(tempfile.mkdtemp(prefix="lockstep-e2e-"))
    base.chmod(0o755)
    passed = failed = 0
    bench = None
    # Asked to stop: the servers are stopped all the same.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        bench = Bench(base)
        everything = [found for module in MODULES for found in module.cases(bench)]
        everything.append(("table/reliability", lambda: table([name for name, _ in everything])))
        if "--list" in sys.argv:
            print("\n".join(name for name, _ in everything))
            return 0
        for name, case in everything:
            if not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                continue
            start = time.monotonic()
            try:
                case()
                passed += 1
                print(f"ok {name} ({time.monotonic() - start:.1f} s)", flush=True)
            except Exception as problem:
                failed += 1
                where = traceback.extract_tb(problem.__traceback__)[-1]
                print(f"FAILED {name}: {type(problem).__name__} {problem} ({where.name}:{where.lineno})", flush=True)
    except Exception:
        traceback.print_exc()
        failed += 1
    finally:
        if bench:
            bench.stop()
        shutil.rmtree(base, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
