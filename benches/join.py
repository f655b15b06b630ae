#!/usr/bin/env python3
"""How long `claimlint pairs --jaccard` takes, and how that grows: ledgers in, a table out.

    benches/join.py [--least 4/5] [--repeat 3] [--against COMMAND] LEDGER...

The program is named by CLAIMLINT (default target/release/claimlint). For each ledger: wall and processor time of the best of
the runs, the most memory, and the power of n by which the time grew since the ledger before. A command given with --against
is run in turn with it, on the same machine in the same minutes; {} in it stands for the ledger.
"""
import argparse
import math
import os
import resource
import shlex
import subprocess
import sys
import time


def run(command):
    """Wall seconds, processor seconds, peak MiB, lines printed; of that process alone."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        lines = sum(block.count(b"\n") for block in iter(lambda: process.stdout.read(1 << 20), b""))
        code = process.wait()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        figures = (time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines, code)
        os.write(write, repr(figures).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        figures = eval(pipe.read())
    os.waitpid(child, 0)
    if figures[4] not in (0, 1):
        sys.exit("%s: exit %d" % (" ".join(command), figures[4]))
    return figures[:4]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--least", default="4/5")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--against")
    options = parser.parse_args()
    program = shlex.split(os.environ.get("CLAIMLINT", "target/release/claimlint"))
    print("| ledger | claims | program | wall s | cpu s | peak MiB | lines | grew by |")
    print("|---|--:|---|--:|--:|--:|--:|--:|")
    before = {}
    for ledger in options.ledgers:
        with open(ledger, "rb") as file:
            claims = sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
        commands = {"claimlint": program + ["pairs", "--jaccard", options.least, ledger]}
        if options.against:
            commands["against"] = [part.replace("{}", ledger) for part in shlex.split(options.against)]
        runs = {name: [] for name in commands}
        for _ in range(options.repeat):
            for name, command in commands.items():
                runs[name].append(run(command))
        for name, figures in runs.items():
            wall, cpu, peak, lines = min(figures)
            growth = ""
            if name in before:
                claims_before, cpu_before = before[name]
                growth = "n^%.2f" % (math.log(cpu / cpu_before) / math.log(claims / claims_before))
            before[name] = (claims, cpu)
            print("| %s | %d | %s | %.2f | %.2f | %.0f | %d | %s |" % (os.path.basename(ledger), claims, name, wall, cpu, peak, lines, growth))


if __name__ == "__main__":
    main()
