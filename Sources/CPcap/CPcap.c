#include "CPcap.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

/* Compressed bytes read at a time: pages that stay untouched cost nothing. */
enum { PEEK_CAPACITY = 32, INPUT_CAPACITY = 128 << 10 };

struct cpcap_source {
    int descriptor;
    enum cpcap_state state;
    enum cpcap_packing packing;
    int error;
    const char *complaint;
    uint64_t taken;               /* bytes that read(2) gave */
    bool sniffed;                 /* the packing is known */
    bool drained;                 /* read(2) has returned 0 */
    bool inside;                  /* a gzip member or a zstd frame has begun and not ended */
    size_t input_at, input_end;   /* bytes of `input` not used yet */
    size_t peeked_at, peeked_end; /* bytes of `peeked` not read yet */
    z_stream inflater;
    ZSTD_DStream *unpacker;
    unsigned char peeked[PEEK_CAPACITY];
    unsigned char input[INPUT_CAPACITY];
};

struct cpcap_source *cpcap_new(int descriptor) {
    struct cpcap_source *source = malloc(sizeof *source);
    if (source == NULL) return NULL;
    memset(source, 0, offsetof(struct cpcap_source, peeked));
    source->descriptor = descriptor;
    return source;
}

void cpcap_free(struct cpcap_source *source) {
    if (source == NULL) return;
    if (source->packing == CPCAP_GZIP) inflateEnd(&source->inflater);
    if (source->packing == CPCAP_ZSTD) ZSTD_freeDStream(source->unpacker);
    free(source);
}

struct cpcap_status cpcap_status(const struct cpcap_source *source) {
    uint64_t unused = source->input_end - source->input_at;
    return (struct cpcap_status){
        source->state, source->packing, source->error, source->complaint, source->taken - unused};
}

static ssize_t stop(struct cpcap_source *source, enum cpcap_state state) {
    source->state = state;
    return state == CPCAP_END ? 0 : -1;
}

static ssize_t fail(struct cpcap_source *source, int error) {
    source->error = error;
    return stop(source, CPCAP_FAILED);
}

/* read(2), not to be had again once it has returned 0: a terminal would go on. */
static ssize_t take(struct cpcap_source *source, unsigned char *into, size_t count) {
    if (source->drained) return 0;
    ssize_t got;
    do got = read(source->descriptor, into, count);
    while (got < 0 && errno == EINTR);
    if (got < 0) return fail(source, errno);
    source->drained = got == 0;
    source->taken += (uint64_t)got;
    return got;
}

/* More compressed bytes behind those that are left; -1 or 0 as read(2) says. */
static ssize_t refill(struct cpcap_source *source) {
    if (source->input_at == source->input_end) source->input_at = source->input_end = 0;
    ssize_t got = take(source, source->input + source->input_end, INPUT_CAPACITY - source->input_end);
    if (got > 0) source->input_end += (size_t)got;
    return got;
}

/* zstd's frames, and the skippable frames that pzstd begins with (RFC 8878 §3.1). */
static bool is_zstd(const unsigned char *bytes) {
    bool skippable = bytes[0] >> 4 == 5 && memcmp(bytes + 1, "\x2a\x4d\x18", 3) == 0;
    return skippable || memcmp(bytes, "\x28\xb5\x2f\xfd", 4) == 0;
}

/* Tells the packing by the first bytes, which stay in `input`; false where reading cannot go on. */
static bool sniff(struct cpcap_source *source) {
    while (source->input_end < 4) {
        ssize_t got = refill(source);
        if (got < 0) return false;
        if (got == 0) break;
    }
    source->sniffed = true;
    if (source->input_end >= 2 && source->input[0] == 0x1f && source->input[1] == 0x8b) {
        if (inflateInit2(&source->inflater, 16 + MAX_WBITS) == Z_OK) source->packing = CPCAP_GZIP;
        else fail(source, ENOMEM);
    } else if (source->input_end >= 4 && is_zstd(source->input)) {
        source->unpacker = ZSTD_createDStream();
        if (source->unpacker != NULL) source->packing = CPCAP_ZSTD;
        else fail(source, ENOMEM);
    }
    return source->state == CPCAP_MORE;
}

static ssize_t read_plain(struct cpcap_source *source, unsigned char *into, size_t count) {
    size_t kept = source->input_end - source->input_at;
    if (kept > 0) {
        if (kept > count) kept = count;
        memcpy(into, source->input + source->input_at, kept);
        source->input_at += kept;
        return (ssize_t)kept;
    }
    ssize_t got = take(source, into, count);
    return got == 0 ? stop(source, CPCAP_END) : got;
}

/* One step of zlib: sets how many bytes came out; false where the data is damaged. */
static bool step_gzip(struct cpcap_source *source, unsigned char *into, size_t count, size_t *produced) {
    z_stream *inflater = &source->inflater;
    uInt offered = (uInt)(source->input_end - source->input_at), room = count < UINT_MAX ? (uInt)count : UINT_MAX;
    inflater->next_in = source->input + source->input_at;
    inflater->avail_in = offered;
    inflater->next_out = into;
    inflater->avail_out = room;
    int result = inflate(inflater, Z_NO_FLUSH);
    bool moved = inflater->avail_in != offered || inflater->avail_out != room;
    source->input_at = source->input_end - inflater->avail_in;
    *produced = room - inflater->avail_out;
    if (moved) source->inside = result != Z_STREAM_END;
    if (result == Z_STREAM_END) return inflateReset(inflater) == Z_OK;
    if (result == Z_OK || (result == Z_BUF_ERROR && (moved || offered == 0))) return true;
    source->complaint = inflater->msg != NULL ? inflater->msg : zError(result);
    return false;
}

/* One step of libzstd, in the same terms. */
static bool step_zstd(struct cpcap_source *source, unsigned char *into, size_t count, size_t *produced) {
    ZSTD_inBuffer input = {source->input + source->input_at, source->input_end - source->input_at, 0};
    ZSTD_outBuffer output = {into, count, 0};
    size_t result = ZSTD_decompressStream(source->unpacker, &output, &input);
    source->input_at += input.pos;
    *produced = output.pos;
    if (ZSTD_isError(result)) {
        source->complaint = ZSTD_getErrorName(result);
        return false;
    }
    if (input.pos > 0 || output.pos > 0) source->inside = result != 0;
    return true;
}

static ssize_t read_packed(struct cpcap_source *source, unsigned char *into, size_t count) {
    for (;;) {
        size_t before = source->input_at, produced = 0;
        bool sound = source->packing == CPCAP_GZIP ? step_gzip(source, into, count, &produced)
                                                   : step_zstd(source, into, count, &produced);
        if (!sound) stop(source, CPCAP_CORRUPT);
        if (produced > 0) return (ssize_t)produced;
        if (!sound) return -1;
        if (source->input_at != before && source->input_at < source->input_end) continue;
        ssize_t got = refill(source);
        if (got < 0) return -1;
        if (got == 0) return stop(source, source->inside ? CPCAP_CUT : CPCAP_END);
    }
}

/* Bytes behind those that were peeked. */
static ssize_t read_on(struct cpcap_source *source, unsigned char *into, size_t count) {
    if (source->state >= CPCAP_CUT) return -1;
    if (!source->sniffed && !sniff(source)) return -1;
    return source->packing == CPCAP_PLAIN ? read_plain(source, into, count) : read_packed(source, into, count);
}

ssize_t cpcap_read(struct cpcap_source *source, unsigned char *into, size_t count) {
    size_t peeked = source->peeked_end - source->peeked_at;
    if (count == 0) return 0;
    if (peeked == 0) return read_on(source, into, count);
    if (peeked > count) peeked = count;
    memcpy(into, source->peeked + source->peeked_at, peeked);
    source->peeked_at += peeked;
    return (ssize_t)peeked;
}

size_t cpcap_peek(struct cpcap_source *source, unsigned char *into, size_t count) {
    if (count > PEEK_CAPACITY) count = PEEK_CAPACITY;
    while (source->peeked_at == 0 && source->peeked_end < count) {
        ssize_t got = read_on(source, source->peeked + source->peeked_end, count - source->peeked_end);
        if (got <= 0) break;
        source->peeked_end += (size_t)got;
    }
    size_t there = source->peeked_end - source->peeked_at;
    if (count > there) count = there;
    memcpy(into, source->peeked + source->peeked_at, count);
    return count;
}
