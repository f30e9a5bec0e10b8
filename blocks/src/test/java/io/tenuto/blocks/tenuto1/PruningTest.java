package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What is left out cannot match, and what can be left out is.
final class PruningTest {
    private static final ColumnKey SPAN_ID = ColumnKey.of(Intrinsic.SPAN_ID);

    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final Tenuto1Format format = new Tenuto1Format(1 << 20);
    private int blocks;

    private SpanSource stored(Segment segment) {
        var block = new NewBlock("00000000-0000-4000-8000-%012x".formatted(blocks++), TenantId.SINGLE, 1, 2, 0);
        var meta = format.write(block, segment, store, Deadline.none());
        return format.open(meta, store, Deadline.none()).source();
    }

    /// Identifiers of spans that have a value for which `test` holds in some column.
    private static Set<Long> matching(SpanSource source, PruneCondition condition, List<PruneCondition> pruning) {
        var found = new TreeSet<Long>();
        var keys = new HashSet<>(condition.columns());
        keys.add(SPAN_ID);
        var request = new ScanRequest(keys, pruning, 0, Integer.MAX_VALUE);
        try (var cursor = source.scan(request, Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                var ids = ((Vector.Longs) batch.get().column(SPAN_ID).vectors().getFirst()).values();
                for (ColumnKey key : condition.columns()) {
                    List<Object> rows = BlockColumnsTest.rows(batch.get(), key);
                    for (int i = 0; i < rows.size(); i++) if (holds(condition, rows.get(i))) found.add(ids[i]);
                }
            }
        }
        return found;
    }

    private static boolean holds(PruneCondition condition, Object value) {
        if (value instanceof List<?> list) return list.stream().anyMatch(element -> holds(condition, element));
        return switch (condition) {
            case PruneCondition.NumberBetween between ->
                value instanceof Number number
                        && number.doubleValue() >= between.min()
                        && number.doubleValue() <= between.max();
            case PruneCondition.StringIn in ->
                value instanceof String text && in.values().contains(ByteSlice.utf8(text));
            case PruneCondition.StringMatches matches ->
                value instanceof String text && matches.test().test(ByteSlice.utf8(text));
            case PruneCondition.Present _ -> true;
        };
    }

    private static PruneCondition condition(ColumnKey key, SplittableRandom random) {
        List<ColumnKey> columns = List.of(key);
        return switch (random.nextInt(4)) {
            case 0 -> {
                double min = random.nextInt(-3, 12);
                yield new PruneCondition.NumberBetween(columns, min, min + random.nextInt(3));
            }
            case 1 ->
                new PruneCondition.StringIn(
                        columns, List.of(ByteSlice.utf8("v" + random.nextInt(55)), ByteSlice.utf8("op-99")));
            case 2 -> {
                String end = Integer.toString(random.nextInt(10));
                yield new PruneCondition.StringMatches(
                        columns, text -> text.toUtf8().endsWith(end));
            }
            default -> new PruneCondition.Present(columns);
        };
    }

    @Test
    void nothingThatMatchesIsLeftOut() {
        var random = new SplittableRandom(11);
        for (int seed = 0; seed < 4; seed++) {
            Segment segment = BlockRoundTripTest.segment(seed, 200, seed < 2 ? 2 : 60, seed < 2 ? 20 : 300);
            SpanSource block = stored(segment);
            for (ColumnKey key : BlockColumnsTest.keys(segment)) {
                for (int i = 0; i < 12; i++) {
                    PruneCondition condition = condition(key, random);
                    assertThat(matching(block, condition, List.of(condition)))
                            .as("seed %s %s", seed, condition)
                            .isEqualTo(matching(block, condition, List.of()));
                }
            }
        }
    }

    private static Segment unique(int spans) {
        var builder = new SegmentBuilder();
        for (int i = 0; i < spans; i++) {
            var out = new ProtoWriter();
            int resource = out.begin(OtlpFields.RESOURCE_SPANS);
            int scope = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
            int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
            byte[] id = new byte[16];
            for (int b = 0; b < 4; b++) id[15 - b] = (byte) (i >>> (8 * b));
            out.bytes(OtlpFields.SPAN_TRACE_ID, id, 0, 16);
            out.bytes(OtlpFields.SPAN_ID, id, 8, 8);
            int pair = out.begin(OtlpFields.SPAN_ATTRIBUTES);
            out.text(OtlpFields.KEY, "order");
            int value = out.begin(OtlpFields.VALUE);
            out.text(OtlpFields.VALUE_STRING, "order-" + i * 7919L);
            out.end(value);
            out.end(pair);
            out.end(span);
            out.end(scope);
            out.end(resource);
            builder.append(out.toSlice());
        }
        return builder.seal();
    }

    @Test
    void aUniqueValueThatIsNotThereCostsNoBatch() {
        SpanSource block = stored(unique(9000));
        ColumnKey key = ColumnKey.of(AttributeScope.SPAN, "order");
        Map<String, Integer> batches = new HashMap<>();
        for (String wanted : List.of("order-" + 500 * 7919L, "order-1", "order-2", "order-3")) {
            var condition = new PruneCondition.StringIn(List.of(key), List.of(ByteSlice.utf8(wanted)));
            var request = new ScanRequest(Set.of(key), List.of(condition), 0, Integer.MAX_VALUE);
            int count = 0;
            try (var cursor = block.scan(request, Deadline.none())) {
                while (cursor.next().isPresent()) count++;
            }
            batches.put(wanted, count);
        }
        assertThat(batches).containsEntry("order-" + 500 * 7919L, 2);
        assertThat(batches.values().stream().filter(count -> count == 0).count())
                .isGreaterThanOrEqualTo(2);
    }
}
