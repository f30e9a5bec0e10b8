package io.tenuto.traceql.engine;

/// Receives the spans that a pipeline leaves over. Called by one thread, batch after batch.
public interface MatchedSpans {
    /// @param rows rows of the batch, ascending; the array may be reused after the call
    /// @param count how many of them are valid
    void spans(BatchView view, int[] rows, int count);

    /// Whether a span is of interest at all, for its time: what fails on others does not matter.
    default boolean asks(BatchView view, int row) {
        return true;
    }

    /// Whether some span of a trace of these times may be of interest.
    default boolean asks(long traceStartUnixNanos, long traceEndUnixNanos) {
        return true;
    }
}
