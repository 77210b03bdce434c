#!/usr/bin/env python3
"""Checks that no hostile shape makes the time grow faster than its size: twice of it may cost twice the time and 15 % more.

usage: linear.py BINARY FOLDER [SHAPE…]   (every shape without a name; captures are made in FOLDER and taken away again)

Each shape is written with a size and with twice that size, as often as it takes for the smaller one to cost 60 ms. The
figure is the processor time of `BINARY analyze`, less that of an empty capture: the median of runs in turn.
"""
import os
import pathlib
import statistics
import struct
import subprocess
import sys

ALLOWED = 2 * 1.15
LEAST_SECONDS = 0.06
RUNS = int(os.environ.get("RUNS", "5"))
ETHERNET = bytes([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1])
CALLER, CALLEE = bytes([192, 0, 2, 1]), bytes([198, 51, 100, 2])


class Capture:
    """A pcap file of Ethernet frames, 10 µs apart."""

    def __init__(self, path):
        self.file = open(path, "wb", 1 << 20)
        self.file.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.micros = 0

    def ip(self, protocol, payload, tags=0, identification=1, flags=0, source=CALLER):
        self.micros += 10
        header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), identification, flags, 64, protocol, 0)
        link = ETHERNET + b"\x81\x00\x00\x01" * tags + b"\x08\x00"
        frame = link + header + source + CALLEE + payload
        seconds, micros = divmod(self.micros, 1_000_000)
        self.file.write(struct.pack("<IIII", 1_800_000_000 + seconds, micros, len(frame), len(frame)) + frame)

    def datagram(self, text, **options):
        self.ip(17, struct.pack(">HHHH", 5060, 5060, 8 + len(text), 0) + text, **options)

    def segment(self, text, sequence, port=5060, flags=0x10, source=CALLER):
        header = struct.pack(">HHIIBBHHH", port, 5060, sequence & 0xFFFFFFFF, 0, 0x50, flags, 65535, 0, 0)
        self.ip(6, header + text, source=source)

    def chunks(self, *chunks, tag=7):
        self.ip(132, struct.pack(">HHII", 5060, 5060, tag, 0) + b"".join(chunks))

    def stream(self, text, copy, size, order=None):
        """A connection of its own that carries `text` in segments of `size` bytes."""
        port, source = 1024 + copy % 60_000, bytes([10, 0, copy // 60_000 % 256, 1])
        self.segment(b"", 999, port, 0x02, source)
        places = list(range(0, len(text), size))
        for place in order(places) if order else places:
            self.segment(text[place:place + size], 1000 + place, port, 0x10, source)
        self.segment(b"", 1000 + len(text), port, 0x11, source)


def message(copy, lines=(), start=None, body=b"", length=True, end=b"\r\n", sender=b"<sip:alice@example.com>;tag=a"):
    fields = [
        start or b"OPTIONS sip:bob@example.com SIP/2.0", b"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK%08d" % copy,
        b"From: " + sender, b"To: <sip:bob@example.com>", b"Call-ID: %08d@example.com" % copy, b"CSeq: 1 OPTIONS", *lines,
    ]
    if length:
        fields.append(b"Content-Length: %d" % len(body))
    return end.join(fields + [b"", b""]) + body


def datagrams(text):
    """A shape of one datagram: `text` makes it from the number of the copy and the size."""
    return lambda capture, copy, size: capture.datagram(text(copy, size))


def fragments(reverse):
    def write(capture, copy, size):
        datagram = struct.pack(">HHHH", 5060, 5060, 8, 0) + message(copy, [b"X: " + b"x" * (8 * size)])
        datagram = datagram[:4] + struct.pack(">H", len(datagram)) + datagram[6:]
        step = -(-len(datagram) // size // 8) * 8
        places = list(range(0, len(datagram), step))
        for place in reversed(places) if reverse else places:
            more = 0x2000 if place + step < len(datagram) else 0
            capture.ip(17, datagram[place:place + step], identification=copy % 65536, flags=more | place // 8)
    return write


def half_open(capture, copy, size):
    for number in range(size):
        flow = copy * size + number
        capture.segment(b"", flow, 1 + flow % 65000, 0x02, bytes([10, flow // 65000 % 256, flow // 16640000, 1]))


def overlapping(capture, copy, size):
    text = b"".join(message(number) for number in range(size))
    port = 1024 + copy
    for place in range(0, len(text), 50):
        capture.segment(text[max(0, place - 50):place + 50], 1000 + max(0, place - 50), port)


def gaps(capture, copy, size):
    text = b"".join(message(number) for number in range(size))
    for index, place in enumerate(range(0, len(text), 100)):
        if index % 3 != 1:
            capture.segment(text[place:place + 100], 1000 + place, 1024 + copy)


def frame(payload, opcode=1, final=True):
    """A masked frame of WebSocket."""
    count = len(payload)
    length = bytes([0x80 | count]) if count < 126 else struct.pack(">BH", 0xFE, count)
    return bytes([0x80 * final | opcode]) + length + b"\1\2\3\4" + bytes(b ^ i % 4 + 1 for i, b in enumerate(payload))


def websocket(*frames, lines=()):
    head = [b"GET / HTTP/1.1", b"Upgrade: websocket", b"Sec-WebSocket-Protocol: sip", *lines, b"", b""]
    return b"\r\n".join(head) + b"".join(frames)


def in_frames(copy, size, between=b""):
    """A message in frames of one byte, with `between` behind each but the last."""
    text = message(copy, [b"X: " + b"x" * size])
    pieces = [frame(text[i:i + 1], 1 if i == 0 else 0, i == len(text) - 1) for i in range(len(text))]
    return websocket(between.join(pieces))


def data(number, payload, flags=3):
    """A DATA chunk of SCTP; the flags say that a message begins (2) and ends (1) with it."""
    head = struct.pack(">BBHIHHI", 0, flags, 16 + len(payload), number & 0xFFFFFFFF, 0, 0, 0)
    return head + payload + b"\0" * (-len(payload) % 4)


def pieces(order):
    """A message of SCTP in as many pieces as the size says, a packet each, in the `order` of its places."""
    def write(capture, copy, size):
        text = message(copy, [b"X: " + b"x" * size])
        step = len(text) // size
        cut = [text[i * step:(i + 1) * step if i < size - 1 else None] for i in range(size)]
        for place in order(list(range(size))):
            flags = 2 * (place == 0) + (place == size - 1)
            capture.chunks(data(copy * size + place, cut[place], flags))
    return write


def inside_out(places):
    """Every second place first."""
    return places[::2] + places[1::2]


def hello(size):
    """The hello of a TLS client with an extension of `size` bytes."""
    body = b"\3\3" + bytes(32) + b"\0" + b"\0\2\x13\1" + b"\1\0" + struct.pack(">HHH", size + 4, 21, size) + bytes(size)
    message = b"\1" + struct.pack(">I", len(body))[1:] + body
    return b"\x16\3\1" + struct.pack(">H", len(message)) + message


def blocks(count):
    """Segments turned round in groups of `count`."""
    return lambda places: [p for i in range(0, len(places), count) for p in reversed(places[i:i + count])]


def long_body(copy, size):
    return message(copy, body=b"SIP/2.0 200 OK\r\n" * size)


SHAPES = {
    "headers": (2000, datagrams(lambda c, n: message(c, [b"X: 1"] * n))),
    "unknown-headers": (1000, datagrams(lambda c, n: message(c, [b"X-Header-%d: 1" % i for i in range(n)]))),
    "folds": (10_000, datagrams(lambda c, n: message(c, [b"Subject: a" + b"\r\n b" * (n // 2)]))),
    "vias": (400, datagrams(lambda c, n: message(c, [b"Via: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK%06d" % i for i in range(n)]))),
    "via-list": (400, datagrams(lambda c, n: message(c, [b"Via: " + b", ".join([b"SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1"] * n)]))),
    "parameters": (4000, datagrams(lambda c, n: message(c, sender=b"<sip:a@b>" + b";p=1" * n))),
    "quotes": (12_000, datagrams(lambda c, n: message(c, sender=b'"' + b'\\"' * n + b'" <sip:a@b>;tag=a'))),
    "unclosed-quotes": (1000, datagrams(lambda c, n: message(c, [b'Contact: "a, b'] * n))),
    "contacts": (1000, datagrams(lambda c, n: message(c, [b"Contact: " + b", ".join([b'"a,b" <sip:a@b>'] * n)]))),
    "bindings": (1000, datagrams(lambda c, n: message(c, [b"Contact: " + b", ".join([b"<sip:a@b>;expires=0"] * n)], start=b"REGISTER sip:b SIP/2.0"))),
    "broken-bindings": (12_000, datagrams(lambda c, n: message(c, [b"Contact: " + b"a," * n], start=b"REGISTER sip:b SIP/2.0"))),
    "commas": (25_000, datagrams(lambda c, n: message(c, [b"Contact: " + b"," * n]))),
    "escapes": (8000, datagrams(lambda c, n: message(c, start=b"OPTIONS sip:" + b"%41" * n + b"@b SIP/2.0"))),
    "start-line": (25_000, datagrams(lambda c, n: message(c, start=b"SIP/2.0 200 " + b"r" * n))),
    "call-id": (25_000, datagrams(lambda c, n: message(c).replace(b"@example.com\r\nCSeq", b"x" * n + b"\r\nCSeq"))),
    "multipart": (1000, datagrams(lambda c, n: message(c, [b"Content-Type: multipart/mixed;boundary=a"], body=b"--a\r\n\r\nSIP/2.0 200 OK\r\n" * n))),
    "no-sip": (25_000, datagrams(lambda c, n: b"A" * n)),
    "line-ends": (15_000, datagrams(lambda c, n: b"\r\n" * n)),
    "vlan-tags": (20, lambda capture, copy, size: capture.datagram(message(copy), tags=size)),
    "fragments": (100, fragments(False)),
    "fragments-backwards": (100, fragments(True)),
    "half-open": (50_000, half_open),
    "one-byte-segments": (10_000, lambda capture, copy, size: capture.stream(message(copy, [b"X: " + b"x" * size]), copy, 1)),
    "one-byte-lines": (3000, lambda capture, copy, size: capture.stream(message(copy, [b"X:"] * size), copy, 1)),
    "one-byte-start-line": (25_000, lambda capture, copy, size: capture.stream(message(copy, start=b"SIP/2.0 200 " + b"r" * size), copy, 1)),
    "start-line-and-lines": (20_000, lambda capture, copy, size: capture.stream(message(copy, [b"X: 1"] * (size // 10), start=b"SIP/2.0 200 " + b"r" * size), copy, 6)),
    "one-byte-word": (25_000, lambda capture, copy, size: capture.stream(b"A" * size, copy, 1)),
    "one-byte-body": (25_000, lambda capture, copy, size: capture.stream(message(copy, body=b"b" * size), copy, 1)),
    "carriage-returns": (25_000, lambda capture, copy, size: capture.stream(message(copy, [b"X: 1\r\n" + b"\r" * size]), copy, 1)),
    "double-returns": (2000, lambda capture, copy, size: capture.stream(message(copy, [b"X: 1"] * size, end=b"\r\r\n"), copy, 1)),
    "keep-alives": (50_000, lambda capture, copy, size: capture.stream(b"\r\n" * size, copy, 2)),
    "keep-alives-at-once": (100_000, lambda capture, copy, size: capture.stream(b"\r\n" * size, copy, 1400)),
    "no-length": (2000, lambda capture, copy, size: capture.stream(b"".join(message(copy * size + i, length=False) for i in range(size)), copy, 1400)),
    "wrong-length": (2000, lambda capture, copy, size: capture.stream(b"".join(message(copy * size + i, [b"l: 9999999"], length=False) for i in range(size)), copy, 1400)),
    "long-body": (15_000, lambda capture, copy, size: capture.stream(long_body(copy, size), copy, 1400)),
    "status-lines": (20_000, lambda capture, copy, size: capture.stream(b"x\r\n" + message(copy) + b"y\r\n" + b"SIP/2.0 200 OK\r\n" * size, copy, 1400)),
    "out-of-order": (3000, lambda capture, copy, size: capture.stream(b"".join(message(copy * size + i) for i in range(size)), copy, 200, blocks(40))),
    "one-byte-backwards": (20_000, lambda capture, copy, size: capture.stream(message(copy, body=b"b" * size), copy, 1, blocks(500))),
    "websocket-frames": (10_000, lambda capture, copy, size: capture.stream(in_frames(copy, size), copy, 1400)),
    "websocket-pings": (5000, lambda capture, copy, size: capture.stream(in_frames(copy, size, frame(b"", 9)), copy, 1400)),
    "websocket-one-byte": (10_000, lambda capture, copy, size: capture.stream(websocket(frame(message(copy, [b"X: " + b"x" * size]))), copy, 1)),
    "websocket-messages": (2000, lambda capture, copy, size: capture.stream(websocket(*(frame(message(copy * size + i)) for i in range(size))), copy, 1400)),
    "upgrade-one-byte": (5000, lambda capture, copy, size: capture.stream(websocket(frame(message(copy)), lines=[b"X: 1"] * (size // 6)), copy, 1)),
    "tls-hello-one-byte": (7000, lambda capture, copy, size: capture.stream(hello(size), copy, 1)),
    "sctp-chunks": (1000, lambda capture, copy, size: capture.chunks(*(data(copy * size + i, b"\r\n") for i in range(size)))),
    "sctp-pieces": (100, pieces(lambda places: places)),
    "sctp-pieces-backwards": (100, pieces(lambda places: places[::-1])),
    "sctp-pieces-inside-out": (100, pieces(inside_out)),
    "overlapping": (3000, overlapping),
    "gaps": (3000, gaps),
}


def seconds(binary, path):
    """The processor time of an analysis of `path`."""
    process = subprocess.Popen(
        [binary, "analyze", "--quiet", "--format", "json", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{path}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def write(path, shape, copies, size):
    capture = Capture(path)
    for copy in range(copies):
        shape(capture, copy, size)
    capture.file.close()


def ratio(binary, folder, name):
    """How the time of the doubled shape relates to that of the single one, which is given as well."""
    size, shape = SHAPES[name]
    empty, single, double = (str(folder / f"linear-{part}.pcap") for part in ("empty", "single", "double"))
    Capture(empty).file.close()
    try:
        copies, spent = 1, 0.0
        while spent < LEAST_SECONDS:
            if spent > 0:
                copies = max(copies + 1, min(copies * 20, int(copies * LEAST_SECONDS * 1.2 / max(spent, 0.001))))
            write(single, shape, copies, size)
            spent = seconds(binary, single) - seconds(binary, empty)
            spent = max(spent, 0.0005)
        write(double, shape, copies, 2 * size)
        runs = [(seconds(binary, empty), seconds(binary, single), seconds(binary, double)) for _ in range(RUNS)]
    finally:
        for path in (empty, single, double):
            pathlib.Path(path).unlink(missing_ok=True)
    base, one, two = (statistics.median(column) for column in zip(*runs))
    return (two - base) / max(one - base, 1e-6), one - base


def main():
    if len(sys.argv) < 3 or any(name not in SHAPES for name in sys.argv[3:]):
        sys.exit(f"{__doc__.strip()}\nshapes: {' '.join(SHAPES)}")
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    wrong = []
    for name in sys.argv[3:] or SHAPES:
        growth, single = ratio(binary, folder, name)
        if growth > ALLOWED:
            # Once more, since somebody else may have had the processor.
            growth, single = min((growth, single), ratio(binary, folder, name))
        print(f"{name}: {single * 1000:.0f} ms, doubled {growth:.2f} times as much", flush=True)
        if growth > ALLOWED:
            wrong.append(name)
    if wrong:
        sys.exit(f"more than {ALLOWED:.2f} times the time for twice of it: {', '.join(wrong)}")


main()
