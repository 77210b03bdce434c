// floor: what one core can do with a capture file at best. The yardsticks of Benchmarks/README.md.
//     cc -O2 -o floor floor.c -lpcap
//     floor MODE FILE     MODE: memcpy | read | pcap | next | walk | status | parse | table | chunk
//     floor live INTERFACE [SECONDS [BUFFER_MIB]]    capture, parse and count per call; prints what the kernel dropped
//   memcpy  64 MiB blocks            read   read(2) in 256 KiB pieces       pcap, next  libpcap, nothing done with a packet
//   walk    mmap, record by record   status + first line of each message    parse  + Call-ID, CSeq, Via branch by memchr
//   table   parse + one hash-table entry for each Call-ID                   chunk  table, with read(2) in place of mmap
#define _GNU_SOURCE
#include <fcntl.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double secs(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (double)t.tv_sec + (double)t.tv_nsec * 1e-9; }
static uint64_t n, sip, bytes, keep, codes[700], methods[26], calls;

static void message(const uint8_t *p, size_t l, int level);
static void frame(const uint8_t *p, uint32_t c, int level) {  // UDP over IPv4 without a VLAN tag
    if (c < 42 || p[12] != 8 || p[23] != 17) return;
    size_t o = 14 + 4 * (p[14] & 15u) + 8; if (c > o) message(p + o, c - o, level);
}
static void onLive(u_char *u, const struct pcap_pkthdr *h, const u_char *p) { (void)u; n++; bytes += h->caplen; frame(p, h->caplen, 3); }
static void onPacket(u_char *u, const struct pcap_pkthdr *h, const u_char *p) { (void)u; n++; bytes += h->caplen; keep ^= p[0]; }

// the four headers a per-call aggregation cannot do without, found by memchr line by line
static uint64_t *table; static size_t cap, mask;
static uint64_t hash(const uint8_t *p, size_t l) {
    uint64_t h = 0x9e3779b97f4a7c15ull ^ l, v;
    while (l >= 8) { memcpy(&v, p, 8); h = (h ^ v) * 0xff51afd7ed558ccdull; h ^= h >> 32; p += 8; l -= 8; }
    v = 0; memcpy(&v, p, l); h = (h ^ v) * 0xff51afd7ed558ccdull; return h ^ (h >> 29);
}
static void seen(uint64_t k) {
    if (!k) k = 1;
    if (calls * 2 >= cap) {
        size_t old = cap; uint64_t *o = table; cap = cap ? cap * 2 : 1 << 16; mask = cap - 1; table = calloc(cap, 32);
        for (size_t i = 0; i < old; i++) if (o[i * 4]) { size_t j = o[i * 4] & mask; while (table[j * 4]) j = (j + 1) & mask; memcpy(table + j * 4, o + i * 4, 32); }
        free(o);
    }
    size_t j = k & mask; while (table[j * 4] && table[j * 4] != k) j = (j + 1) & mask;
    if (!table[j * 4]) { table[j * 4] = k; calls++; }
    table[j * 4 + 1]++;
}
static void message(const uint8_t *p, size_t l, int level) {
    if (l < 20) return;
    if (!memcmp(p, "SIP/2.0 ", 8)) { unsigned c = (unsigned)((p[8] - '0') * 100 + (p[9] - '0') * 10 + p[10] - '0'); if (c < 700) codes[c]++; }
    else if (p[0] >= 'A' && p[0] <= 'Z') methods[p[0] - 'A']++;
    else return;
    sip++;
    if (level < 2) return;
    const uint8_t *e = p + l, *s = memchr(p, '\n', l); const uint8_t *id = 0; size_t idl = 0; int via = 0;
    while (s && ++s < e) {
        const uint8_t *x = memchr(s, '\n', (size_t)(e - s));
        if (!x || x - s < 3) break;
        size_t ll = (size_t)(x - s); uint8_t c = s[0] | 32;
        if (c == 'c' && ll > 9 && s[4] == '-' && (s[5] | 32) == 'i') { id = s + 9; idl = ll - 10; }
        else if (c == 'i' && s[1] == ':') { id = s + 3; idl = ll - 4; }
        else if (c == 'c' && ll > 6 && (s[1] | 32) == 's') keep += s[6];
        else if (c == 'v' && !via++) { const uint8_t *b = memmem(s, ll, "branch=", 7); if (b) keep ^= hash(b + 7, 16); }
        s = x;
    }
    if (id && level > 2) seen(hash(id, idl)); else if (id) keep ^= hash(id, idl);
}
int main(int argc, char **argv) {
    if (argc < 3) { fprintf(stderr, "usage: floor memcpy|read|pcap|next|walk|status|parse|table|chunk FILE, or live INTERFACE\n"); return 2; }
    const char *m = argv[1]; struct stat st;
    if (!strcmp(m, "live")) {
        char e[PCAP_ERRBUF_SIZE]; pcap_t *p = pcap_create(argv[2], e); double limit = argc > 3 ? atof(argv[3]) : 10; struct pcap_stat ps;
        pcap_set_snaplen(p, 65535); pcap_set_promisc(p, 1); pcap_set_timeout(p, 100); if (argc > 4) pcap_set_buffer_size(p, atoi(argv[4]) << 20);
        if (pcap_activate(p) < 0) { fprintf(stderr, "%s\n", pcap_geterr(p)); return 1; }
        // a blocking pcap_dispatch may never come back from a silent interface: poll instead
        pcap_setnonblock(p, 1, e); struct pollfd w = {pcap_get_selectable_fd(p), POLLIN, 0};
        double s0 = secs(); while (secs() - s0 < limit) if (pcap_dispatch(p, -1, onLive, 0) == 0) poll(&w, 1, 100);
        pcap_stats(p, &ps); printf("live: packets %llu  sip %llu  calls %llu  received %u  dropped %u  (%llx)\n", (unsigned long long)n, (unsigned long long)sip, (unsigned long long)calls, ps.ps_recv, ps.ps_drop, (unsigned long long)keep);
        return 0;
    }
    if (stat(argv[2], &st)) { perror(argv[2]); return 1; }
    double t0 = secs(); char err[PCAP_ERRBUF_SIZE];
    if (!strcmp(m, "memcpy")) {
        size_t z = 64 << 20; char *a = malloc(z), *b = malloc(z); memset(a, 1, z); memset(b, 2, z); t0 = secs();
        for (int i = 0; i < 64; i++) { a[i] = (char)i; memcpy(b, a, z); keep ^= (uint64_t)b[i]; } bytes = (uint64_t)z * 64;
    } else if (!strcmp(m, "read")) {
        int f = open(argv[2], O_RDONLY); size_t z = 256 << 10; char *b = malloc(z); ssize_t r; while ((r = read(f, b, z)) > 0) bytes += (uint64_t)r;
    } else if (!strcmp(m, "pcap") || !strcmp(m, "next")) {
        pcap_t *p = pcap_open_offline(argv[2], err); if (!p) { fprintf(stderr, "%s\n", err); return 1; }
        if (m[0] == 'p') pcap_loop(p, -1, onPacket, 0);
        else { struct pcap_pkthdr *h; const u_char *d; while (pcap_next_ex(p, &h, &d) == 1) onPacket(0, h, d); }
    } else if (!strcmp(m, "chunk")) {
        int f = open(argv[2], O_RDONLY); size_t z = 1 << 20, have = 0, at = 0; uint8_t *b = malloc(z); ssize_t r; bool head = true;
        while ((r = read(f, b + have, z - have)) > 0) {
            have += (size_t)r; at = 0; if (head) { at = 24; head = false; }
            while (at + 16 <= have) { uint32_t c; memcpy(&c, b + at + 8, 4); if (at + 16 + c > have) break; n++; bytes += c; frame(b + at + 16, c, 3); at += 16 + c; }
            memmove(b, b + at, have - at); have -= at;
        }
    } else {
        int level = m[0] == 'w' ? 0 : m[0] == 's' ? 1 : m[0] == 'p' ? 2 : 3, f = open(argv[2], O_RDONLY);
        const uint8_t *b = mmap(0, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, f, 0), *e = b + st.st_size, *p = b + 24; madvise((void *)b, (size_t)st.st_size, MADV_SEQUENTIAL);
        while (p + 16 <= e) {
            uint32_t c; memcpy(&c, p + 8, 4); p += 16; n++; bytes += c; keep ^= p[12];
            if (level) frame(p, c, level);
            p += c;
        }
    }
    double t = secs() - t0;
    printf("%-7s %.3f s  %.0f MB/s  %.2f Mpackets/s  packets %llu  sip %llu  2xx %llu  calls %llu  (%llx)\n", m, t, (double)(bytes ? bytes : (uint64_t)st.st_size) / t / 1e6, (double)n / t / 1e6,
           (unsigned long long)n, (unsigned long long)sip, (unsigned long long)codes[200], (unsigned long long)calls, (unsigned long long)keep);
}
