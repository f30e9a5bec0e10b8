package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.SourceFacts;
import java.util.List;

/// What the directory of a segment file tells: where everything lies. As [SegmentData], which it stands for.
record StoredParts(
        LogRange range,
        SourceFacts facts,
        NumberRange durationRange,
        Spans spans,
        List<StoredColumn> attributes,
        StoredShapes shapes,
        Children events,
        Links links,
        StoredDictionary resources,
        StoredDictionary scopes,
        Traces traces,
        StoredArray offsets,
        StoredArray firstRows) {

    record LogRange(String log, int partition, String tenant, long firstOffset, long lastOffset) {}

    record Spans(
            StoredArray traceOrdinals,
            StoredArray spanIds,
            StoredArray parentIds,
            StoredArray starts,
            StoredArray durations,
            StoredArray contentHashes,
            StoredArray nameIds,
            StoredDictionary names,
            StoredArray kinds,
            StoredArray statuses,
            StoredArray flags,
            StoredArray shapeIds,
            StoredArray resourceIds,
            StoredArray scopeIds,
            StoredArray eventEnds,
            StoredArray linkEnds,
            StoredColumn statusMessages,
            StoredColumn traceStates,
            StoredColumn extras) {}

    record StoredShapes(StoredArray starts, StoredArray heap) {
        Shapes whole() {
            int[] all = starts.ints();
            return new Shapes(heap.ints(), all, all.length - 1);
        }
    }

    record Children(
            StoredArray timesSinceStart,
            StoredArray nameIds,
            StoredDictionary names,
            StoredArray shapeIds,
            List<StoredColumn> attributes,
            StoredShapes shapes,
            StoredColumn extras) {}

    record Links(
            StoredArray traceHigh,
            StoredArray traceLow,
            StoredArray spanIds,
            StoredArray shapeIds,
            List<StoredColumn> attributes,
            StoredShapes shapes,
            StoredColumn extras) {}

    /// @param rowEnds per trace, one past its last entry of `rows`
    /// @param serviceEnds per trace, one past its last entry of `services`, `serviceSpans`, `serviceErrors`
    /// @param slots open addressing: ordinals plus one
    record Traces(
            StoredArray high,
            StoredArray low,
            StoredArray start,
            StoredArray end,
            StoredArray rootRow,
            StoredArray errorCount,
            StoredArray rowEnds,
            StoredArray rows,
            StoredArray serviceEnds,
            StoredArray services,
            StoredArray serviceSpans,
            StoredArray serviceErrors,
            StoredArray slots) {}
}
