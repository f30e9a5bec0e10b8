package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.RandomOtlp;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlockRoundTripTest {
    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final Tenuto1Format format = new Tenuto1Format(1 << 20);

    /// One span with where it stood, comparable whatever the grouping.
    private record Flat(Object resource, String resourceUrl, Object scope, String scopeUrl, Span span) {}

    static Segment segment(long seed, int traces, int requests, int spans) {
        var random = new RandomOtlp(seed, traces);
        var builder = new SegmentBuilder();
        for (int i = 0; i < requests; i++) {
            builder.append(ByteSlice.of(random.request(spans).toByteArray()));
        }
        return builder.seal();
    }

    private StoredBlock store(Segment segment, int number) {
        var block = new NewBlock("00000000-0000-4000-8000-%012x".formatted(number), TenantId.SINGLE, 1, 2, 0);
        BlockMeta meta = format.write(block, segment, store, Deadline.none());
        assertThat(meta.rowCount()).isEqualTo(segment.facts().rowCount());
        return format.open(meta, store, Deadline.none());
    }

    @Test
    void everyTraceComesBackWhole() throws Exception {
        for (int seed = 0; seed < 150; seed++) {
            Segment segment = segment(seed, 1 + seed % 40, 4, 30);
            StoredBlock block = store(segment, seed);
            checkTraces(segment, block, seed);
        }
    }

    @Test
    void aBlockOfManyPagesComesBackWhole() throws Exception {
        Segment segment = segment(77, 200, 40, 500);
        checkTraces(segment, store(segment, 500), 77);
    }

    private static void checkTraces(Segment segment, StoredBlock block, int seed) throws Exception {
        TraceTable traces = segment.traces();
        for (int trace = 0; trace < traces.count(); trace++) {
            TraceId id = traces.id(trace);
            List<Flat> expected = flatten(segment.trace(id).orElseThrow());
            List<Flat> got = flatten(block.trace(id, Deadline.none()).orElseThrow());
            assertThat(got).as("seed %s trace %s", seed, id).containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(block.trace(new TraceId(~0L, 42), Deadline.none())).isEmpty();
    }

    @Test
    void numbersThatAreNotFiniteComeBack() throws Exception {
        List<Double> numbers = List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5);
        var scope = ScopeSpans.newBuilder();
        for (double number : numbers) {
            scope.addSpans(Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(new byte[15]).concat(ByteString.copyFrom(new byte[] {1})))
                    .setSpanId(ByteString.copyFromUtf8(
                            "span %3.1f".formatted(number).substring(0, 8)))
                    .addAttributes(KeyValue.newBuilder()
                            .setKey("k")
                            .setValue(AnyValue.newBuilder().setDoubleValue(number))));
        }
        var builder = new SegmentBuilder();
        builder.append(ByteSlice.of(TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray()));
        Segment segment = builder.seal();
        StoredBlock block = store(segment, 2000);
        checkTraces(segment, block, 0);
        var key = new AttributeKey(AttributeScope.SPAN, "k");
        assertThat(block.source().values(key).orElseThrow().texts())
                .containsExactlyInAnyOrder("NaN", "+Inf", "-Inf", "1.5");
    }

    @Test
    void theTraceTableSaysWhatTheSegmentSays() {
        Segment segment = segment(5, 60, 10, 60);
        TraceTable stored = store(segment, 1000).source().traces();
        TraceTable live = segment.traces();
        assertThat(stored.count()).isEqualTo(live.count());
        for (int trace = 0; trace < live.count(); trace++) {
            int found = stored.find(live.id(trace));
            assertThat(facts(stored, found)).isEqualTo(facts(live, trace));
            assertThat(stored.rows(found)).hasSize(live.spanCount(trace)).isSorted();
        }
    }

    private static List<Object> facts(TraceTable traces, int trace) {
        var facts = new ArrayList<Object>(List.of(
                traces.id(trace),
                traces.startUnixNanos(trace),
                traces.endUnixNanos(trace),
                traces.rootName(trace),
                traces.rootService(trace),
                traces.spanCount(trace),
                traces.errorCount(trace)));
        traces.forEachService(trace, (name, spans, errors) -> facts.add(List.of(name, spans, errors)));
        return facts;
    }

    private static List<Flat> flatten(ByteSlice otlp) throws Exception {
        var flat = new ArrayList<Flat>();
        for (ResourceSpans resource : TracesData.parseFrom(otlp.toByteArray()).getResourceSpansList()) {
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
