#!/usr/bin/env python3
"""Write reports of many claims each: a corpus whose files are few but large, to measure the index with.

    benches/corpus.py --claims 1000000 --out DIR [--per-report 1000] [--seed 1]

Then, in DIR (it is made a repository as far as claimlint looks):

    claimlint index build
    hyperfine -N -i 'claimlint check small.txt' 'claimlint check 000/000000.txt'

Claims are sentences of 8 to 16 words from templates, names and words by Zipf's law, about 70% verified; two in a hundred are told
again elsewhere in nearly the same words, half of these with another verdict. DIR/small.txt has 12 claims, two of them told
elsewhere. The same arguments give the same bytes.
"""
import argparse
import itertools
import os
import random

SYLLABLES = "ba be bi bo cor da den di dra el en er fa fi flo gan ger gra ha hel in is ka kel la lin lo lu ma mer mi mo na nel neo".split()
TEMPLATES = (
    "{M} improves {w} {w} on {D} by {n} points {c}.",
    "{M} achieves {n}% {w} on {D}, compared to {n}% for {M}.",
    "Fine-tuning {M} on {D} yields an average {w} of {n} points over {M} {c}.",
    "The study compares {w} {w} {w} of {M} with {w} {w} on {D}.",
    "{M} combines a {w} {w} and a {w} {w} to capture {w} {w} {c}.",
    "Training {M} on {D} reduces {w} {w} by {n}% {c}.",
    "The {D} dataset contains {n} {w} examples for {w} {w}.",
    "{w} {w} of {M} rises on {D} {c}, whereas {w} {w} of {M} stays the same.",
)
CONDITIONS = (
    "when training data is limited|under distribution shift|across all model sizes|for longer inputs|at inference time|"
    "on the held-out split|on the test set|averaged over five seeds|with the same budget|on most target languages"
).split("|")


def zipf(items):
    return items, list(itertools.accumulate((rank + 3) ** -1.0 for rank in range(len(items))))


def names(rng, count, endings):
    known = {}
    while len(known) < count:
        known["".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3)))) + rng.choice(endings)] = None
    return list(known)


class Claims:
    def __init__(self, rng):
        self.rng = rng
        self.models = zipf([name.capitalize() for name in names(rng, 4000, ("Net", "Former", "LM", "-v2", "GAN"))])
        self.data = zipf([name.capitalize() for name in names(rng, 2000, ("QA", "-1M", "Set", "-Bench", "NLI"))])
        self.words = zipf(names(rng, 6000, ("ation", "ity", "ence", "ing", "ism", "er")))

    def pick(self, of):
        return self.rng.choices(of[0], cum_weights=of[1])[0]

    def one(self):
        out = []
        for part in self.rng.choice(TEMPLATES).split("{"):
            slot, brace, rest = part.partition("}")
            if not brace:
                out.append(part)
                continue
            of = {"M": self.models, "D": self.data, "w": self.words}.get(slot)
            number = "%d.%d" % (self.rng.randrange(1, 99), self.rng.randrange(10))
            out.append(self.pick(of) if of else number if slot == "n" else self.rng.choice(CONDITIONS))
            out.append(rest)
        return "".join(out)


def again(rng, text):
    """Nearly the same words."""
    return rng.choice((text, text.lower(), "In this study, " + text, text.replace(" on ", " consistently on ", 1)))


def report(number, rows):
    verified = sum(verdict == "✓" for _, verdict, _ in rows)
    table = "\n".join("\t".join(row) for row in rows)
    return (
        "Claims of volume %d\n\nAbstract\n\nA list of claims.\n\n3 Results\n\n%d claims extracted; %d independently verified. "
        "Quality review score: 8.1/10.\n\n5 Extracted Claims\n\nClaim\tVerified\tConfidence\n%s\n" % (number, len(rows), verified, table)
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, required=True)
    parser.add_argument("--per-report", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    claims = Claims(rng)
    os.makedirs(os.path.join(options.out, ".git"), exist_ok=True)
    past = []

    def row(share):
        verdict = "✓" if rng.random() < 0.7 else "×"
        if past and rng.random() < share:
            text, verdict = rng.choice(past)
            text = again(rng, text)
            if rng.random() < 0.5:
                verdict = "×" if verdict == "✓" else "✓"
        else:
            text = claims.one()
            if len(past) < 100_000:
                past.append((text, verdict))
        return text, verdict, "0.%d" % rng.randrange(10, 99)

    reports = -(-options.claims // options.per_report)
    for number in range(reports):
        folder = os.path.join(options.out, "%03d" % (number // 1000))
        if number % 1000 == 0:
            os.makedirs(folder, exist_ok=True)
        count = min(options.per_report, options.claims - number * options.per_report)
        with open(os.path.join(folder, "%06d.txt" % number), "w", encoding="utf-8") as file:
            file.write(report(number, [row(0.02) for _ in range(count)]))
    with open(os.path.join(options.out, "small.txt"), "w", encoding="utf-8") as file:
        file.write(report(reports, [row(0.0) for _ in range(10)] + [row(1.0) for _ in range(2)]))


if __name__ == "__main__":
    main()
