/// Asks the processor for the cache line at `address`, as Swift has no word for it; nothing else changes.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address); }

/// Asks for each cache line of the `count` bytes at `address`, of which there are 64 on every processor in use.
static inline void prefetch_lines(const void *address, long count) {
    for (long at = 0; at < count; at += 64) __builtin_prefetch((const char *)address + at);
}
