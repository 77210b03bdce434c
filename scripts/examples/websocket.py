#!/usr/bin/env python3
"""A browser's telephone: opens a WebSocket to the gateway (RFC 7118), asks whether it is alive, makes a call and ends it.

usage: websocket.py ADDRESS SERVER NUMBER    (fails if anything is answered otherwise than it should)
"""
import base64
import os
import socket
import struct
import sys

address, server, number = sys.argv[1:]
sock = socket.create_connection((server, 80), 5, (address, 0))
received = b""


def read(count):
    global received
    while len(received) < count:
        more = sock.recv(65535)
        if not more:
            sys.exit("the gateway closed the connection")
        received += more
    taken, received = received[:count], received[count:]
    return taken


def upgrade():
    key = base64.b64encode(os.urandom(16)).decode()
    lines = ["GET / HTTP/1.1", f"Host: {server}", "Upgrade: websocket", "Connection: Upgrade",
             f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Protocol: sip", "Sec-WebSocket-Version: 13", "", ""]
    sock.sendall("\r\n".join(lines).encode())
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        answer += read(1)
    if not answer.startswith(b"HTTP/1.1 101 "):
        sys.exit(f"no WebSocket: {answer.decode()}")


def send_frame(opcode, payload):
    mask = os.urandom(4)
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    masked = bytes(octet ^ mask[place % 4] for place, octet in enumerate(payload))
    sock.sendall(bytes([0x80 | opcode]) + length + mask + masked)


def receive_frame():
    opcode, length = read(2)
    if length == 126:
        length, = struct.unpack(">H", read(2))
    return opcode & 0x0F, read(length)


def request(method, uri, cseq, to, branch, more=(), body=""):
    lines = [f"{method} {uri} SIP/2.0", f"Via: SIP/2.0/WS browser.invalid;rport;branch=z9hG4bK-{branch}",
             "Max-Forwards: 70", "From: <sip:+12025550101@example.net>;tag=browser", f"To: {to}",
             f"Call-ID: 1-websocket@{address}", f"CSeq: {cseq} {method}",
             "Contact: <sip:browser@browser.invalid;transport=ws>", *more, f"Content-Length: {len(body)}", "", body]
    send_frame(1, "\r\n".join(lines).encode())


def final(code):
    while True:
        opcode, payload = receive_frame()
        if opcode not in (1, 2):
            continue
        lines = payload.decode().split("\r\n")
        status = int(lines[0].split(" ")[1])
        if status >= 200:
            if status != code:
                sys.exit(f"{lines[0]} instead of {code}")
            return [line.split(": ", 1) for line in lines[1:] if ": " in line]


upgrade()
request("OPTIONS", f"sip:{server}", 1, f"<sip:{server}>", "options")
final(200)
send_frame(9, b"alive?")
while receive_frame() != (10, b"alive?"):
    pass
callee = f"sip:{number}@example.net"
offer = f"v=0\r\no=browser 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0\r\n"
request("INVITE", callee, 2, f"<{callee}>", "invite", ["Content-Type: application/sdp"], offer)
answer = final(200)
to = next(value for name, value in answer if name == "To")
contact = next(value for name, value in answer if name == "Contact").strip("<>")
route = [f"Route: {hop.strip()}" for name, value in reversed(answer) if name == "Record-Route"
         for hop in reversed(value.split(","))]
request("ACK", contact, 2, to, "ack", route)
request("BYE", contact, 3, to, "bye", route)
final(200)
send_frame(8, struct.pack(">H", 1000))
