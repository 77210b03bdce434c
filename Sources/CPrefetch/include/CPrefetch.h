/// Asks the processor for the cache line at `address`, as Swift has no word for it; nothing else changes.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address); }
