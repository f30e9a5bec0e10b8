package io.tenuto.traceql.engine;

/// Receives the spans that a pipeline leaves over. Called by one thread, batch after batch.
public interface MatchedSpans {
    /// @param rows rows of the batch, ascending; the array may be reused after the call
    /// @param count how many of them are valid
    void spans(BatchView view, int[] rows, int count);
}
