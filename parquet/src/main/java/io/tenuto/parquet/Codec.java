package io.tenuto.parquet;

import io.tenuto.base.Check;

/// How the pages of a chunk are compressed.
public enum Codec {
    UNCOMPRESSED(0),
    SNAPPY(1),
    GZIP(2),
    ZSTD(6),
    LZ4_RAW(7);

    private static final Codec[] ALL = values();

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Codec of(int code) {
        for (Codec codec : ALL) if (codec.code == code) return codec;
        Check.data(false, "compression codec %s is not supported", code);
        return UNCOMPRESSED;
    }
}
