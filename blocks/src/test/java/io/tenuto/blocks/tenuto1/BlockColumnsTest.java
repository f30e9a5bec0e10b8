package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A block shows the same values as the segment that it was made of.
final class BlockColumnsTest {
    private static final Set<Intrinsic> NOT_IN_SEGMENTS = Set.of(
            Intrinsic.TRACE_ORDINAL,
            Intrinsic.NESTED_SET_LEFT,
            Intrinsic.NESTED_SET_RIGHT,
            Intrinsic.NESTED_SET_PARENT,
            Intrinsic.CHILD_COUNT);

    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final Tenuto1Format format = new Tenuto1Format(1 << 20);

    private SpanSource stored(Segment segment, int number) {
        var block = new NewBlock("00000000-0000-4000-8000-%012x".formatted(number), TenantId.SINGLE, 1, 2, 0);
        BlockMeta meta = format.write(block, segment, store, Deadline.none());
        return format.open(meta, store, Deadline.none()).source();
    }

    static Set<ColumnKey> keys(SpanSource source) {
        var keys = new HashSet<ColumnKey>();
        for (AttributeKey key : source.keys()) keys.add(new ColumnKey.Attribute(key));
        for (Intrinsic intrinsic : Intrinsic.values()) {
            if (!NOT_IN_SEGMENTS.contains(intrinsic)) keys.add(ColumnKey.of(intrinsic));
        }
        return keys;
    }

    private static Set<ByteSlice> servicesOf(TraceTable traces) {
        var services = new HashSet<ByteSlice>();
        for (int trace = 0; trace < traces.count(); trace++) {
            traces.forEachService(trace, (service, spans, errors) -> services.add(service));
        }
        return services;
    }

    @Test
    void everyColumnHasTheSegmentsValues() {
        for (int seed = 0; seed < 12; seed++) {
            // Few spans keep all attributes in the residual list, many give them columns.
            Segment segment = BlockRoundTripTest.segment(seed, 300, seed < 6 ? 3 : 60, seed < 6 ? 20 : 300);
            SpanSource block = stored(segment, seed);
            assertThat(block.keys()).isEqualTo(segment.keys());
            assertThat(segment.traces().services()).isEqualTo(servicesOf(segment.traces()));
            assertThat(block.traces().services()).isEqualTo(servicesOf(segment.traces()));
            for (ColumnKey key : keys(segment)) {
                assertThat(scan(block, key)).as("seed %s %s", seed, key).isEqualTo(scan(segment, key));
            }
        }
    }

    @Test
    void gatheredRowsShowWhatTheScanShowed() {
        Segment segment = BlockRoundTripTest.segment(99, 300, 60, 400);
        SpanSource block = stored(segment, 99);
        int[] rows = java.util.stream.IntStream.range(0, segment.facts().rowCount())
                .filter(row -> row % 37 == 3 || row / 50 == 4)
                .toArray();
        var wanted = new HashSet<Integer>();
        for (int row : rows) wanted.add(row);
        for (ColumnKey key : keys(segment)) {
            var expected = new ArrayList<Object>();
            try (var cursor = block.scan(ScanRequest.of(Set.of(key)), Deadline.none())) {
                for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                    List<Object> values = rows(batch.get(), key);
                    for (int i = 0; i < values.size(); i++) {
                        if (wanted.contains(batch.get().sourceRow(i))) expected.add(values.get(i));
                    }
                }
            }
            SpanBatch gathered = block.gather(rows, ScanRequest.of(Set.of(key)), Deadline.none());
            assertThat(rows(gathered, key)).as("%s", key).isEqualTo(expected);
        }
    }

    /// Values by span, so that the order of rows does not matter.
    private static Map<Long, List<Object>> scan(SpanSource source, ColumnKey key) {
        var bySpan = new TreeMap<Long, List<Object>>();
        var keys = new HashSet<>(List.of(key, ColumnKey.of(Intrinsic.SPAN_ID)));
        try (var cursor = source.scan(ScanRequest.of(keys), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                List<Object> ids = rows(batch.get(), ColumnKey.of(Intrinsic.SPAN_ID));
                List<Object> values = rows(batch.get(), key);
                for (int i = 0; i < ids.size(); i++) {
                    long id = (Long) ((List<?>) ((List<?>) ids.get(i)).getFirst()).getFirst();
                    bySpan.computeIfAbsent(id, span -> new ArrayList<>()).add(values.get(i));
                }
            }
        }
        return bySpan;
    }

    /// For each row the list of its entries, each a list of what the vectors say.
    static List<Object> rows(SpanBatch batch, ColumnKey key) {
        Column column = batch.column(key);
        var rows = new ArrayList<Object>();
        int[] starts = key.rowKind() == RowKind.SPAN ? new int[0] : batch.childStarts(key.rowKind());
        for (int row = 0; row < batch.rowCount(); row++) {
            int from = starts.length == 0 ? row : starts[row];
            int to = starts.length == 0 ? row + 1 : starts[row + 1];
            var entries = new ArrayList<Object>();
            for (int entry = from; entry < to; entry++) entries.add(entry(column, entry));
            rows.add(entries);
        }
        return rows;
    }

    private static List<Object> entry(Column column, int entry) {
        var values = new ArrayList<Object>();
        var seen = new HashSet<Class<?>>();
        for (Vector vector : column.vectors()) {
            if (!vector.presence().has(entry)) continue;
            Object value = value(vector, entry);
            // A key repeated within one span: of each type the first value counts.
            if (seen.add(value.getClass())) values.add(value);
        }
        // The order of vectors has no meaning.
        values.sort(Comparator.comparing(String::valueOf));
        return values;
    }

    private static Object value(Vector vector, int entry) {
        return switch (vector) {
            case Vector.Longs longs -> longs.values()[entry];
            case Vector.Doubles doubles -> doubles.values()[entry];
            case Vector.Booleans booleans -> booleans.value(entry);
            case Vector.Strings strings ->
                strings.dictionary().value(strings.ids()[entry]).toUtf8();
            case Vector.Arrays arrays -> {
                var elements = new ArrayList<Object>();
                for (int e = arrays.starts()[entry]; e < arrays.starts()[entry + 1]; e++) {
                    elements.add(value(arrays.elements(), e));
                }
                yield elements;
            }
        };
    }
}
