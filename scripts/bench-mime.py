#!/usr/bin/env python3
"""MIME parsing beside GMime's own C time: both read the same messages in turns; medians and the ratio come out.

  bench-mime.py [FOLDER...]         five rounds of processor time; without a folder on messages of our generator
  bench-mime.py --count [FOLDER...] instructions by callgrind instead: two passes less one, so that starting falls out

Needs libgmime-3.0-dev and gcc; with --count valgrind. Set LOCKSTEP_BENCH to measure another binary."""
import argparse, os, pathlib, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
BENCH = os.environ.get("LOCKSTEP_BENCH") or str(ROOT / ".build/release/lockstep-bench")
LEAST_SECONDS = 0.5  # of one measurement; passes are chosen for it


def line(command):
    """The `name value` pairs a program prints."""
    words = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return {name: float(value) for name, value in zip(words[::2], words[1::2])}


def instructions(command):
    result = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                            check=True, capture_output=True, text=True)
    return int(result.stderr.split("Collected :")[1].split()[0])


def commands(gmime, folders, passes):
    return {
        "gmime": [gmime, str(passes), *folders],
        "lockstep": [BENCH, "mime", *folders, "--passes", str(passes)],
        "lockstep without hashing": [BENCH, "mime", *folders, "--passes", str(passes), "--without-hashing"],
    }


def report(rows, unit, size):
    base = rows["gmime"]
    for name, figure in rows.items():
        print(f"{name:26} {figure:14,.{6 if unit == 's' else 0}f} {unit}  {figure / base:5.2f} of gmime  {size(figure)}")
    return rows["lockstep"] / base


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--count", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--messages", type=int, default=2000, help="of our generator, where no folder is given")
    parser.add_argument("--at-most", type=float, help="fail if lockstep takes more than this many times of gmime")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lockstep-bench-") as scratch:
        gmime = scratch + "/gmime-parse"
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "gmime-3.0"], check=True, capture_output=True,
                               text=True).stdout.split()
        subprocess.run(["gcc", "-O2", "-o", gmime, str(ROOT / "Benchmarks/gmime-parse.c"), *flags], check=True)
        folders = options.folders
        if not folders:
            folders = [scratch + "/mail"]
            subprocess.run([BENCH, "generate", folders[0], "--count", str(options.messages)], check=True)
        first = {name: line(command) for name, command in commands(gmime, folders, 1).items()}
        ours, theirs = first["lockstep"], first["gmime"]
        print(f"{ours['messages']:.0f} messages, {ours['bytes'] / 1e6:.1f} MB; refused: lockstep {ours['refused']:.0f}, "
              f"gmime {theirs['refused']:.0f}")
        if (ours["messages"], ours["bytes"]) != (theirs["messages"], theirs["bytes"]):
            sys.exit("the two did not read the same files")
        if options.count:
            rows = {}
            for name in first:
                one, two = (instructions(commands(gmime, folders, passes)[name]) for passes in (1, 2))
                rows[name] = two - one
            ratio = report(rows, "instructions", lambda figure: f"{figure / ours['bytes']:.1f} an octet")
        else:
            passes = max(1, round(LEAST_SECONDS / max(theirs["seconds"], 1e-4)))
            figures = {name: [] for name in first}
            for _ in range(options.rounds):
                for name, command in commands(gmime, folders, passes).items():
                    figures[name].append(line(command)["seconds"])
            rows = {name: statistics.median(values) for name, values in figures.items()}
            ratio = report(rows, "s", lambda figure: f"{ours['bytes'] / 1e6 / figure:.0f} MB/s")
    if options.at_most is not None and ratio > options.at_most:
        sys.exit(f"{ratio:.2f} of gmime, more than {options.at_most}")


main()
