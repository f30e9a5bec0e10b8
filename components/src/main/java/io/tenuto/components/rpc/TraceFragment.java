package io.tenuto.components.rpc;

import io.tenuto.base.ByteSlice;

/// What one source has of a trace.
///
/// @param tracesData an encoded OTLP `TracesData`
/// @param isExact whether its spans are, byte by byte, what was received; otherwise the format that kept them wrote
/// them anew, and a copy that is exact may look different
public record TraceFragment(ByteSlice tracesData, boolean isExact) {
    public static TraceFragment exact(ByteSlice tracesData) {
        return new TraceFragment(tracesData, true);
    }

    public int length() {
        return tracesData.length();
    }
}
