"""How far it tells in which order and in which batches pages were added: copies, families, stories and affairs.

usage: order.py PAGES… [--batches N ...] [--seed N]

The pages are grouped at once, and filed in shuffled batches into an archive in a temporary folder. Told is how many
copies differ (another parent, another share), how many pages are of another family, and B-cubed F between the
stories and between the affairs. The packaged examples take a few seconds.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from samestory import adding, cleaning, pipeline
from samestory.archive import filing
from samestory.archive.filing import Filed, address
from samestory.archive.opening import opened, writing
from samestory.pipeline import Run


class Partition(NamedTuple):
    """Which page copies which and how much of it, and the family, the story and the affair of pages."""

    copies: set[tuple[str, str, float]]
    families: Mapping[str, str]
    stories: Mapping[str, str]
    affairs: Mapping[str, str]


def at_once(pages: Sequence[Filed]) -> Partition:
    """All pages as one pile."""
    told, found = pipeline.grouped([page.fingerprint for page in pages if page.fingerprint], Run().engine)
    stories, affairs = (
        {page: str(getattr(story, name)) for story in told for page in story.page_ids} for name in ("id", "affair")
    )
    return Partition({(copy.child, copy.parent, copy.share) for copy in found.copies}, found.families, stories, affairs)


def in_batches(pages: Sequence[Filed], size: int) -> Partition:
    """So many pages at a time into an archive, one batch after the other."""
    with TemporaryDirectory() as folder:
        db = opened(Path(folder, "news.db"), True)
        for start in range(0, len(pages), size):
            with writing(db, print):
                filing.file(db, pages[start : start + size])
            adding.group(db, Run(), print)
        pairs = "JOIN page child ON child.n = child JOIN page parent ON parent.n = parent"
        copies = set(db.execute(f"SELECT child.id, parent.id, share FROM copy {pairs}"))
        kin = "SELECT page.id, kin.id FROM holding JOIN page USING (n) JOIN page kin ON kin.n = family"
        own = "SELECT page.id, story.{} FROM holding JOIN page USING (n) JOIN story ON k = story"
        found = Partition(copies, *(dict(db.execute(asked)) for asked in (kin, own.format("id"), own.format("affair"))))
        db.close()
    return found


def b_cubed(one: Mapping[str, str], other: Mapping[str, str]) -> float:
    """How alike two partitions of the same pages are (Bagga and Baldwin 1998): F of precision and recall by page."""
    parts = [defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)]
    for held, named in zip(parts, (one, other), strict=True):
        for page, name in named.items():
            held[name].add(page)
    both = [len(parts[0][one[page]] & parts[1][other[page]]) for page in one]
    recall, precision = (
        sum(count / len(held[named[page]]) for count, page in zip(both, one, strict=True)) / len(one)
        for held, named in zip(parts, (one, other), strict=True)
    )
    return 2 * precision * recall / (precision + recall)


def filed(paths: Sequence[str]) -> list[Filed]:
    """The pages, cleaned alone; of each address one, for the archive keeps a page seen again once."""
    run = Run()
    with TemporaryDirectory() as folder:
        db = opened(Path(folder, "none.db"), True)
        recall = cleaning.recalling(db)
        found = [page for record in pipeline.records(paths, run) for page in cleaning.filed(db, record, run, recall)]
        db.close()
    return list({address(page.record): page for page in found}.values())


def main() -> None:
    """Compare every number of batches with one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PAGES")
    parser.add_argument("--batches", nargs="+", type=int, default=[10, 60], metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    pages = filed(options.paths)
    once = at_once(pages)
    print(f"{len(pages):,} pages, {len(once.copies):,} copies, {len(set(once.stories.values())):,} stories at once")
    for batches in options.batches:
        found = in_batches(random.Random(options.seed).sample(pages, len(pages)), -(-len(pages) // batches))
        moved = sum(once.families.get(id_) != found.families.get(id_) for id_ in {*once.families, *found.families})
        differ = len(once.copies ^ found.copies)
        stories, affairs = b_cubed(once.stories, found.stories), b_cubed(once.affairs, found.affairs)
        alike = f"stories {stories:.3f}, affairs {affairs:.3f}"
        print(f"{batches:6,} batches: {differ} copies and {moved} families differ; {alike}", flush=True)


if __name__ == "__main__":
    main()
