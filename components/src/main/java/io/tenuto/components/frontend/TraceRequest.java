package io.tenuto.components.frontend;

import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import java.util.UUID;

/// Asks for one trace.
///
/// @param range only sources that overlap it are asked
/// @param reads which kinds of sources are asked
/// @param firstBlock smallest block identifier that is asked, as unsigned bytes
/// @param lastBlock largest block identifier that is asked
public record TraceRequest(TraceId id, TimeRange range, Reads reads, UUID firstBlock, UUID lastBlock) {
    public static final UUID FIRST_BLOCK = new UUID(0, 0);
    public static final UUID LAST_BLOCK = new UUID(-1, -1);

    /// Kinds of sources.
    public enum Reads {
        ALL,
        /// Recent data only.
        LIVE,
        BLOCKS
    }

    /// Everything there is of a trace.
    public static TraceRequest of(TraceId id, TimeRange range) {
        return new TraceRequest(id, range, Reads.ALL, FIRST_BLOCK, LAST_BLOCK);
    }
}
