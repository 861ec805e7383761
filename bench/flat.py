"""How much memory reading takes, gigabyte after gigabyte of a web archive that comes through a pipe.

usage: flat.py [--gigabytes N]

The archive is made for the run: invented pages of 9 kB, one record each. Peak memory is that of the reading process.
Exit status 1 if it grows after the first gigabyte by more than its limit. A gigabyte takes some 5 s.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import subprocess
import sys
from collections.abc import Iterator

from samestory import read
from samestory.types import Failure

GIGABYTE = 10**9
MEGABYTE = 1024  # kilobytes, as getrusage counts
GROWTH = 8  # megabytes
PAGE = "<p>Rain fell on the harbour and on the hills behind it, and nobody went out to see.</p>" * 100
ANSWER = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!doctype html>{PAGE}".encode()
HEAD = f"""WARC/1.1
WARC-Type: response
WARC-Record-ID: <urn:x:%d>
WARC-Date: 2024-03-05T07:30:00Z
WARC-Target-URI: https://post.example/%d
Content-Type: application/http; msgtype=response
Content-Length: {len(ANSWER)}

""".replace("\n", "\r\n")


def write(gigabytes: float) -> None:
    """An archive to standard output."""
    written = 0
    for number in itertools.count():
        written += sys.stdout.buffer.write((HEAD % (number, number)).encode() + ANSWER + b"\r\n\r\n")
        if written > gigabytes * GIGABYTE:
            return


def peaks() -> Iterator[tuple[float, int, float]]:
    """Gigabytes of pages read, records, and the peak of memory in megabytes, at every gigabyte and at the end."""
    size = count = 0
    for record in read.records("-", sys.stdin.buffer):
        if isinstance(record, Failure):
            raise SystemExit(f"{record.at}: {record.message}")
        before, size, count = size, size + len(record.content), count + 1
        if before // GIGABYTE < size // GIGABYTE:
            yield size / GIGABYTE, count, peak()
    yield size / GIGABYTE, count, peak()


def peak() -> float:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def measure() -> int:
    """Read standard input; 1 if memory grows."""
    found = []
    for size, count, held in peaks():
        found.append(held)
        print(f"{size:5.1f} GB of pages  {count:9,} records  peak {held:5.1f} MB")
    return int(found[-1] - found[0] > GROWTH)


def main() -> int:
    """One process writes what another reads."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=5, metavar="N")
    parser.add_argument("--part", choices=["write", "measure"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "write":
        write(options.gigabytes)
        return 0
    if options.part == "measure":
        return measure()
    command = [sys.executable, __file__, "--gigabytes", str(options.gigabytes), "--part"]
    with subprocess.Popen([*command, "write"], stdout=subprocess.PIPE) as writer:
        return subprocess.run([*command, "measure"], stdin=writer.stdout, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
