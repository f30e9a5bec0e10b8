package io.tenuto.blocks.segment;

import io.tenuto.base.CorruptDataException;

/// A segment file holds other bytes than were written. Its rows are in the log still.
public final class SegmentDamagedException extends CorruptDataException {
    private static final long serialVersionUID = 1;

    SegmentDamagedException(String name, String what) {
        super("segment file " + name + ": " + what);
    }

    SegmentDamagedException(String name, Throwable cause) {
        super("segment file " + name + " cannot be read", cause);
    }
}
