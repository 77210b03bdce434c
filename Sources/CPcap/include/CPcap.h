/* libpcap, and the one thing it lacks: a source of bytes that may be compressed and cannot be rewound.
 *
 * A source stands over a file descriptor, tells gzip and zstd by their first bytes, and gives out what they hold. It
 * never seeks, so standard input and named pipes are as good as files. It knows nothing of packets. */
#ifndef CPCAP_H
#define CPCAP_H

#include <pcap/pcap.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* How the bytes behind the descriptor are packed. */
enum cpcap_packing { CPCAP_PLAIN, CPCAP_GZIP, CPCAP_ZSTD };

/* What reading has come to. */
enum cpcap_state {
    CPCAP_MORE,    /* nothing against reading on */
    CPCAP_END,     /* the descriptor ended where data may end */
    CPCAP_CUT,     /* the descriptor ended inside compressed data */
    CPCAP_CORRUPT, /* the compressed data is damaged */
    CPCAP_FAILED   /* the system failed to read */
};

struct cpcap_status {
    enum cpcap_state state;
    enum cpcap_packing packing; /* known once something was read or peeked */
    int error;                  /* the errno of CPCAP_FAILED, else 0 */
    const char *complaint;      /* the libraries' word for CPCAP_CORRUPT, a string that is never freed; else NULL */
    uint64_t consumed;          /* bytes of the descriptor that were used: in damaged data, where the damage is */
};

struct cpcap_source;

/* A source over `descriptor`, which stays the caller's to close; NULL where there is no memory for it. */
struct cpcap_source *cpcap_new(int descriptor);

/* Frees the source. */
void cpcap_free(struct cpcap_source *source);

/* The first `count` bytes, at most 32, which stay to be read; returns how many there are. */
size_t cpcap_peek(struct cpcap_source *source, unsigned char *into, size_t count);

/* Up to `count` bytes; 0 at the end, -1 where reading cannot go on. */
ssize_t cpcap_read(struct cpcap_source *source, unsigned char *into, size_t count);

/* What the last read came to. */
struct cpcap_status cpcap_status(const struct cpcap_source *source);

#endif
