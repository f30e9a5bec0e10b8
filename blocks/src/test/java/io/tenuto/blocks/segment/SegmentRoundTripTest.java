package io.tenuto.blocks.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SegmentRoundTripTest {
    /// One span with where it stood, comparable whatever the grouping.
    private record Flat(Object resource, String resourceUrl, Object scope, String scopeUrl, Span span) {}

    @Test
    void everythingThatCameInComesOut() throws Exception {
        for (long seed = 0; seed < 200; seed++) {
            var random = new RandomOtlp(seed, 12);
            var builder = new SegmentBuilder();
            var sent = new ArrayList<Flat>();
            for (int i = 0; i < 5; i++) {
                ExportTraceServiceRequest request = random.request(30);
                sent.addAll(flatten(request.getResourceSpansList()));
                builder.append(ByteSlice.of(request.toByteArray()));
            }
            Segment segment = builder.seal();
            int[] rows = IntStream.range(0, segment.facts().rowCount()).toArray();
            ByteSlice out = segment.toOtlp(rows);
            var got = flatten(TracesData.parseFrom(out.toByteArray()).getResourceSpansList());
            assertThat(got).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void aTraceIsFoundWithAllItsSpans() throws Exception {
        var builder = new SegmentBuilder();
        ExportTraceServiceRequest request = new RandomOtlp(7, 5).request(60);
        builder.append(ByteSlice.of(request.toByteArray()));
        Segment segment = builder.view();
        int found = 0;
        for (int trace = 0; trace < segment.traces().count(); trace++) {
            ByteSlice otlp = segment.trace(segment.traces().id(trace)).orElseThrow();
            var spans = flatten(TracesData.parseFrom(otlp.toByteArray()).getResourceSpansList());
            assertThat(spans).hasSize(segment.traces().spanCount(trace));
            found += spans.size();
        }
        assertThat(found).isEqualTo(60);
    }

    @Test
    void aSpanSentTwiceIsOneSpan() {
        var builder = new SegmentBuilder();
        byte[] request = new RandomOtlp(3, 5).request(20).toByteArray();
        builder.append(ByteSlice.of(request));
        builder.append(ByteSlice.of(request));
        assertThat(builder.rowCount()).isEqualTo(20);
    }

    @Test
    void aDamagedRequestLeavesNothingBehind() {
        var random = new SplittableRandom(5);
        var builder = new SegmentBuilder();
        int rows = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = new RandomOtlp(i, 9).request(6).toByteArray();
            for (int k = random.nextInt(4); k > 0; k--) bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            int before = builder.rowCount();
            try {
                builder.append(ByteSlice.of(bytes, 0, bytes.length - random.nextInt(3)));
            } catch (CorruptDataException e) {
                assertThat(builder.rowCount()).isEqualTo(before);
            }
            rows = builder.rowCount();
        }
        assertThat(builder.view().toOtlp(IntStream.range(0, rows).toArray()).length())
                .isPositive();
        assertThatThrownBy(() -> builder.append(ByteSlice.of(new byte[] {10, 5, 1})))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void scanAndGatherShowTheSameValues() {
        var builder = new SegmentBuilder();
        for (int i = 0; i < 20; i++)
            builder.append(ByteSlice.of(new RandomOtlp(i, 40).request(100).toByteArray()));
        Segment segment = builder.view();
        Set<ColumnKey> keys = Set.of(
                ColumnKey.of(Intrinsic.NAME),
                ColumnKey.of(AttributeScope.SPAN, "user.id"),
                ColumnKey.of(AttributeScope.RESOURCE, "service.name"),
                ColumnKey.of(AttributeScope.EVENT, "flag"),
                ColumnKey.of(Intrinsic.EVENT_NAME));
        try (var cursor = segment.scan(ScanRequest.of(keys), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                SpanBatch whole = batch.get();
                int[] rows = IntStream.range(0, whole.rowCount())
                        .filter(i -> i % 3 != 1)
                        .map(whole::sourceRow)
                        .toArray();
                SpanBatch some = segment.gather(rows, ScanRequest.of(keys), Deadline.none());
                for (ColumnKey key : keys) {
                    List<Object> expected = values(whole, key, i -> i % 3 != 1);
                    assertThat(values(some, key, i -> true)).as("%s", key).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void keysAreThoseThatOccurred() {
        var builder = new SegmentBuilder();
        builder.append(ByteSlice.of(new RandomOtlp(1, 4).request(200).toByteArray()));
        assertThat(builder.view().keys())
                .contains(AttributeKey.SERVICE_NAME, new AttributeKey(AttributeScope.SPAN, "flag"));
    }

    private static List<Object> values(SpanBatch batch, ColumnKey key, java.util.function.IntPredicate wanted) {
        Column column = batch.column(key);
        var values = new ArrayList<Object>();
        int[] starts = switch (key.rowKind()) {
            case SPAN -> IntStream.rangeClosed(0, batch.rowCount()).toArray();
            case EVENT, LINK -> batch.childStarts(key.rowKind());
        };
        for (int row = 0; row < batch.rowCount(); row++) {
            if (!wanted.test(row)) continue;
            for (int entry = starts[row]; entry < starts[row + 1]; entry++) values.add(value(column, entry));
            values.add("|");
        }
        return values;
    }

    private static Object value(Column column, int entry) {
        for (Vector vector : column.vectors()) {
            if (!vector.presence().has(entry)) continue;
            return switch (vector) {
                case Vector.Longs longs -> longs.values()[entry];
                case Vector.Doubles doubles -> doubles.values()[entry];
                case Vector.Booleans booleans -> booleans.value(entry);
                case Vector.Strings strings ->
                    strings.dictionary().value(strings.ids()[entry]).toUtf8();
                case Vector.Arrays arrays -> "array of " + (arrays.starts()[entry + 1] - arrays.starts()[entry]);
            };
        }
        return "absent";
    }

    private static List<Flat> flatten(List<ResourceSpans> all) {
        var flat = new ArrayList<Flat>();
        for (ResourceSpans resource : all) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    flat.add(new Flat(
                            resource.getResource(),
                            resource.getSchemaUrl(),
                            scope.getScope(),
                            scope.getSchemaUrl(),
                            span));
                }
            }
        }
        return flat;
    }
}
