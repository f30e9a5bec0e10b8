package io.tenuto.traceql.source;

/// What a source knows about itself. Times are span times in nanoseconds since 1970, inclusive bounds over all rows.
///
/// @param name for people: a block's or a segment's name
/// @param maxTraceStartUnixNanos the largest start of a trace fragment: the bound by which searches stop early
/// @param tracesAreContiguous whether all rows of a fragment follow each other
/// @param hasNestedSets whether nested-set numbers and child counts are stored and right for each fragment; otherwise
/// the engine computes them
/// @param estimatedBytes what reading everything would cost, for planning
public record SourceFacts(
        String name,
        int rowCount,
        int traceCount,
        long minStartUnixNanos,
        long maxEndUnixNanos,
        long maxTraceStartUnixNanos,
        boolean tracesAreContiguous,
        boolean hasNestedSets,
        long estimatedBytes) {}
