// gen_sip_pcap: writes a deterministic capture file of SIP traffic and prints, as JSON on standard output, the exact
// truth about it (what a correct analyser must count). One file, no dependencies:
//     cc -O2 -o gen_sip_pcap gen_sip_pcap.c -lm
// The same options and the same seed give the same bytes. See Benchmarks/README.md for the options and the workloads.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// ---------------------------------------------------------------- options
static struct {
    const char *out; uint64_t calls, seed, start; double rate, concurrency, ipv6, tcp, frag, vlan, rtp, flood, retrans,
        compact, keepalive, ooo; unsigned peers, conns; bool pcapng; const char *mix;
} O = {.out = NULL, .calls = 10000, .seed = 1, .start = 1767225600, .rate = 1000, .concurrency = 5000, .retrans = 0.01,
       .peers = 200, .conns = 64};

// ---------------------------------------------------------------- scenarios
enum { INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, SUBSCRIBE, NOTIFY, PRACK, NMETHODS };
static const char *const METHOD[NMETHODS] = {"INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "SUBSCRIBE",
                                             "NOTIFY", "PRACK"};
enum { F_SDP = 1, F_AUTH = 2, F_CHALLENGE = 4, F_RETRYAFTER = 8, F_EITHER = 16, F_NEWBRANCH = 32, F_REV = 64,
       F_INDIALOG = 128, F_100REL = 256, F_WWW = 512 };
enum { FAST, RING, TALK };  // how long after the step before
typedef struct { uint8_t method; uint16_t code; uint8_t txn, cs, wait; uint16_t f; } Step;  // code 0: a request
typedef struct { const char *name, *outcome; unsigned weight; Step s[16]; } Scenario;
#define END {255, 0, 0, 0, 0, 0}
static Scenario SC[] = {
    {"answered", "answered", 580, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,180,0,0,FAST,F_INDIALOG},
        {INVITE,200,0,0,RING,F_SDP|F_INDIALOG},{ACK,0,1,0,FAST,F_INDIALOG},{BYE,0,2,1,TALK,F_INDIALOG|F_EITHER},
        {BYE,200,2,1,FAST,F_INDIALOG|F_EITHER},END}},
    {"answered_after_407", "answered", 55, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},
        {INVITE,407,0,0,FAST,F_INDIALOG|F_CHALLENGE},{ACK,0,0,0,FAST,F_INDIALOG},{INVITE,0,1,1,FAST,F_SDP|F_AUTH},
        {INVITE,100,1,1,FAST,0},{INVITE,180,1,1,FAST,F_INDIALOG},{INVITE,200,1,1,RING,F_SDP|F_INDIALOG},
        {ACK,0,2,1,FAST,F_INDIALOG},{BYE,0,3,2,TALK,F_INDIALOG|F_EITHER},{BYE,200,3,2,FAST,F_INDIALOG|F_EITHER},END}},
    {"answered_after_401", "answered", 25, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,401,0,0,FAST,F_INDIALOG|F_CHALLENGE|F_WWW},
        {ACK,0,0,0,FAST,F_INDIALOG},{INVITE,0,1,1,FAST,F_SDP|F_AUTH|F_WWW},{INVITE,100,1,1,FAST,0},
        {INVITE,180,1,1,FAST,F_INDIALOG},{INVITE,200,1,1,RING,F_SDP|F_INDIALOG},{ACK,0,2,1,FAST,F_INDIALOG},
        {BYE,0,3,2,TALK,F_INDIALOG|F_EITHER},{BYE,200,3,2,FAST,F_INDIALOG|F_EITHER},END}},
    {"busy", "busy", 50, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,180,0,0,FAST,F_INDIALOG},
        {INVITE,486,0,0,RING,F_INDIALOG},{ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"not_found", "not_found", 40, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,404,0,0,FAST,F_INDIALOG},
        {ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"unavailable_retry_after", "unavailable", 15, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},
        {INVITE,503,0,0,FAST,F_INDIALOG|F_RETRYAFTER},{ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"unavailable_no_retry_after", "unavailable", 15, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,503,0,0,FAST,F_INDIALOG},
        {ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"cancelled", "cancelled", 40, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,180,0,0,FAST,F_INDIALOG},
        {CANCEL,0,0,0,RING,0},{CANCEL,200,0,0,FAST,F_INDIALOG},{INVITE,487,0,0,FAST,F_INDIALOG},
        {ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"registered", "registered", 80, {{REGISTER,0,0,0,FAST,0},{REGISTER,401,0,0,FAST,F_INDIALOG|F_CHALLENGE|F_WWW},
        {REGISTER,0,1,1,FAST,F_AUTH|F_WWW},{REGISTER,200,1,1,FAST,F_INDIALOG},END}},
    {"options", "options_ok", 50, {{OPTIONS,0,0,0,FAST,0},{OPTIONS,200,0,0,FAST,F_INDIALOG},END}},
    {"subscribed", "subscribed", 15, {{SUBSCRIBE,0,0,0,FAST,0},{SUBSCRIBE,200,0,0,FAST,F_INDIALOG},
        {NOTIFY,0,1,1,FAST,F_INDIALOG|F_REV},{NOTIFY,200,1,1,FAST,F_INDIALOG|F_REV},END}},
    {"redirected", "redirected", 10, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,302,0,0,FAST,F_INDIALOG},
        {ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"answered_prack", "answered", 25, {{INVITE,0,0,0,FAST,F_SDP|F_100REL},{INVITE,100,0,0,FAST,0},
        {INVITE,183,0,0,FAST,F_SDP|F_INDIALOG|F_100REL},{PRACK,0,1,1,FAST,F_INDIALOG},{PRACK,200,1,1,FAST,F_INDIALOG},
        {INVITE,200,0,0,RING,F_INDIALOG},{ACK,0,2,0,FAST,F_INDIALOG},{BYE,0,3,2,TALK,F_INDIALOG|F_EITHER},
        {BYE,200,3,2,FAST,F_INDIALOG|F_EITHER},END}},
    // weight 0: only with --mix
    {"no_answer_at_all", "no_answer", 0, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,0,0,0,FAST,F_SDP},{INVITE,0,0,0,FAST,F_SDP},
        {INVITE,0,0,0,FAST,F_SDP},{INVITE,0,0,0,FAST,F_SDP},{INVITE,0,0,0,FAST,F_SDP},{INVITE,0,0,0,FAST,F_SDP},END}},
    {"server_error", "server_error", 0, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},
        {INVITE,500,0,0,FAST,F_INDIALOG},{ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"declined", "declined", 0, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,180,0,0,FAST,F_INDIALOG},
        {INVITE,603,0,0,RING,F_INDIALOG},{ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"timeout_408", "timeout", 0, {{INVITE,0,0,0,FAST,F_SDP},{INVITE,100,0,0,FAST,0},{INVITE,408,0,0,RING,F_INDIALOG},
        {ACK,0,0,0,FAST,F_INDIALOG},END}},
    {"auth_refused", "auth_refused", 0, {{REGISTER,0,0,0,FAST,0},{REGISTER,401,0,0,FAST,F_INDIALOG|F_CHALLENGE|F_WWW},
        {REGISTER,0,1,1,FAST,F_AUTH|F_WWW},{REGISTER,403,1,1,FAST,F_INDIALOG},END}},
};
enum { NSC = sizeof SC / sizeof *SC };
static unsigned mixTotal;

static const char *reason(int c) {
    switch (c) {
    case 100: return "Trying"; case 180: return "Ringing"; case 183: return "Session Progress"; case 200: return "OK";
    case 302: return "Moved Temporarily"; case 401: return "Unauthorized"; case 403: return "Forbidden";
    case 404: return "Not Found"; case 407: return "Proxy Authentication Required"; case 408: return "Request Timeout";
    case 486: return "Busy Here"; case 487: return "Request Terminated"; case 500: return "Server Internal Error";
    case 503: return "Service Unavailable"; case 603: return "Decline"; default: return "Unknown";
    }
}

// ---------------------------------------------------------------- truth
static struct {
    uint64_t packets, sip, requests, responses, method[NMETHODS], code[700], codeByMethod[NMETHODS][700], scenario[NSC],
        flood, callsStarted, retrans, udp, tcp, v4, v6, sipBytes, tcpSegments, fragments, vlanFrames, rtp, no503ra,
        with503ra, keepalives, fileBytes, transactions, floodByMethod[NMETHODS]; uint64_t first, last,
        active, peak;
} T;

// ---------------------------------------------------------------- numbers
static inline uint64_t mix64(uint64_t z) {
    z += 0x9e3779b97f4a7c15ull; z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull; z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}
static inline uint64_t H(uint64_t call, unsigned what) { return mix64(O.seed * 0xd1342543de82ef95ull ^ mix64(call * 64 + what)); }
static inline double U(uint64_t h) { return (double)(h >> 11) * 0x1p-53; }
static uint64_t rs;  // the stream for choices that belong to no call
static inline uint64_t R(void) { return mix64(rs += 0x9e3779b97f4a7c15ull); }

// ---------------------------------------------------------------- output
static int fd; static uint8_t *ob; static size_t on; enum { OBSZ = 8 << 20 };
static void flushOut(void) {
    size_t d = 0;
    while (d < on) { ssize_t w = write(fd, ob + d, on - d); if (w < 0) { perror("write"); exit(1); } d += (size_t)w; }
    T.fileBytes += on; on = 0;
}
static void put(const void *p, size_t n) { if (on + n > OBSZ) flushOut(); memcpy(ob + on, p, n); on += n; }
static void put32(uint32_t v) { put(&v, 4); }
static uint64_t now;  // microseconds; never goes back
static void record(const uint8_t *f, size_t n) {
    if (!T.packets) T.first = now;
    T.last = now; T.packets++;
    if (O.pcapng) {
        uint32_t pad = (4 - (n & 3)) & 3, total = 32 + (uint32_t)n + pad; uint32_t z = 0;
        put32(6); put32(total); put32(0); put32((uint32_t)(now >> 32)); put32((uint32_t)now); put32((uint32_t)n);
        put32((uint32_t)n); put(f, n); put(&z, pad); put32(total);
    } else {
        put32((uint32_t)(now / 1000000)); put32((uint32_t)(now % 1000000)); put32((uint32_t)n); put32((uint32_t)n); put(f, n);
    }
}
static void fileHeader(void) {
    if (O.pcapng) {
        put32(0x0a0d0d0a); put32(28); put32(0x1a2b3c4d); put32(1); put32(0xffffffff); put32(0xffffffff); put32(28);
        put32(1); put32(20); put32(1); put32(262144); put32(20);
    } else { put32(0xa1b2c3d4); put32(2 | 4 << 16); put32(0); put32(0); put32(262144); put32(1); }
}

// ---------------------------------------------------------------- frames
typedef struct { uint8_t a[16]; } Addr;  // IPv4 in the first four
typedef struct { Addr a[2]; uint16_t port[2]; bool v6, vlan; uint16_t vid; } Flow;
static uint32_t sum16(const uint8_t *p, size_t n, uint32_t s0) {
    uint64_t s = s0;
    while (n >= 4) { uint32_t v; memcpy(&v, p, 4); s += v; p += 4; n -= 4; }
    if (n >= 2) { uint16_t v; memcpy(&v, p, 2); s += v; p += 2; n -= 2; }
    if (n) s += *p;
    while (s >> 16) s = (s & 0xffff) + (s >> 16);
    return (uint32_t)s;
}
static void be16(uint8_t *p, unsigned v) { p[0] = (uint8_t)(v >> 8); p[1] = (uint8_t)v; }
static void be32(uint8_t *p, uint32_t v) { be16(p, v >> 16); be16(p + 2, v & 0xffff); }
static uint32_t ipid = 1;
static size_t ether(uint8_t *f, const Flow *w, int dir) {
    uint8_t m[12] = {2, 0, 0, 0, 0, (uint8_t)(dir ? 1 : 2), 2, 0, 0, 0, 0, (uint8_t)(dir ? 2 : 1)};
    memcpy(f, m, 12); size_t n = 12;
    if (w->vlan) { be16(f + n, 0x8100); be16(f + n + 2, w->vid); n += 4; T.vlanFrames++; }
    be16(f + n, w->v6 ? 0x86dd : 0x0800);
    return n + 2;
}
// one IP datagram (transport header included, checksum already in), cut to the 1500 byte MTU
static void ipOut(const Flow *w, int dir, uint8_t proto, const uint8_t *t, size_t n) {
    static uint8_t f[2048]; uint32_t id = ipid++;
    if (!w->v6) {
        size_t max = 1480, off = 0; bool cut = n > max;
        do {
            size_t part = n - off > max ? max : n - off, e = ether(f, w, dir); uint8_t *h = f + e;
            bool more = off + part < n;
            memset(h, 0, 20); h[0] = 0x45; be16(h + 2, (unsigned)(20 + part)); be16(h + 4, id & 0xffff);
            be16(h + 6, cut ? (more ? 0x2000u : 0u) | (unsigned)(off / 8) : 0x4000);
            h[8] = 61; h[9] = proto; memcpy(h + 12, w->a[dir].a, 4); memcpy(h + 16, w->a[!dir].a, 4);
            uint16_t c = (uint16_t)~sum16(h, 20, 0); memcpy(h + 10, &c, 2);
            memcpy(h + 20, t + off, part); record(f, e + 20 + part); if (cut) { T.fragments++; now++; } off += part;
        } while (off < n);
    } else {
        size_t max = 1460, off = 0; bool cut = n > max; if (cut) max = 1448;
        do {
            size_t part = n - off > max ? max : n - off, e = ether(f, w, dir), x = cut ? 8 : 0; uint8_t *h = f + e;
            bool more = off + part < n;
            memset(h, 0, 48); h[0] = 0x60; be16(h + 4, (unsigned)(x + part)); h[6] = cut ? 44 : proto; h[7] = 61;
            memcpy(h + 8, w->a[dir].a, 16); memcpy(h + 24, w->a[!dir].a, 16);
            if (cut) { h[40] = proto; be16(h + 42, (unsigned)off | more); be32(h + 44, id); }
            memcpy(h + 40 + x, t + off, part); record(f, e + 40 + x + part); if (cut) { T.fragments++; now++; } off += part;
        } while (off < n);
    }
}
static uint32_t pseudo(const Flow *w, int dir, uint8_t proto, size_t n) {
    uint8_t b[4] = {0, proto, 0, 0}; be16(b + 2, (unsigned)n);
    size_t al = w->v6 ? 16 : 4;
    return sum16(w->a[!dir].a, al, sum16(w->a[dir].a, al, sum16(b, 4, 0)));
}
static uint8_t tb[70000];
static void udpOut(const Flow *w, int dir, const void *p, size_t n) {
    be16(tb, w->port[dir]); be16(tb + 2, w->port[!dir]); be16(tb + 4, (unsigned)(8 + n)); be16(tb + 6, 0); memcpy(tb + 8, p, n);
    uint16_t c = (uint16_t)~sum16(tb, 8 + n, pseudo(w, dir, 17, 8 + n)); if (!c) c = 0xffff; memcpy(tb + 6, &c, 2);
    ipOut(w, dir, 17, tb, 8 + n);
}
typedef struct { Flow w; uint32_t seq[2]; bool open; uint8_t *hold[2]; size_t held[2]; } Conn;
static Conn *conns;
enum { FIN = 1, SYN = 2, PSH = 8, ACKF = 16 };
static void tcpOut(Conn *c, int dir, unsigned fl, uint32_t seq, const uint8_t *p, size_t n) {
    size_t hl = fl & SYN ? 24 : 20;
    be16(tb, c->w.port[dir]); be16(tb + 2, c->w.port[!dir]); be32(tb + 4, seq); be32(tb + 8, fl & ACKF ? c->seq[!dir] : 0);
    tb[12] = (uint8_t)(hl << 2); tb[13] = (uint8_t)fl; be16(tb + 14, 64240); be32(tb + 16, 0);
    if (fl & SYN) { tb[20] = 2; tb[21] = 4; be16(tb + 22, 1400); }
    if (n) memcpy(tb + hl, p, n);
    uint16_t s = (uint16_t)~sum16(tb, hl + n, pseudo(&c->w, dir, 6, hl + n)); memcpy(tb + 16, &s, 2);
    ipOut(&c->w, dir, 6, tb, hl + n); T.tcpSegments++; now++;
}
static void tcpOpen(Conn *c) {
    tcpOut(c, 0, SYN, c->seq[0]++, 0, 0); now += 40; tcpOut(c, 1, SYN | ACKF, c->seq[1]++, 0, 0); now += 40;
    tcpOut(c, 0, ACKF, c->seq[0], 0, 0); c->open = true;
}
static void tcpFlush(Conn *c, int dir) {
    uint8_t *p = c->hold[dir]; size_t n = c->held[dir], off = 0; c->held[dir] = 0;
    if (!n) return;
    size_t len[128], k = 0; bool split = R() % 4 == 0;
    while (off < n && k < 128) {
        size_t part = n - off > 1400 ? 1400 : n - off;
        if (split && part > 8) part = 1 + R() % part;
        len[k++] = part; off += part;
    }
    off = 0;
    for (size_t i = 0; i < k; i++) {
        uint32_t s = c->seq[dir];
        if (i + 1 < k && O.ooo > 0 && U(R()) < O.ooo) {  // the second first
            tcpOut(c, dir, ACKF, s + (uint32_t)len[i], p + off + len[i], len[i + 1]); tcpOut(c, dir, ACKF, s, p + off, len[i]);
            c->seq[dir] += (uint32_t)(len[i] + len[i + 1]); off += len[i] + len[i + 1]; i++; continue;
        }
        tcpOut(c, dir, i + 1 == k ? ACKF | PSH : ACKF, s, p + off, len[i]);
        if (O.ooo > 0 && U(R()) < O.ooo) tcpOut(c, dir, ACKF, s, p + off, len[i]);  // and once more
        c->seq[dir] += (uint32_t)len[i]; off += len[i];
    }
    if (R() & 1) { now += 20; tcpOut(c, !dir, ACKF, c->seq[!dir], 0, 0); }
}

// ---------------------------------------------------------------- events
typedef struct { uint64_t t, call; uint8_t kind, step; } Ev;  // kind 0: a step, 1: its retransmission, 2: flush a held TCP side
static Ev *hp; static size_t hn, hcap;
static bool lt(const Ev *a, const Ev *b) { return a->t != b->t ? a->t < b->t : a->call != b->call ? a->call < b->call : a->step < b->step; }
static void push(Ev e) {
    if (hn == hcap) { hcap = hcap ? hcap * 2 : 1024; hp = realloc(hp, hcap * sizeof *hp); if (!hp) abort(); }
    size_t i = hn++;
    while (i && lt(&e, &hp[(i - 1) / 2])) { hp[i] = hp[(i - 1) / 2]; i = (i - 1) / 2; }
    hp[i] = e;
}
static Ev pop(void) {
    Ev top = hp[0], e = hp[--hn]; size_t i = 0;
    for (;;) {
        size_t c = 2 * i + 1; if (c >= hn) break;
        if (c + 1 < hn && lt(&hp[c + 1], &hp[c])) c++;
        if (!lt(&hp[c], &e)) break;
        hp[i] = hp[c]; i = c;
    }
    hp[i] = e; return top;
}

// ---------------------------------------------------------------- one call, all of it from its number
typedef struct {
    uint64_t id; bool flood, tcp, big; int sc; Flow w; Conn *c; unsigned style, ua, name, idStyle; uint32_t cs; uint64_t from,
        to; uint64_t k; unsigned vias; bool byeRev;
} Call;
static const char *const UA[] = {"Asterisk PBX 18.20.0", "FPBX-16.0.40.7(18.19.0)", "Cisco-SIPGateway/IOS-15.7.3.M8",
    "kamailio (5.7.4 (x86_64/linux))", "Oracle SBC SCZ9.1.0 Patch 7", "Yealink SIP-T46U 108.86.0.118",
    "PolyEdge-E350-UA/8.2.1.1084", "snomD785/10.1.175.16", "FreeSWITCH-mod_sofia/1.10.10-release~64bit", "Grandstream GXP2170 1.0.11.84"};
static const char *const NAME[] = {"Alice Example", "Bob Sample", "Carol O'Neil", "Front Desk 2", "J\xc3\xbcrgen M\xc3\xbcller", "Support Line",
    "Dana (Sales)", "Conference Room 14", "E. F. Codd", "Warehouse North"};
static void callOf(uint64_t id, Call *c) {
    c->id = id; c->flood = O.flood > 0 && U(H(id, 0)) < O.flood;
    unsigned x = (unsigned)(H(id, 1) % mixTotal); c->sc = 0;
    while (x >= SC[c->sc].weight) x -= SC[c->sc++].weight;
    c->tcp = !c->flood && O.tcp > 0 && U(H(id, 2)) < O.tcp; c->c = NULL; c->big = !c->tcp && O.frag > 0 && U(H(id, 3)) < O.frag;
    uint64_t k = c->k = H(id, 4);
    c->style = (unsigned)(O.compact > 0 && U(H(id, 5)) < O.compact ? 1 : (k & 31) == 0 ? 2 : 0);
    c->ua = (unsigned)(k >> 8) % 10; c->name = (unsigned)(k >> 12) % 10; c->idStyle = (unsigned)(k >> 16) % 4;
    c->cs = 1 + (uint32_t)(k >> 20) % 20000; c->vias = 1 + ((k >> 40) % 3); c->byeRev = (k >> 44) % 10 < 3;
    c->from = H(id, 6); c->to = H(id, 7);
    Flow *w = &c->w; memset(w, 0, sizeof *w);
    if (c->tcp) { c->c = &conns[H(id, 8) % O.conns]; *w = c->c->w; return; }
    w->v6 = O.ipv6 > 0 && U(H(id, 9)) < O.ipv6; w->vlan = O.vlan > 0 && U(H(id, 10)) < O.vlan; w->vid = (uint16_t)(100 + k % 4);
    unsigned p = (unsigned)(H(id, 11) % O.peers), s = (unsigned)(H(id, 12) % 4);
    if (c->flood) p = (unsigned)(H(id, 11) % 3) + 60000;
    if (w->v6) {
        uint8_t a[16] = {0x20, 1, 0x0d, 0xb8, 0, 1}, b[16] = {0x20, 1, 0x0d, 0xb8, 0, 2};
        be16(a + 14, p + 1); be16(b + 14, s + 10); memcpy(w->a[0].a, a, 16); memcpy(w->a[1].a, b, 16);
    } else {
        uint8_t a[4] = {10, 20, (uint8_t)(p >> 8), (uint8_t)p}, b[4] = {192, 0, 2, (uint8_t)(10 + s)}; a[1] = (uint8_t)(20 + (p >> 16));
        memcpy(w->a[0].a, a, 4); memcpy(w->a[1].a, b, 4);
    }
    w->port[0] = c->flood ? (uint16_t)(5061 + k % 4000) : 5060; w->port[1] = 5060;
}

// ---------------------------------------------------------------- text
static char *q;
#define S(lit) (memcpy(q, lit, sizeof(lit) - 1), q += sizeof(lit) - 1)
static void str(const char *s) { size_t n = strlen(s); memcpy(q, s, n); q += n; }
static void dec(uint64_t v) { char b[20]; int n = 0; do b[n++] = (char)('0' + v % 10); while (v /= 10); while (n) *q++ = b[--n]; }
static void decw(uint64_t v, int w) { for (int i = w - 1; i >= 0; i--) { q[i] = (char)('0' + v % 10); v /= 10; } q += w; }
static void hex(uint64_t v, int w) { for (int i = w - 1; i >= 0; i--) { q[i] = "0123456789abcdef"[v & 15]; v >>= 4; } q += w; }
static void host(const Flow *w, int d) {
    if (w->v6) { S("[2001:db8:"); hex(w->a[d].a[5], 1); S("::"); hex((uint64_t)w->a[d].a[14] << 8 | w->a[d].a[15], 4); S("]"); return; }
    for (int i = 0; i < 4; i++) { if (i) *q++ = '.'; dec(w->a[d].a[i]); }
}
static void hdr(const Call *c, const char *full, const char *compact, const char *odd) {
    str(c->style == 1 ? compact : c->style == 2 ? odd : full); S(": ");
}
static void nl(void) { S("\r\n"); }
static void number(uint64_t h) { S("+49"); decw(3000000000ull + h % 100000000ull, 10); }
static void sdp(const Call *c, int side, bool big) {
    S("v=0\r\no=- "); dec(1767225600 + (c->k & 0xffffff)); S(" "); dec(1 + (c->k & 3)); S(" IN IP"); S("4 "); S("198.51.100."); dec(1 + (c->k >> 30) % 250);
    S("\r\ns=session\r\nc=IN IP4 198.51.100."); dec(1 + (c->k >> 30) % 250); S("\r\nt=0 0\r\nm=audio ");
    dec(10000 + 2 * ((c->k >> (side ? 3 : 13)) % 20000));
    if (side) S(" RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\n"); else S(" RTP/AVP 8 0 9 18 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:9 G722/8000\r\na=rtpmap:18 G729/8000\r\na=fmtp:18 annexb=no\r\n");
    S("a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=maxptime:150\r\na=sendrecv\r\n");
    if (big) for (int i = 0; i < 24; i++) {
        S("a=candidate:"); dec(1 + (unsigned)i); S(" 1 UDP "); dec(2130706431u - 256u * (unsigned)i); S(" 198.51.100."); dec(1 + (unsigned)i);
        S(" "); dec(20000 + 2 * (unsigned)i); S(" typ host generation 0 network-id "); dec(1 + (unsigned)i); nl();
    }
}
static char mb[16384], body[8192];
static size_t message(const Call *c, const Step *s, bool rev) {
    // rev: the callee asks. dir of a request is rev, of a response the other way.
    const Flow *w = &c->w; const char *tr = c->tcp ? "TCP" : "UDP"; bool resp = s->code != 0; int asker = rev;
    uint64_t branch = mix64(c->k ^ (uint64_t)(s->txn + 1) * 0x9e3779b97f4a7c15ull), ftag = mix64(c->k + 1), ttag = mix64(c->k + 2);
    if (s->method == ACK && s->txn) branch = mix64(branch);
    bool hasSdp = s->f & F_SDP; size_t bl = 0; char *start;
    if (hasSdp) { q = body; sdp(c, resp, c->big && !resp); bl = (size_t)(q - body); }
    else if (s->method == NOTIFY && !resp) {
        q = body; S("Messages-Waiting: yes\r\nMessage-Account: sip:"); number(c->from); S("@example.net\r\nVoice-Message: 2/8 (0/2)\r\n"); bl = (size_t)(q - body);
    }
    q = start = mb;
    // a header that may be left out, where the message would no longer fit the MTU
#define ROOM(n) (c->big || (size_t)(q - start) + bl + (n) + 64 < 1440)
    bool toSelf = s->method == REGISTER;
    if (!resp) {
        str(METHOD[s->method]);
        if (toSelf) S(" sip:registrar.example.net"); else { S(" sip:"); number(rev ? c->from : c->to); S("@"); host(w, !asker); S(":5060"); if (!c->tcp) S(";user=phone"); else S(";transport=tcp"); }
        S(" SIP/2.0\r\n");
    } else { S("SIP/2.0 "); dec(s->code); S(" "); str(reason(s->code)); nl(); }
    unsigned vias = (s->f & F_AUTH) && c->vias > 2 ? 2 : c->vias;  // with credentials and three Via an INVITE would not fit the MTU
    for (unsigned i = 0; i < vias; i++) {
        hdr(c, "Via", "v", "VIA"); S("SIP/2.0/"); str(tr); S(" ");
        if (i == 0) host(w, asker); else { S("10.200."); dec((c->k >> 50) & 127); S("."); dec(i); }
        S(":5060;branch=z9hG4bK"); hex(i ? mix64(branch + i) : branch, 16); if (i || resp) { S(";received="); if (i == 0 && !w->v6) host(w, asker); else { S("203.0.113."); dec(i + 1); } S(";rport=5060"); } else S(";rport"); nl();
    }
    bool dialogMaker = s->method == INVITE || s->method == SUBSCRIBE;
    if (dialogMaker && (!resp || (s->code > 100 && s->code < 300)) && c->vias > 1)
        for (unsigned i = 1; i < vias; i++) { S("Record-Route: <sip:10.200."); dec((c->k >> 50) & 127); S("."); dec(i); S(";transport="); str(c->tcp ? "tcp" : "udp"); S(";lr;ftag="); hex(ftag, 10); S(";did=3f1."); hex(branch >> 48, 4); S(">\r\n"); }
    if (!resp && (s->f & F_INDIALOG) && c->vias > 1) { S("Route: <sip:10.200."); dec((c->k >> 50) & 127); S(".1;lr;ftag="); hex(ftag, 10); S(">\r\n"); }
    if (!resp) { S("Max-Forwards: "); dec(70 - c->vias); nl(); }
    hdr(c, "From", "f", "FROM");
    if (!rev) { S("\""); str(NAME[c->name]); S("\" "); }
    S("<sip:"); number(rev ? c->to : c->from); S("@"); str("sip.example.net"); S(">;tag="); hex(rev ? ttag : ftag, 12); nl();
    hdr(c, "To", "t", "TO"); S("<sip:"); number(rev || toSelf ? c->from : c->to); S("@sip.example.net>");
    if (rev) { S(";tag="); hex(ftag, 12); }
    else if ((s->f & F_INDIALOG) || (resp && s->code > 100)) { S(";tag="); hex(ttag, 12); }
    nl();
    hdr(c, "Call-ID", "i", "Call-Id");
    switch (c->idStyle) {
    case 0: hex(H(c->id, 20), 16); hex(c->id, 10); S("@"); host(w, 0); break;
    case 1: hex(H(c->id, 20), 8); S("-"); hex(H(c->id, 21), 4); S("-4"); hex(H(c->id, 22), 3); S("-a"); hex(H(c->id, 23), 3); S("-"); hex(c->id, 12); break;
    case 2: dec(H(c->id, 20) >> 8); S("_"); dec(c->id); S("@sip.example.net"); break;
    default: S("BW"); decw(now / 1000000 % 1 + c->id, 12); hex(H(c->id, 20), 8); S("@203.0.113.7"); break;
    }
    nl();
    hdr(c, "CSeq", "CSeq", "CSEQ"); dec(c->cs + s->cs); S(" "); str(METHOD[s->method]); nl();
    if (!(s->method == CANCEL || (s->method == ACK && !s->txn) || (resp && s->code == 100) || (resp && s->code >= 400) || (s->method == BYE))) {
        int me = resp ? !asker : asker;
        hdr(c, "Contact", "m", "CONTACT"); S("<sip:"); number(me ? c->to : c->from); S("@"); host(w, me); S(":5060;transport="); str(c->tcp ? "tcp" : "udp");
        if (s->method == REGISTER) { S(";line="); hex(ftag, 8); S(">;reg-id=1;+sip.instance=\"<urn:uuid:"); hex(c->k, 8); S("-1dd2-11b2-8000-"); hex(mix64(c->k), 12); S(">\";expires=600"); } else { S(";alias="); hex(ftag, 8); S("~5060~1>"); }
        nl();
    }
    if (s->f & F_CHALLENGE) { str(s->f & F_WWW ? "WWW-Authenticate" : "Proxy-Authenticate"); S(": Digest realm=\"sip.example.net\", nonce=\""); hex(branch, 16); hex(ftag, 16); S("\", algorithm=MD5, qop=\"auth\", stale=false\r\n"); }
    if (s->f & F_AUTH) {
        str(s->f & F_WWW ? "Authorization" : "Proxy-Authorization"); S(": Digest username=\""); number(c->from); S("\", realm=\"sip.example.net\", nonce=\""); hex(branch, 16); hex(ftag, 16);
        S("\", uri=\"sip:sip.example.net\", response=\""); hex(mix64(branch), 16); hex(mix64(ftag), 16); S("\", algorithm=MD5, cnonce=\""); hex(ttag, 16); S("\", qop=auth, nc=00000001\r\n");
    }
    if (s->code == 503) { S("Reason: Q.850;cause=42;text=\"Switching equipment congestion\"\r\n"); if (s->f & F_RETRYAFTER) { S("Retry-After: "); dec(5 + c->k % 60); nl(); } }
    if (s->code == 486 || s->code == 404 || s->code == 487) { S("Reason: Q.850;cause="); dec(s->code == 486 ? 17 : s->code == 404 ? 1 : 16); nl(); }
    if (s->code == 302) S("Diversion: <sip:+4930555000@sip.example.net>;reason=unconditional;counter=1\r\n");
    if (s->method == PRACK && !resp) { S("RAck: 1 "); dec(c->cs); S(" INVITE\r\n"); }
    if (s->f & F_100REL) { if (resp) S("Require: 100rel\r\nRSeq: 1\r\n"); else S("Require: 100rel\r\n"); }
    if (s->method == SUBSCRIBE || s->method == NOTIFY) { hdr(c, "Event", "o", "EVENT"); S("message-summary\r\n"); if (!resp && s->method == NOTIFY) S("Subscription-State: active;expires=3590\r\n"); else S("Expires: 3600\r\n"); }
    if (!(resp && s->code == 100)) {
        if (resp) S("Server: "); else S("User-Agent: ");
        str(UA[resp ? (c->ua + 3) % 10 : c->ua]); nl();
        if (s->method != ACK && s->method != CANCEL && ROOM(110)) S("Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PRACK, UPDATE, MESSAGE\r\n");
        if (s->method != ACK && ROOM(60)) { hdr(c, "Supported", "k", "SUPPORTED"); S("replaces, timer, 100rel, path, outbound\r\n"); }
    } else { S("Server: "); str(UA[(c->ua + 3) % 10]); nl(); }
    if (s->method == INVITE && (!resp || s->code == 200)) {
        if (ROOM(50)) S("Session-Expires: 1800;refresher=uac\r\nMin-SE: 90\r\n");
        if (!resp && ROOM(110)) { S("P-Asserted-Identity: \""); str(NAME[c->name]); S("\" <sip:"); number(c->from); S("@sip.example.net;user=phone>\r\n"); }
        if (!resp && ROOM(110)) { S("P-Charging-Vector: icid-value=\""); hex(c->k, 16); S("\";orig-ioi=example.net\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"); }
    }
    if (s->method == BYE && !resp) S("Reason: Q.850;cause=16;text=\"Normal call clearing\"\r\nX-RTP-Stat: PS=1200,OS=192000,PR=1198,OR=191680,PL=2,JI=3\r\n");
    if (bl) { hdr(c, "Content-Type", "c", "CONTENT-TYPE"); if (hasSdp) S("application/sdp\r\n"); else S("application/simple-message-summary\r\n"); }
    hdr(c, "Content-Length", "l", "CONTENT-LENGTH"); dec(bl); S("\r\n\r\n");
    memcpy(q, body, bl); q += bl;
    return (size_t)(q - start);
}
static size_t floodMessage(const Call *c, int *m) {
    unsigned x = (unsigned)(c->k % 10); *m = x < 5 ? OPTIONS : x < 9 ? REGISTER : INVITE;
    q = mb; str(METHOD[*m]); S(" sip:"); if (*m == OPTIONS) S("100"); else dec(100 + c->id % 9900); S("@"); host(&c->w, 1); S(" SIP/2.0\r\nVia: SIP/2.0/UDP "); host(&c->w, 0);
    S(":"); dec(c->w.port[0]); S(";branch=z9hG4bK-"); dec(H(c->id, 21) % 4294967295u); S(";rport\r\nContent-Length: 0\r\nFrom: \"sipvicious\"<sip:"); dec(100 + c->id); S("@1.1.1.1>;tag="); hex(H(c->id, 22), 16); hex(H(c->id, 23), 10);
    S("\r\nAccept: application/sdp\r\nUser-Agent: friendly-scanner\r\nTo: \"sipvicious\"<sip:100@1.1.1.1>\r\nContact: sip:100@"); host(&c->w, 0); S(":"); dec(c->w.port[0]);
    S("\r\nCSeq: 1 "); str(METHOD[*m]); S("\r\nCall-ID: "); dec(H(c->id, 20)); decw(c->id, 10); S("\r\nMax-Forwards: 70\r\n\r\n");
    return (size_t)(q - mb);
}

// ---------------------------------------------------------------- running
static void rtpNoise(void) {
    static double due; due += O.rtp;
    while (due >= 1) {
        due -= 1; static uint8_t p[172]; static bool init; static uint16_t seq; Flow w; memset(&w, 0, sizeof w); uint64_t r = R();
        if (!init) { for (int i = 0; i < 172; i++) p[i] = (uint8_t)mix64((uint64_t)i); init = true; }
        p[0] = 0x80; p[1] = 8; be16(p + 2, seq++); be32(p + 4, (uint32_t)(now / 125)); be32(p + 8, (uint32_t)(r % 4096) + 0x1000);
        uint8_t a[4] = {198, 51, 100, (uint8_t)(1 + r % 250)}, b[4] = {203, 0, 113, (uint8_t)(1 + (r >> 8) % 250)};
        memcpy(w.a[0].a, a, 4); memcpy(w.a[1].a, b, 4); w.port[0] = (uint16_t)(10000 + 2 * (r >> 16) % 40000); w.port[1] = (uint16_t)(10000 + 2 * (r >> 32) % 40000);
        w.port[0] &= 0xfffe; w.port[1] &= 0xfffe; now++; udpOut(&w, r >> 60 & 1, p, 172); T.rtp++;
    }
}
static void send1(Call *c, int dir, size_t n) {
    T.sip++; T.sipBytes += n; if (c->w.v6) T.v6++; else T.v4++;
    if (!c->tcp) {
        T.udp++;
        if (O.keepalive > 0 && U(R()) < O.keepalive) { udpOut(&c->w, 0, "\r\n\r\n", 4); T.keepalives++; now++; }
        udpOut(&c->w, dir, mb, n);
    } else {
        T.tcp++; Conn *k = c->c; if (!k->open) tcpOpen(k);
        if (O.keepalive > 0 && !k->held[dir] && U(R()) < O.keepalive) { memcpy(k->hold[dir], "\r\n\r\n", 4); k->held[dir] = 4; T.keepalives++; }
        bool was = k->held[dir] > 4; memcpy(k->hold[dir] + k->held[dir], mb, n); k->held[dir] += n;
        if (!was && R() % 5 == 0) push((Ev){now + 2000, (uint64_t)(k - conns) * 2 + (unsigned)dir, 2, 0}); else tcpFlush(k, dir);
    }
    if (O.rtp > 0) rtpNoise();
}
static void stepRun(const Ev *e) {
    static Call c; callOf(e->call, &c);
    if (c.flood) {
        int m; size_t n = floodMessage(&c, &m); T.callsStarted++; T.flood++; T.floodByMethod[m]++; T.requests++; T.method[m]++; T.transactions++; send1(&c, 0, n); return;
    }
    const Step *s = &SC[c.sc].s[e->step]; bool rev = (s->f & F_REV) || ((s->f & F_EITHER) && c.byeRev);
    size_t n = message(&c, s, rev); int dir = s->code ? !rev : rev;
    if (e->step == 0 && e->kind == 0) { T.callsStarted++; T.scenario[c.sc]++; if (++T.active > T.peak) T.peak = T.active; }
    bool again = e->kind == 1 || (SC[c.sc].s == s - e->step && e->step && !s->code && s[-1].code == 0 && s[-1].method == s->method && s[-1].cs == s->cs);
    if (again) T.retrans++;
    if (s->code) {
        T.responses++; T.code[s->code]++; T.codeByMethod[s->method][s->code]++;
        if (s->code == 503) { if (s->f & F_RETRYAFTER) T.with503ra++; else T.no503ra++; }
    } else { T.requests++; T.method[s->method]++; if (!again && s->method != ACK) T.transactions++; }
    send1(&c, dir, n);
    if (e->kind) return;
    uint64_t extra = 0, h = H(e->call, 32 + e->step);
    if (!c.tcp && U(h) < O.retrans) { push((Ev){now + 500000, e->call, 1, e->step}); extra = 500500; }
    const Step *x = s + 1; if (x->method == 255) { T.active--; return; }
    double scale = O.concurrency / O.rate; uint64_t d = 3000 + mix64(h) % 20000;
    if (x->wait == RING) d += (uint64_t)(scale * 1e6 * (0.05 + 0.3 * U(mix64(h + 1))));
    if (x->wait == TALK) d += (uint64_t)(scale * 1e6 * -log(1 - 0.999 * U(mix64(h + 2))));
    if (SC[c.sc].s[1].code == 0 && x->code == 0 && SC[c.sc].s[1].method == INVITE) d += 500000ull << e->step;  // Timer A
    push((Ev){now + d + extra, e->call, 0, (uint8_t)(e->step + 1)});
}
static void usage(FILE *f) {
    fprintf(f, "usage: gen_sip_pcap -o FILE [options]   (the truth, as JSON, on standard output)\n"
        "  --calls N        calls (dialogs, registrations, pings ... ), default 10000\n  --seed N         default 1\n"
        "  --rate N         calls a second, default 1000\n  --concurrency N  about how many calls are up at once, default 5000\n"
        "  --peers N        distinct callers' addresses, default 200\n  --mix A=W,...    weights of scenarios instead of the default mix\n"
        "  --retrans P      share of UDP messages sent again 500 ms later, default 0.01\n  --compact P      share of calls with compact header names\n"
        "  --ipv6 P         share of calls over IPv6\n  --tcp P          share of calls over TCP (--conns N connections, default 64)\n"
        "  --ooo P          share of TCP segments sent twice or in the wrong order\n  --fragment P     share of UDP calls whose INVITE is larger than the MTU (IP fragments)\n"
        "  --vlan P         share of calls in 802.1Q frames\n  --keepalive P    share of messages preceded by a CRLFCRLF keep-alive\n"
        "  --rtp R          RTP packets for each SIP message, default 0\n  --flood P        share of calls that are one scanner packet each (new Call-ID, new From)\n"
        "  --pcapng         write pcapng\n  --start S        first second (epoch)\n  --list           the scenarios and their weights\n");
}
int main(int argc, char **argv) {
    static const struct option L[] = {{"calls",1,0,'n'},{"seed",1,0,'s'},{"rate",1,0,'r'},{"concurrency",1,0,'c'},{"peers",1,0,'p'},{"mix",1,0,'m'},{"retrans",1,0,'R'},
        {"compact",1,0,'C'},{"ipv6",1,0,'6'},{"tcp",1,0,'t'},{"conns",1,0,'k'},{"ooo",1,0,'x'},{"fragment",1,0,'f'},{"vlan",1,0,'v'},{"keepalive",1,0,'K'},{"rtp",1,0,'T'},
        {"flood",1,0,'F'},{"pcapng",0,0,'g'},{"start",1,0,'S'},{"list",0,0,'l'},{"help",0,0,'h'},{"output",1,0,'o'},{0,0,0,0}};
    int o;
    while ((o = getopt_long(argc, argv, "o:n:s:h", L, 0)) != -1) switch (o) {
    case 'o': O.out = optarg; break; case 'n': O.calls = strtoull(optarg, 0, 10); break; case 's': O.seed = strtoull(optarg, 0, 10); break;
    case 'r': O.rate = atof(optarg); break; case 'c': O.concurrency = atof(optarg); break; case 'p': O.peers = (unsigned)atoi(optarg); break;
    case 'm': O.mix = optarg; break; case 'R': O.retrans = atof(optarg); break; case 'C': O.compact = atof(optarg); break; case '6': O.ipv6 = atof(optarg); break;
    case 't': O.tcp = atof(optarg); break; case 'k': O.conns = (unsigned)atoi(optarg); break; case 'x': O.ooo = atof(optarg); break; case 'f': O.frag = atof(optarg); break;
    case 'v': O.vlan = atof(optarg); break; case 'K': O.keepalive = atof(optarg); break; case 'T': O.rtp = atof(optarg); break; case 'F': O.flood = atof(optarg); break;
    case 'g': O.pcapng = true; break; case 'S': O.start = strtoull(optarg, 0, 10); break; case 'h': usage(stdout); return 0;
    case 'l': for (int i = 0; i < NSC; i++) printf("%-28s %4u\n", SC[i].name, SC[i].weight); return 0;
    default: usage(stderr); return 2;
    }
    if (!O.out || O.rate <= 0 || !O.peers || !O.conns) { usage(stderr); return 2; }
    if (O.mix) {
        for (int i = 0; i < NSC; i++) SC[i].weight = 0;
        char *m = strdup(O.mix), *sv = 0;
        for (char *t = strtok_r(m, ",", &sv); t; t = strtok_r(0, ",", &sv)) {
            char *eq = strchr(t, '='); int i = 0; if (eq) *eq = 0;
            while (i < NSC && strcmp(SC[i].name, t)) i++;
            if (i == NSC) { fprintf(stderr, "no such scenario: %s (see --list)\n", t); return 2; }
            SC[i].weight = eq ? (unsigned)atoi(eq + 1) : 1;
        }
        free(m);
    }
    for (int i = 0; i < NSC; i++) mixTotal += SC[i].weight;
    if (!mixTotal) { fprintf(stderr, "the mix is empty\n"); return 2; }
    fd = strcmp(O.out, "-") ? open(O.out, O_WRONLY | O_CREAT | O_TRUNC, 0644) : 3;
    if (fd < 0) { perror(O.out); return 1; }
    ob = malloc(OBSZ); fileHeader(); rs = mix64(O.seed ^ 0x5157);
    conns = calloc(O.conns, sizeof *conns);
    for (unsigned i = 0; i < O.conns; i++) {
        Conn *c = &conns[i]; Flow *w = &c->w; w->v6 = O.ipv6 > 0 && U(H(i, 60)) < O.ipv6; w->vlan = O.vlan > 0 && U(H(i, 61)) < O.vlan; w->vid = (uint16_t)(100 + i % 4);
        if (w->v6) { uint8_t a[16] = {0x20, 1, 0x0d, 0xb8, 0, 3}, b[16] = {0x20, 1, 0x0d, 0xb8, 0, 2}; be16(a + 14, i + 1); be16(b + 14, 10 + i % 4); memcpy(w->a[0].a, a, 16); memcpy(w->a[1].a, b, 16); }
        else { uint8_t a[4] = {10, 90, (uint8_t)(i >> 8), (uint8_t)i}, b[4] = {192, 0, 2, (uint8_t)(10 + i % 4)}; memcpy(w->a[0].a, a, 4); memcpy(w->a[1].a, b, 4); }
        w->port[0] = (uint16_t)(20000 + i % 40000); w->port[1] = 5060; c->seq[0] = (uint32_t)H(i, 62); c->seq[1] = (uint32_t)H(i, 63);
        c->hold[0] = malloc(65536); c->hold[1] = malloc(65536);
    }
    now = O.start * 1000000; double startAt = (double)now; uint64_t next = 0;
    // calls are started one after the other; everything else waits in the heap
    while (next < O.calls || hn) {
        Ev e;
        if (next < O.calls && (!hn || (uint64_t)startAt <= hp[0].t)) {
            e = (Ev){(uint64_t)startAt, next++, 0, 0}; startAt += -log(1 - 0.9999999 * U(R())) * 1e6 / O.rate;
        } else e = pop();
        now = e.t > now ? e.t : now + 1;
        if (e.kind == 2) tcpFlush(&conns[e.call / 2], (int)(e.call & 1)); else stepRun(&e);
    }
    for (unsigned i = 0; i < O.conns; i++) if (conns[i].open) {
        Conn *c = &conns[i]; tcpFlush(c, 0); tcpFlush(c, 1); now += 10; tcpOut(c, 0, FIN | ACKF, c->seq[0]++, 0, 0); now += 10; tcpOut(c, 1, FIN | ACKF, c->seq[1]++, 0, 0); now += 10; tcpOut(c, 0, ACKF, c->seq[0], 0, 0);
    }
    flushOut(); if (close(fd)) { perror("close"); return 1; }
    const char *sep;
    printf("{\n  \"file\": {\"bytes\": %" PRIu64 ", \"packets\": %" PRIu64 ", \"first_us\": %" PRIu64 ", \"last_us\": %" PRIu64 ", \"ip_fragments\": %" PRIu64 ", \"tcp_segments\": %" PRIu64
        ", \"vlan_frames\": %" PRIu64 ", \"rtp_packets\": %" PRIu64 ", \"keepalives\": %" PRIu64 "},\n", T.fileBytes, T.packets, T.first, T.last, T.fragments, T.tcpSegments, T.vlanFrames, T.rtp, T.keepalives);
    printf("  \"messages\": {\"all\": %" PRIu64 ", \"requests\": %" PRIu64 ", \"responses\": %" PRIu64 ", \"udp\": %" PRIu64 ", \"tcp\": %" PRIu64 ", \"ipv4\": %" PRIu64 ", \"ipv6\": %" PRIu64
        ", \"bytes\": %" PRIu64 ", \"mean_bytes\": %.1f, \"retransmissions\": %" PRIu64 ", \"transactions_without_ack\": %" PRIu64 "},\n", T.sip, T.requests, T.responses, T.udp, T.tcp, T.v4, T.v6, T.sipBytes, T.sip ? (double)T.sipBytes / (double)T.sip : 0, T.retrans, T.transactions);
    printf("  \"requests_by_method\": {"); sep = ""; for (int i = 0; i < NMETHODS; i++) if (T.method[i]) { printf("%s\"%s\": %" PRIu64, sep, METHOD[i], T.method[i]); sep = ", "; }
    printf("},\n  \"responses_by_status\": {"); sep = ""; for (int i = 0; i < 700; i++) if (T.code[i]) { printf("%s\"%d\": %" PRIu64, sep, i, T.code[i]); sep = ", "; }
    printf("},\n  \"responses_by_class\": {"); sep = ""; for (int k = 1; k < 7; k++) { uint64_t n = 0; for (int i = k * 100; i < k * 100 + 100; i++) n += T.code[i]; printf("%s\"%dxx\": %" PRIu64, sep, k, n); sep = ", "; }
    printf("},\n  \"responses_by_cseq_method\": {"); sep = "";
    for (int m = 0; m < NMETHODS; m++) { bool any = false; for (int i = 0; i < 700; i++) if (T.codeByMethod[m][i]) any = true; if (!any) continue;
        printf("%s\"%s\": {", sep, METHOD[m]); sep = ", "; const char *s2 = ""; for (int i = 0; i < 700; i++) if (T.codeByMethod[m][i]) { printf("%s\"%d\": %" PRIu64, s2, i, T.codeByMethod[m][i]); s2 = ", "; } printf("}"); }
    printf("},\n  \"service_unavailable\": {\"with_retry_after\": %" PRIu64 ", \"without_retry_after\": %" PRIu64 "},\n", T.with503ra, T.no503ra);
    printf("  \"distinct_call_ids\": %" PRIu64 ",\n  \"peak_calls_in_progress\": %" PRIu64 ",\n  \"calls_by_scenario\": {", T.callsStarted, T.peak); sep = ""; for (int i = 0; i < NSC; i++) if (T.scenario[i]) { printf("%s\"%s\": %" PRIu64, sep, SC[i].name, T.scenario[i]); sep = ", "; }
    if (T.flood) printf("%s\"flood\": %" PRIu64, sep, T.flood);
    printf("},\n  \"calls_by_outcome\": {"); sep = "";
    for (int i = 0; i < NSC; i++) { bool seen = false; for (int j = 0; j < i; j++) if (!strcmp(SC[j].outcome, SC[i].outcome)) seen = true; if (seen) continue;
        uint64_t n = 0; for (int j = i; j < NSC; j++) if (!strcmp(SC[j].outcome, SC[i].outcome)) n += T.scenario[j]; if (n) { printf("%s\"%s\": %" PRIu64, sep, SC[i].outcome, n); sep = ", "; } }
    if (T.flood) printf("%s\"scan\": %" PRIu64, sep, T.flood);
    printf("}\n}\n");
    return 0;
}
