#!/usr/bin/env python3
"""Compares siptally's JSON report on a generated capture with the truth that the generator printed. All must be equal.

usage: check.py BINARY CAPTURE TRUTH.json [--calls]   (--calls: how the calls ended, too)
"""
import json
import os
import subprocess
import sys

OUTCOMES = ("answered", "busy", "cancelled", "redirected")
FRAME_GROUPS = ("sip", "held", "empty", "keepalive", "other")


def report_of(binary, capture):
    done = subprocess.run([binary, "analyze", "--format", "json", "--quiet", capture], capture_output=True, timeout=900)
    if done.returncode != 0:
        sys.exit(f"{capture}: exit {done.returncode}: {done.stderr[-300:].decode(errors='replace')}")
    return json.loads(done.stdout)


def differences(report, truth, calls):
    """The lines to print: one for each figure that is not what it must be."""
    wanted = {
        "messages.total": truth["messages"]["all"],
        "messages.requests": truth["requests_by_method"],
        "messages.responses": truth["responses_by_status"],
        "messages.classes": truth["responses_by_class"],
        "calls.call_ids": truth["distinct_call_ids"],
        "capture.frames.total": truth["file"]["packets"],
    }
    if calls:
        wanted |= {f"calls.outcomes.{name}": truth["calls_by_outcome"].get(name, 0) for name in OUTCOMES}
    for path, value in wanted.items():
        got = report
        for key in path.split("."):
            got = got.get(key) if isinstance(got, dict) else None
        if without_zeros(got) != without_zeros(value):
            yield f"{path}: got {str(got)[:160]}, truth {str(value)[:160]}"
    frames = report.get("capture", {}).get("frames", {})
    parts = sum(frames.get(group, 0) for group in FRAME_GROUPS)
    parts += sum(frames.get("undecodable", {}).values()) + sum(frames.get("lost", {}).values())
    if parts != frames.get("total"):
        yield f"capture.frames: total {frames.get('total')}, its parts {parts}"


def without_zeros(value):
    return {key: count for key, count in value.items() if count} if isinstance(value, dict) else value


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__.strip())
    binary, capture, truth_file = sys.argv[1:4]
    with open(truth_file) as file:
        truth = json.load(file)
    wrong = list(differences(report_of(binary, capture), truth, "--calls" in sys.argv[4:]))
    for line in wrong:
        print(line)
    print(f"{os.path.basename(capture)}: {len(wrong)} differences")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
