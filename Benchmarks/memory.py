#!/usr/bin/env python3
"""Checks that memory stays within its bounds: in a flood of Call-IDs, and for each open call. The traffic comes by a pipe.

usage: memory.py BINARY GENERATOR FOLDER   (the pipe is made in FOLDER; nothing stays there)

The flood has 10,000,000 calls of one request that nobody answers and 100 real ones, all of which must be reported as
they went. Its memory must be flat: the peak of the second half of the run is not above that of the first by 2 %. An
open call takes what the peak of so many answered calls, all up at once, is above that of 1,000, shared among them.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

from check import differences

MEBIBYTE = 1 << 20
FLOOD = ["--calls", "10000100", "--flood", "0.99999", "--rate", "100000", "--concurrency", "6000000"]
MOST_IN_FLOOD = 512 * MEBIBYTE
MOST_WITH_RECORDS = 1024 * MEBIBYTE
ALLOWED_GROWTH = 1.02
# Calls that begin within a minute and talk for a quarter of an hour.
ANSWERED = ["--mix", "answered=1", "--rate", "20000", "--concurrency", "20000000"]
MOST_OF_A_CALL = 1_000


def run(binary, generator, folder, workload, options=()):
    """The report and the truth of `workload`, and how many bytes the process held, with the time, as it ran."""
    pipe = pathlib.Path(folder) / "traffic.pcap"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    command = [binary, "analyze", "--quiet", "--format", "json", *options, pipe]
    sizes = []
    with (
        subprocess.Popen([generator, "-o", pipe, *workload], stdout=subprocess.PIPE) as source,
        subprocess.Popen(command, stdout=subprocess.PIPE) as analysis,
    ):
        status = pathlib.Path(f"/proc/{analysis.pid}/status")
        while analysis.poll() is None:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if "VmHWM" in fields:
                sizes.append((time.monotonic(), int(fields["VmHWM"].split()[0]) * 1024))
            # The report is larger than what a pipe holds, so it waits to be read.
            if source.poll() is not None:
                break
            time.sleep(0.05)
        report, truth = analysis.stdout.read(), source.stdout.read()
        _, code, usage = os.wait4(analysis.pid, 0)
        analysis.returncode = os.waitstatus_to_exitcode(code)
    pipe.unlink()
    if analysis.returncode != 0:
        sys.exit(f"{' '.join(workload)}: exit {analysis.returncode}")
    return json.loads(report), json.loads(truth), sizes, usage.ru_maxrss * 1024


def flood(*place, options, most, name):
    """Whether the flood kept to its bounds; says what it took."""
    report, truth, sizes, peak = run(*place, FLOOD, options)
    wrong = list(differences(report, truth, calls=True))
    middle = (sizes[0][0] + sizes[-1][0]) / 2
    half = max(size for at, size in sizes if at <= middle)
    print(
        f"{name}: peak {peak / MEBIBYTE:.1f} MiB, at most {most // MEBIBYTE};"
        f" in the middle {half / MEBIBYTE:.1f}; {len(wrong)} differences"
    )
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return peak <= most and peak <= half * ALLOWED_GROWTH and not wrong


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    place = sys.argv[1:]
    good = flood(*place, options=[], most=MOST_IN_FLOOD, name="flood")
    records = ["--calls", "/dev/null"]
    good &= flood(*place, options=records, most=MOST_WITH_RECORDS, name="flood, with records of calls")
    least = run(*place, ["--calls", "1000", *ANSWERED])[3]
    for count in (100_000, 1_000_000):
        _, truth, _, peak = run(*place, ["--calls", str(count), *ANSWERED])
        up = truth["peak_calls_in_progress"]
        each = (peak - least) / up
        print(f"{up} open calls: peak {peak / MEBIBYTE:.1f} MiB, {each:.0f} bytes each, at most {MOST_OF_A_CALL}")
        good &= each <= MOST_OF_A_CALL
    sys.exit(not good)


main()
