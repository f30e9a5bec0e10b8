package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.PrunedRows;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left out cannot match, and what can be left out is: in blocks, in live segments, in their files.
final class PruningTest {
    private static final ColumnKey SPAN_ID = ColumnKey.of(Intrinsic.SPAN_ID);

    @TempDir
    private Path folder;

    /// Identifiers of spans that have a value for which `test` holds in some column.
    static Set<Long> matching(SpanSource source, PruneCondition condition, List<PruneCondition> pruning) {
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
    void nothingThatMatchesIsLeftOut() throws IOException {
        var random = new SplittableRandom(11);
        var made = new SourceForms(folder);
        for (int seed = 0; seed < 4; seed++) {
            Segment segment = BlockRoundTripTest.segment(seed, 200, seed < 2 ? 2 : 60, seed < 2 ? 20 : 300);
            Map<String, SpanSource> forms = made.of(segment);
            for (ColumnKey key : BlockColumnsTest.keys(segment)) {
                for (int i = 0; i < 12; i++) {
                    PruneCondition condition = condition(key, random);
                    Set<Long> expected = matching(segment, condition, List.of());
                    forms.forEach((form, source) -> assertThat(matching(source, condition, List.of(condition)))
                            .as("%s %s", form, condition)
                            .isEqualTo(expected));
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

    private static int batches(SpanSource source, PruneCondition condition) {
        var request = new ScanRequest(Set.copyOf(condition.columns()), List.of(condition), 0, Integer.MAX_VALUE);
        int count = 0;
        try (var cursor = source.scan(request, Deadline.none())) {
            while (cursor.next().isPresent()) count++;
            long left = cursor.pruned().stream().mapToLong(PrunedRows::rows).sum();
            assertThat(left).isEqualTo(count == 0 ? source.facts().rowCount() : 0);
        }
        return count;
    }

    @Test
    void aUniqueValueThatIsNotThereCostsNoBatch() throws IOException {
        List<ColumnKey> order = List.of(ColumnKey.of(AttributeScope.SPAN, "order"));
        new SourceForms(folder).of(unique(9000)).forEach((form, source) -> {
            // Rows on the heap make their filter when they are asked again.
            var strange = new PruneCondition.StringIn(order, List.of(ByteSlice.utf8("order-x")));
            batches(source, strange);
            long left = IntStream.range(0, 100)
                    .filter(i -> batches(source, in(order, "order-y" + i)) == 0)
                    .count();
            assertThat(left).as(form).isGreaterThan(90);
            for (int i = 0; i < 9000; i += 1000) {
                assertThat(batches(source, in(order, "order-" + i * 7919L)))
                        .as(form)
                        .isEqualTo(2);
            }
            assertThat(batches(source, in(order, "strange", "order-0")))
                    .as(form)
                    .isEqualTo(2);
        });
    }

    private static PruneCondition in(List<ColumnKey> columns, String... texts) {
        return new PruneCondition.StringIn(
                columns, Stream.of(texts).map(ByteSlice::utf8).toList());
    }

    @Test
    void whatIsKnownOfAColumnSparesReadingIt() throws IOException {
        Segment segment = BlockRoundTripTest.segment(3, 200, 60, 300);
        List<ColumnKey> unknown = List.of(ColumnKey.of(AttributeScope.SPAN, "unknown"));
        List<ColumnKey> name = List.of(ColumnKey.of(Intrinsic.NAME));
        List<ColumnKey> service = List.of(new ColumnKey.Attribute(AttributeKey.SERVICE_NAME));
        List<ColumnKey> duration = List.of(ColumnKey.of(Intrinsic.DURATION));
        var never = List.of(
                new PruneCondition.Present(unknown),
                in(unknown, "x"),
                new PruneCondition.StringMatches(name, text -> false),
                in(name, "x"),
                in(service, "x"),
                new PruneCondition.NumberBetween(duration, 1e18, 2e18));
        new SourceForms(folder).of(segment).forEach((form, source) -> {
            for (PruneCondition condition : never)
                assertThat(batches(source, condition)).as(form).isZero();
        });
    }
}
