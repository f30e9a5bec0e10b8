package io.tenuto.base;

import java.util.Locale;

/// What memory is taken for, in the order in which takers are turned away when it runs short: the first first.
///
/// Each use may take as long as all uses together stay below its ceiling; ceilings rise in this order, so that what is
/// taken by searches never keeps out lookups, and nothing but memory that is full keeps out spans. Live rows and the
/// block-builder cannot turn away what they must hold: above their ceiling they stop reading and give back.
public enum MemoryUse {
    SEARCH(88, true),
    METRICS(91, true),
    LOOKUP(94, true),
    /// What lookups found, until it is told.
    ANSWER(94, false),
    BUILD(97, false),
    LIVE(97, false),
    INGEST(100, false),
    CACHE(100, false);

    private final int ceilingPercent;
    private final boolean isBrief;

    MemoryUse(int ceilingPercent, boolean isBrief) {
        this.ceilingPercent = ceilingPercent;
        this.isBrief = isBrief;
    }

    /// Bytes of `maxBytes` up to which all uses together may grow by this one.
    long ceilingOf(long maxBytes) {
        return maxBytes / 100 * ceilingPercent + maxBytes % 100 * ceilingPercent / 100;
    }

    /// Whether what is held for it comes back soon by itself, so that waiting for it makes sense.
    boolean isBrief() {
        return isBrief;
    }

    /// For metrics and messages.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
