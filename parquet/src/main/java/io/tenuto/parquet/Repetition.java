package io.tenuto.parquet;

import io.tenuto.base.Check;

/// How often a node occurs within its parent; the order is that of the format's own numbers.
public enum Repetition {
    REQUIRED,
    OPTIONAL,
    REPEATED;

    private static final Repetition[] ALL = values();

    static Repetition of(int code) {
        Check.data(code >= 0 && code < ALL.length, "repetition %s", code);
        return ALL[code];
    }
}
