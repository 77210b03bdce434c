#!/usr/bin/env python3
"""Wall time of a command as a ratio to `tcpdump -nr FILE -w /dev/null`, both run in turn, and the command's peak memory.

usage: ratio.py MEASURE FILE COMMAND [ARGUMENT…]
       MEASURE is the compiled measure.c; FILE is put in the page cache first; PAIRS=5 by default
"""
import os
import statistics
import subprocess
import sys


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__.strip())
    measure, file, *command = sys.argv[1:]
    floor = ["tcpdump", "-nr", file, "-w", "/dev/null"]
    with open(file, "rb") as capture:
        while capture.read(1 << 24):
            pass

    def run(what):
        seconds, kibibytes, code = subprocess.run([measure, *what], capture_output=True, check=True).stdout.split()
        return float(seconds), int(kibibytes) / 1024, int(code)

    run(command), run(floor)
    pairs = [(run(command), run(floor)) for _ in range(int(os.environ.get("PAIRS", "5")))]
    if failed := {code for pair in pairs for _, _, code in pair} - {0}:
        sys.exit(f"{file}: a command failed with {sorted(failed)}")
    ratios = [ours[0] / floors[0] for ours, floors in pairs]
    print(
        f"{os.path.basename(file)}: ratio to the floor {min(ratios):.2f} / {statistics.median(ratios):.2f} / {max(ratios):.2f}"
        f" (least, median, most), wall {statistics.median(ours[0] for ours, _ in pairs):.3f} s,"
        f" peak {max(ours[1] for ours, _ in pairs):.1f} MiB"
    )


main()
