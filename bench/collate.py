"""What collation costs, and how the cost grows with versions and words.

usage: collate.py [--json FILE]

Generated news of a fixed seed: every version rewords one word in twenty of one text, drops one sentence in ten and
moves one. Prints CPU milliseconds of this process after a warm-up, the best of several runs, with the collector of
garbage set as the command line sets it. It takes a few seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from samestory.cli import relaxed
from samestory.collation import collate
from samestory.types import Block, Outline, Page, Span, Version

VERSIONS, WORDS = (2, 5, 10, 30, 100), (250, 500, 1000, 2000, 4000)
SOUNDS = ("ba", "ko", "ri", "ne", "tal", "mo", "ver", "sin", "dra", "lu", "pe", "gor", "ash", "ti", "wen")
LITTLE = ("the", "of", "and", "in", "to", "a", "on", "for", "with", "by", "that", "was", "at", "from")
KNOWN = (("soldiers", "troops"), ("injured", "wounded"), ("began", "started"), ("large", "big"), ("said", "added"))


def vocabulary(chance: random.Random, size: int) -> list[str]:
    return ["".join(chance.choices(SOUNDS, k=chance.randint(2, 3))) for _ in range(size)]


def sentence(chance: random.Random, words: list[str]) -> list[str]:
    """A sentence of 12 to 30 words, four in ten of them grammar, rarer words rarer."""
    length = chance.randint(12, 30)
    drawn = (words[int(len(words) * chance.random() ** 2)] for _ in range(length))
    text = [chance.choice(LITTLE) if chance.random() < 0.4 else word for word in drawn]
    return [text[0].capitalize(), chance.choice(chance.choice(KNOWN)), *text[1:]]


def reworded(chance: random.Random, words: list[str], text: list[list[str]]) -> list[list[str]]:
    """The text as another outlet would run it."""
    kept = [line for line in text if chance.random() > 0.1] or text
    if len(kept) > 2:
        kept.insert(chance.randrange(len(kept)), kept.pop(chance.randrange(len(kept))))
    return [[chance.choice(words) if chance.random() < 0.05 else word for word in line] for line in kept]


def story(versions: int, length: int) -> list[Version]:
    chance = random.Random(versions * 10_007 + length)
    words = vocabulary(chance, max(400, length))
    text: list[list[str]] = []
    while sum(map(len, text)) < length:
        text.append(sentence(chance, words))
    return [version(number, reworded(chance, words, text)) for number in range(versions)]


def version(number: int, lines: list[list[str]]) -> Version:
    text, blocks = "", []
    for line in lines:
        start = len(text)
        text += " ".join(line) + "."
        blocks.append(Block(Span(start, len(text)), "article.paragraph", "generated"))
        text += "\n\n"
    page = Page(f"v{number:03}", text, f"v{number:03}", "body", "body/1")
    return Version(page, Outline(page.id, tuple(blocks), language="en"))


def cost(versions: int, words: int, runs: int) -> float:
    """CPU milliseconds of one collation, the best of the runs."""
    made, best = story(versions, words), float("inf")
    for _ in range(runs):
        start = time.process_time()
        collate(made, "story")
        best = min(best, time.process_time() - start)
    return round(best * 1000, 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    target = parser.parse_args().json
    relaxed()
    cost(3, 200, 1)
    main_job = cost(10, 500, 7)
    versions = {count: cost(count, 500, 3) for count in VERSIONS}
    words = {length: cost(10, length, 3) for length in WORDS}
    print(f"10 versions x 500 words: {main_job} ms CPU")
    print("versions x 500 words:   ", "  ".join(f"{count}: {ms}" for count, ms in versions.items()))
    print("10 versions x words:    ", "  ".join(f"{length}: {ms}" for length, ms in words.items()))
    figures = {"ten_versions_500_words_ms": main_job, "versions": versions, "words": words}
    if target:
        target.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
