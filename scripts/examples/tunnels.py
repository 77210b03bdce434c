#!/usr/bin/env python3
"""Puts the packets of a recorded call into a tunnel that the kernel of this machine cannot make.

usage: tunnels.py NAME CALL.pcap OUT.pcap   (needs scapy and cryptography: pip install scapy cryptography)
       tunnels.py list

The headers are scapy's; what they carry is what SIPp sent over UDP and IPv4. Times are those of the call.
"""
import sys

from scapy.all import (CookedLinux, Dot1AD, Dot1Q, Ether, GRE, IP, IPv6, LLC, PPP, SNAP, UDP, Raw, fragment, rdpcap,
                       wrpcap)
from scapy.contrib.erspan import ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific
from scapy.contrib.geneve import GENEVE, GeneveOptions
from scapy.contrib.gtp import GTP_U_Header, GTPPDUSessionContainer
from scapy.contrib.mpls import EoMCW, MPLS
from scapy.layers.dot11 import Dot11, Dot11QoS, RadioTap
from scapy.layers.inet6 import fragment6, IPv6ExtHdrFragment
from scapy.layers.ipsec import AH, ESP, SecurityAssociation
from scapy.layers.l2tp import L2TP
from scapy.layers.ppp import HDLC, PPPoE
from scapy.layers.vxlan import VXLAN

NEAR, FAR = "203.0.113.1", "203.0.113.2"
NEAR6, FAR6 = "2001:db8:1::1", "2001:db8:1::2"
MACS = "02:00:00:00:00:11", "02:00:00:00:00:12"


def wire(**more):
    return Ether(src=MACS[0], dst=MACS[1], **more)


def outer(**more):
    return wire() / IP(src=NEAR, dst=FAR, **more)


def tunnel_port(port):
    return outer() / UDP(sport=49152, dport=port)


def frame(packet):
    return Ether(src="02:00:00:00:00:21", dst="02:00:00:00:00:22") / packet


def as_v6(packet):
    """The same datagram between IPv6 addresses."""
    return (IPv6(src=f"2001:db8::{packet.src.split('.')[-1]}", dst=f"2001:db8::{packet.dst.split('.')[-1]}")
            / UDP(sport=packet[UDP].sport, dport=packet[UDP].dport) / bytes(packet[UDP].payload))


def labels(*numbers):
    stack = None
    for number in numbers:
        label = MPLS(label=number, s=int(number == numbers[-1]), ttl=64)
        stack = label if stack is None else stack / label
    return stack


def esp(packet, **more):
    protector = SecurityAssociation(ESP, spi=0x1001, crypt_algo="NULL", auth_algo="HMAC-SHA1-96",
                                    auth_key=b"twenty documented by", **more)
    return wire() / protector.encrypt(packet.copy())


def authenticated(packet):
    protector = SecurityAssociation(AH, spi=0x1002, auth_algo="HMAC-SHA1-96", auth_key=b"twenty documented by")
    return wire() / protector.encrypt(packet.copy())


def mobile(packet):
    return GTP_U_Header(teid=0xABCD, gtp_type=255, E=1, next_ex=0x85) / GTPPDUSessionContainer(type=1, QFI=9) / packet


def pieces(packet, size):
    """An outer packet in fragments, the last one first."""
    return [wire() / piece for piece in reversed(fragment(packet[IP], fragsize=size))]


def inner_pieces(packet, size):
    return [tunnel_port(4789) / VXLAN(vni=42, flags=8) / frame(piece) for piece in fragment(packet, fragsize=size)]


def pieces6(packet):
    datagram = as_v6(packet)
    datagram = IPv6(src=datagram.src, dst=datagram.dst) / IPv6ExtHdrFragment(id=packet.id) / datagram.payload
    return [outer(proto=41) / piece for piece in fragment6(datagram, 400)]


TUNNELS = {
    "qinq": lambda p: wire() / Dot1AD(vlan=100) / Dot1Q(vlan=200) / p,
    "mpls": lambda p: wire() / labels(100, 200, 300) / p,
    "mpls-pseudowire": lambda p: wire() / labels(100, 200) / EoMCW() / frame(p),
    "pppoe": lambda p: wire(type=0x8864) / PPPoE(sessionid=7) / PPP(proto=0x21) / p,
    "ppp-serial": lambda p: HDLC() / PPP(proto=0x21) / p,
    "gre": lambda p: outer() / GRE() / p,
    "gre-key": lambda p: outer() / GRE(chksum_present=1, key_present=1, key=7, seqnum_present=1, sequence_number=1) / p,
    "gretap": lambda p: outer() / GRE(proto=0x6558) / frame(p),
    "erspan-1": lambda p: outer() / GRE(proto=0x88BE) / frame(p),
    "erspan-2": lambda p: outer() / GRE(proto=0x88BE, seqnum_present=1, sequence_number=1) / ERSPAN_II(session_id=5)
    / frame(p),
    "erspan-3": lambda p: outer() / GRE(proto=0x22EB, seqnum_present=1, sequence_number=1)
    / ERSPAN_III(session_id=5, o=1) / ERSPAN_PlatformSpecific() / frame(p),
    "ipip": lambda p: outer(proto=4) / p,
    "sit": lambda p: outer(proto=41) / as_v6(p),
    "vxlan": lambda p: tunnel_port(4789) / VXLAN(vni=42, flags=8) / frame(p),
    "geneve": lambda p: tunnel_port(6081) / GENEVE(vni=42, options=[GeneveOptions(data=b"\1\2\3\4")]) / frame(p),
    "gtp": lambda p: tunnel_port(2152) / mobile(p),
    "l2tp": lambda p: tunnel_port(1701) / L2TP(hdr="length", tunnel_id=3, session_id=4)
    / PPP(proto=0x21) / p,
    "esp-null": lambda p: esp(p),
    "esp-null-tunnel": lambda p: esp(p, tunnel_header=IP(src=NEAR, dst=FAR)),
    "authentication-header": authenticated,
    "wireless": lambda p: RadioTap() / Dot11(type=2, subtype=8, FCfield=1, addr1=MACS[0], addr2=MACS[1],
                                             addr3=MACS[0]) / Dot11QoS() / LLC() / SNAP(code=0x0800) / p,
    "vxlan-inner-fragments": lambda p: inner_pieces(p, 160),
    "gtp-outer-fragments": lambda p: pieces(tunnel_port(2152) / mobile(p), 160),
    "sit-fragments": pieces6,
}
LINK_TYPES = {"ppp-serial": 50, "wireless": 127}


def main():
    if sys.argv[1:] == ["list"]:
        print("\n".join(TUNNELS))
        return
    if len(sys.argv) != 4 or sys.argv[1] not in TUNNELS:
        sys.exit(__doc__)
    name, call, out = sys.argv[1:]
    frames = []
    for packet in rdpcap(call):
        carried = TUNNELS[name](packet[IP])
        for one in carried if isinstance(carried, list) else [carried]:
            one = one.__class__(bytes(one))
            one.time = packet.time
            frames.append(one)
    wrpcap(out, frames, linktype=LINK_TYPES.get(name, 1))


main()
