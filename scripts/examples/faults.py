#!/usr/bin/env python3
"""Puts six faulty exchanges on the wire; everything else about them is right.

usage: faults.py serve ADDRESS            answers every request as FAULTS says, until it is ended
       faults.py send ADDRESS SERVER      sends each request once and acknowledges what is answered
"""
import socket
import sys
import time

# dialled user: (method, answers); an answer is (status line, header lines, seconds to wait before it)
FAULTS = {
    "alice": ("REGISTER", [("401 Unauthorized", [], 0)]),  # no WWW-Authenticate
    "presence": ("PUBLISH", [("405 Method Not Allowed", [], 0)]),  # no Allow
    "+12025550162": ("INVITE", [("503 Service Unavailable", [], 0)]),  # no Retry-After
    "+12025550163": ("INVITE", [("503 Service Unavailable", ["Retry-After: Mon, 01 Feb 2027 07:30:00 GMT"], 0)]),
    "+12025550164": ("INVITE", [("799 Out Of Order", [], 0)]),
    "+12025550165": ("INVITE", [("180 Ringing", [], 0), ("486 Busy Here", [], 2)]),  # the 180 is acknowledged too
}
PORT = 5060


def text(start_line, headers):
    return "\r\n".join([start_line, *headers, "Content-Length: 0", "", ""]).encode()


def headers_of(message):
    lines = message.decode().split("\r\n")
    return lines[0], dict(line.split(": ", 1) for line in lines[1:] if ": " in line)


def serve(address):
    sock = bound(address)
    while True:
        message, client = sock.recvfrom(65535)
        start_line, fields = headers_of(message)
        if start_line.startswith("ACK "):
            continue
        user = fields["To"].split("sip:")[1].split("@")[0]
        for status, extra, wait in FAULTS[user][1]:
            time.sleep(wait)
            copied = [f"{name}: {fields[name]}" for name in ("Via", "From")]
            copied += [f"To: {fields['To']};tag=to-{user.lstrip('+')}"]
            copied += [f"{name}: {fields[name]}" for name in ("Call-ID", "CSeq")]
            if status.startswith("180"):
                copied.append(f"Contact: <sip:{address}:{PORT}>")
            sock.sendto(text(f"SIP/2.0 {status}", copied + extra), client)


def send(address, server):
    sock = bound(address)
    sock.settimeout(5)
    for number, (user, (method, answers)) in enumerate(FAULTS.items(), 1):
        uri = "sip:example.com" if method == "REGISTER" else f"sip:{user}@example.com"

        def request(method, to, more=()):
            return text(f"{method} {uri} SIP/2.0", [
                f"Via: SIP/2.0/UDP {address}:{PORT};branch=z9hG4bK-fault-{number}", "Max-Forwards: 70",
                f"From: <sip:alice@example.com>;tag=from-{number}", f"To: {to}",
                f"Call-ID: {number}-fault@{address}", f"CSeq: 1 {method}", *more])

        more = [] if method == "PUBLISH" else [f"Contact: <sip:alice@{address}:{PORT}>"]
        more += {"REGISTER": ["Expires: 600"], "PUBLISH": ["Event: presence", "Expires: 600"]}.get(method, [])
        sock.sendto(request(method, f"<sip:{user}@example.com>", more), (server, PORT))
        for _ in answers:
            _, fields = headers_of(sock.recv(65535))
            if method == "INVITE":
                sock.sendto(request("ACK", fields["To"]), (server, PORT))
        time.sleep(0.5)


def bound(address):
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind((address, PORT))
    return sock


if __name__ == "__main__":
    {"serve": serve, "send": send}[sys.argv[1]](*sys.argv[2:])
