package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.Dictionary;
import java.util.List;

/// Everything a segment holds, at one moment. Arrays may be longer than the counts say and are never written below
/// them.
///
/// Without content hashes (another format's blocks keep none) the plain columns stand for the whole content.
///
/// Entries of kinds, statuses, flags, shapes and dropped counts behind an array's end are 0.
public record SegmentData(
        int rowCount,
        int[] traceOrdinals,
        long[] spanIds,
        long[] parentIds,
        long[] starts,
        long[] durations,
        int[] contentHashes,
        int[] nameIds,
        Dictionary names,
        int[] kinds,
        int[] statuses,
        int[] flags,
        int[] shapeIds,
        int[] resourceIds,
        int[] scopeIds,
        List<SparseColumn> attributes,
        Shapes shapes,
        SparseColumn statusMessages,
        SparseColumn traceStates,
        SparseColumn extras,
        int[] eventEnds,
        Children events,
        int[] linkEnds,
        Links links,
        Entries resources,
        Dictionary services,
        Entries scopes,
        Dictionary scopeTexts,
        TraceFacts traces) {

    /// Bits of a row's entry in `statuses` above the code: whether the span had a status message at all.
    public static final int HAS_STATUS = 1 << 30;

    /// Events of all spans, one behind the other; span i has `[eventEnds[i-1], eventEnds[i])`.
    public record Children(
            int count,
            long[] timesSinceStart,
            int[] nameIds,
            Dictionary names,
            int[] shapeIds,
            List<SparseColumn> attributes,
            Shapes shapes,
            SparseColumn extras) {}

    /// Links of all spans.
    public record Links(
            int count,
            long[] traceHigh,
            long[] traceLow,
            long[] spanIds,
            int[] shapeIds,
            List<SparseColumn> attributes,
            Shapes shapes,
            SparseColumn extras) {}

    public int firstEvent(int row) {
        return row == 0 ? 0 : IntColumn.at(eventEnds, row - 1);
    }

    public int firstLink(int row) {
        return row == 0 ? 0 : IntColumn.at(linkEnds, row - 1);
    }

    public int eventEnd(int row) {
        return IntColumn.at(eventEnds, row);
    }

    public int linkEnd(int row) {
        return IntColumn.at(linkEnds, row);
    }

    /// Whether rows came with the hash of their whole content; other formats keep none.
    public boolean hasContentHashes() {
        return contentHashes.length > 0;
    }

    /// What tells the row from others with its identifier, as [ContentHash] defines it.
    public int contentHash(int row) {
        if (contentHashes.length > 0) return IntColumn.at(contentHashes, row);
        int name = IntColumn.at(nameIds, row);
        return ContentHash.ofColumns(
                spanIds[row],
                parentIds[row],
                starts[row],
                durations[row],
                IntColumn.at(kinds, row),
                IntColumn.at(statuses, row) & (HAS_STATUS - 1),
                names.heap(),
                names.start(name),
                names.start(name) + names.length(name));
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
