#!/usr/bin/env python3
"""How good the comparison across reports is, on a generated tree whose pairs of claims are known.

    benches/conflicts.py TREE [--examples N] [--least-found 0.9] [--most-unrelated 0.005]

TREE is a folder that `gen_tree.py --out TREE` wrote, beside it TREE.claims.tsv and TREE.truth.tsv. The program is named by
CLAIMLINT (default target/release/claimlint). Printed are: of the planted pairs that say the same with opposite verdicts, by
what was done to the second one, how many one conflict holds; and of the conflicts found, how many join claims of which no
planted pair tells that they say the same. Exits 1 when too few are found or too many are unrelated.
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys

SAME = {"conflicting-verdict", "near-duplicate-conflicting-verdict", "compound-verdict-conflict", "verdict-contradicted-within"}


class Groups:
    """Which claims are known to say the same: a union-find over their numbers."""

    def __init__(self, count):
        self.parent = list(range(count))

    def of(self, claim):
        while self.parent[claim] != claim:
            self.parent[claim] = self.parent[self.parent[claim]]
            claim = self.parent[claim]
        return claim

    def join(self, a, b):
        self.parent[self.of(a)] = self.of(b)


def places(tree, claims):
    """The number of the claim on each line of each report, as (path, line) -> number."""
    by_report = collections.defaultdict(list)
    for number, claim in enumerate(claims):
        by_report[int(claim[0][1:])].append(number)
    found = {}
    for folder, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                lines = file.read().split("\n")
            left = by_report[int(name.split("_")[0])]
            for number in left:
                start = claims[number][1] + "\t"
                line = next((at for at, text in enumerate(lines, 1) if text.startswith(start) and (os.path.relpath(path, tree), at) not in found), None)
                if line:
                    found[os.path.relpath(path, tree), line] = number
    return found


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("tree")
    a.add_argument("--examples", type=int, default=0, help="so many of what was not found, and of what is unrelated")
    a.add_argument("--least-found", type=float, default=0)
    a.add_argument("--most-unrelated", type=float, default=1)
    o = a.parse_args()
    read = lambda kind: [line.rstrip("\n").split("\t") for line in open("%s.%s.tsv" % (o.tree, kind), encoding="utf-8")]
    claims, truth = read("claims"), read("truth")
    text = lambda number: "%s %s" % (claims[number][2], claims[number][1])

    program = os.path.abspath(os.environ.get("CLAIMLINT", "target/release/claimlint"))
    command = [program, "check", "--isolated", "--no-progress", "--output-format", "json", "."]
    findings = json.loads(subprocess.run(command, cwd=o.tree, stdout=subprocess.PIPE).stdout)["diagnostics"]
    number_at = places(o.tree, claims)
    # The claims of each conflict, and the conflicts of each claim.
    conflicts, of_claim = [], collections.defaultdict(set)
    for finding in findings:
        if finding["rule"] in SAME:
            lines = [(place["path"], place["range"]["start"]["line"]) for place in [finding, *finding["related"]]]
            conflicts.append([number_at[line] for line in lines if line in number_at])
            for number in conflicts[-1]:
                of_claim[number].add(len(conflicts))

    groups = Groups(len(claims))
    first = {}
    for number, claim in enumerate(claims):
        groups.join(number, first.setdefault(re.sub(r"\W+", " ", claim[1].casefold()).strip(), number))
    planted, found, missed = collections.Counter(), collections.Counter(), []
    for one, other, kind, change, _, _ in truth:
        pair = (int(one), int(other))
        if kind == "dup":
            groups.join(*pair)
            if {claims[number][2] for number in pair} == {"\u2713", "\u00d7"}:
                planted[change] += 1
                if of_claim[pair[0]] & of_claim[pair[1]]:
                    found[change] += 1
                else:
                    missed.append(pair)
    unrelated = [numbers for numbers in conflicts if len({groups.of(number) for number in numbers}) > 1]

    print("%-16s %9s %9s" % ("planted", "pairs", "found"))
    for change, count in planted.most_common():
        print("%-16s %9d %8.1f%%" % (change, count, 100 * found[change] / count))
    share = sum(found.values()) / sum(planted.values())
    wrong = len(unrelated) / max(1, len(conflicts))
    print("%-16s %9d %8.1f%%" % ("all", sum(planted.values()), 100 * share))
    print("conflicts        %9d, %d of which join claims that no planted pair relates (%.2f%%)" % (len(conflicts), len(unrelated), 100 * wrong))
    for numbers in missed[: o.examples]:
        print("\nnot found", *(text(number) for number in numbers), sep="\n    ")
    for numbers in unrelated[: o.examples]:
        print("\nunrelated", *(text(number) for number in {groups.of(number): number for number in numbers}.values()), sep="\n    ")
    sys.exit(share < o.least_found or wrong > o.most_unrelated)


if __name__ == "__main__":
    main()
