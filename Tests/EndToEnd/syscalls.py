"""What a process asked of the kernel, as strace writes it down: whether what it told a server was on the disk before."""
import re, subprocess

CALLS = "write,writev,pwrite64,pwritev,sendto,sendmsg,fsync,fdatasync"


def trace(binary, arguments, environment, path):
    done = subprocess.run(["strace", "-f", "-yy", "-s", "100000", "-e", f"trace={CALLS}", "-o", path, binary,
                           *arguments], env=environment, capture_output=True, timeout=300)
    return done, path.read_text(errors="replace").splitlines()


def calls(lines):
    """(name, what it was done to, text) of every call, at the moment it had returned."""
    begun = {}
    for line in lines:
        match = re.match(r"(\d+)\s+(.*)", line)
        if not match:
            continue
        pid, rest = match[1], match[2]
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>")
            # Bytes for a server may be on the wire before the call returns: they count from its begin.
            if not rest.startswith(("fsync", "fdatasync")):
                yield from parsed(begun.pop(pid))
            continue
        resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", rest)
        if resumed:
            if pid not in begun:
                continue
            rest = begun.pop(pid) + resumed[1]
        yield from parsed(rest)


def parsed(rest):
    match = re.match(r"(\w+)\(\d+<(.*?)>(?=[,)])(.*)", rest)
    if match:
        yield match[1], match[2], match[3]


def broken(lines, said):
    """Each time bytes with `said` went to a server although something written to a database was not on the disk, or
    nothing had been put there since the time before."""
    problems = []
    unsynced = set()
    syncs = told = 0
    for name, where, text in calls(lines):
        if where.endswith(("-wal", ".sqlite")):
            if name in ("fsync", "fdatasync"):
                unsynced.discard(where)
                syncs += 1
            elif where.endswith("-wal"):
                unsynced.add(where)
        elif where.startswith("TCP") and re.search(said, text):
            told += 1
            if unsynced:
                problems.append(f"{told}: {sorted(unsynced)} was not on the disk")
            if syncs == 0:
                problems.append(f"{told}: nothing was put on the disk before")
            syncs = 0
    return told, problems
