package io.tenuto.blocks.segment;

import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.RowKind;
import java.util.List;
import java.util.Optional;

/// The columns of a segment, wherever they lie: what its batches pick from. Safe for many threads.
///
/// What is returned belongs to the caller where it is an array made for the given rows; dictionaries and columns are
/// shared.
sealed interface SegmentColumns permits MemoryColumns, FileColumns {
    /// Plain columns of 64 bits; the rows are those of spans, events or links, as the name says.
    enum Longs {
        SPAN_ID,
        PARENT_ID,
        START,
        DURATION,
        EVENT_TIME,
        LINK_TRACE_HIGH,
        LINK_TRACE_LOW,
        LINK_SPAN_ID
    }

    /// Plain columns of 32 bits, a row a span.
    enum Ints {
        TRACE_ORDINAL,
        KIND,
        STATUS,
        RESOURCE,
        SCOPE
    }

    /// Text of some rows: entry i is value `ids[i]` of the dictionary.
    record Texts(int[] ids, Dictionary dictionary) {}

    long[] longs(Longs field, Rows rows);

    int[] ints(Ints field, Rows rows);

    /// The same as [#ints], as longs.
    long[] widened(Ints field, Rows rows);

    /// What tells rows with the same identifier apart; empty where the rows came without.
    Optional<long[]> contentHashes(Rows rows);

    Texts names(Rows rows);

    Texts eventNames(Rows events);

    /// Columns that hold at least the values of `rows` of that key. Resources and scopes: all of their entries.
    List<SparseColumn> columnsOf(AttributeKey key, Rows rows);

    /// What is known of the columns of that key.
    List<? extends ColumnSummary> summaries(AttributeKey key);

    /// The names of spans or events, if there are at most `sizeMax` distinct ones.
    Optional<Dictionary> names(RowKind kind, int sizeMax);

    /// Bounds of the spans' durations in nanoseconds.
    NumberRange durationRange();

    /// At least the values of `rows`.
    SparseColumn statusMessages(Rows rows);

    SparseColumn traceStates(Rows rows);

    /// One past the last event or link of span `row`.
    int childEnd(RowKind kind, int row);

    default int childBegin(RowKind kind, int row) {
        return row == 0 ? 0 : childEnd(kind, row - 1);
    }

    Entries resources();

    Entries scopes();

    /// What the scopes' names and versions refer to.
    Dictionary scopeTexts();

    /// For each of `entryCount` resources or scopes the index of its first value in `column`, or -1.
    int[] firstValues(SparseColumn column, int entryCount);

    /// The dictionary with "" as one more value at its end.
    Dictionary withEmpty(Dictionary dictionary);
}
