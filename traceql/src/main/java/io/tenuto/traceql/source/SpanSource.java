package io.tenuto.traceql.source;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import java.util.List;
import java.util.Optional;

/// An immutable set of spans in a fixed row order, readable as batches of typed columns.
///
/// Row indexes count from 0 to `facts().rowCount()`, exclusive. A source may be read by many threads; a cursor, its
/// batches and their columns belong to one thread. Failures of what lies below come as that layer's exceptions.
public interface SpanSource {
    /// Bounds and counts that are known without reading.
    SourceFacts facts();

    /// One entry per trace fragment of this source.
    TraceTable traces();

    /// Batches in ascending row order that together hold at least every row that may satisfy `request`.
    BatchCursor scan(ScanRequest request, Deadline deadline);

    /// The rows given, in that order, as one batch. Rows are ascending and without repetition.
    SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline);

    /// Every attribute key that occurs, ascending.
    List<AttributeKey> keys();

    /// At least the distinct values of `key` with their types, when the source knows them without reading rows: of rows
    /// that still grow, or of a part of a source, perhaps some more.
    Optional<ValueSummary> values(AttributeKey key);
}
