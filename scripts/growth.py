#!/usr/bin/env python3
"""Of twice the adversarial text every parser takes at most 2.5 times the instructions, counted by callgrind. REL S28

  growth.py [NAME...]    the shapes are those of Sources/Testing/MailGeneration/AdversarialText.swift

Ends with "N passed, N failed". Set LOCKSTEP_BENCH to measure another binary."""
import concurrent.futures, os, pathlib, subprocess, sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
BENCH = os.environ.get("LOCKSTEP_BENCH") or str(ROOT / ".build/release/lockstep-bench")
SIZE = 32 << 10
BOUND = 2.5


def instructions(name, size, passes):
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", BENCH, "growth", name, str(size), "--passes",
         str(passes)], check=True, capture_output=True, text=True)
    return int(result.stderr.split("Collected :")[1].split()[0])


def ratio(name):
    # Making the text is counted as well, so what no pass takes is taken off.
    once, twice = (instructions(name, size, 1) - instructions(name, size, 0) for size in (SIZE, 2 * SIZE))
    return twice / once


def main():
    names = sys.argv[1:] or subprocess.run([BENCH, "growth", "names"], check=True, capture_output=True,
                                           text=True).stdout.splitlines()
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, found in zip(names, pool.map(ratio, names)):
            failed += found > BOUND
            print(f"{found:5.2f} {'!!' if found > BOUND else '  '} {name}")
    print(f"{len(names) - failed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
