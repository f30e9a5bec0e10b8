package io.tenuto.components.rpc;

import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.BitSet;
import java.util.List;

/// What one job works on. Used by one thread.
public interface JobInput {
    /// The job's sources, opened.
    List<SpanSource> sources();

    /// The job's sources among all that may hold more of the same traces, opened, in an order that all jobs share.
    Surroundings surroundings();

    /// What each source has of a trace.
    List<TraceFragment> trace(TraceId id);

    /// @param own indexes of the job's own sources
    /// @param part which part of the own sources' rows is the job's, from 0
    record Surroundings(List<SpanSource> sources, BitSet own, int part, int parts) {}
}
