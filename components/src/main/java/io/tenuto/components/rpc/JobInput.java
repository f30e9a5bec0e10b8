package io.tenuto.components.rpc;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;

/// What one job works on. Used by one thread.
public interface JobInput {
    /// The job's sources, opened.
    List<SpanSource> sources();

    /// What each source has of a trace, as OTLP `TracesData` messages.
    List<ByteSlice> trace(TraceId id);
}
