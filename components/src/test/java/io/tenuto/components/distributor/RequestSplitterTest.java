package io.tenuto.components.distributor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.base.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RequestSplitterTest {
    @Test
    void everySpanIsInOnePartWithItsResourceAndScope() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            int partitions = random.nextInt(2, 9);
            var splitter = new RequestSplitter(partitions);
            for (int i = 0; i < 3; i++) {
                ExportTraceServiceRequest request = MadeRequest.random(random, random.nextInt(1, 30));
                List<String> spans = MadeRequest.spans(request);
                if (spans.isEmpty()) continue;
                var found = new ArrayList<String>();
                for (RequestPart part : splitter.split(MadeRequest.bytes(request))) {
                    found.addAll(MadeRequest.spans(MadeRequest.parse(part.message())));
                }
                assertThat(found).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(spans);
            }
        }
    }

    @Test
    void partsHoldSpansOfTheirOwnPartitionOnly() {
        var splitter = new RequestSplitter(4);
        List<RequestPart> parts = splitter.split(MadeRequest.bytes(MadeRequest.wide(100, 10)));
        assertThat(parts).extracting(RequestPart::partition).containsExactly(0, 1, 2, 3);
        for (RequestPart part : parts) {
            for (Span span : spansOf(part)) {
                assertThat(TracePartition.of(span.getTraceId().toByteArray(), 0, 4))
                        .isEqualTo(part.partition());
            }
        }
    }

    @Test
    void resourceAndScopeAreWrittenOncePerPart() {
        var splitter = new RequestSplitter(4);
        for (RequestPart part : splitter.split(MadeRequest.bytes(MadeRequest.wide(100, 10)))) {
            ExportTraceServiceRequest request = MadeRequest.parse(part.message());
            assertThat(request.getResourceSpansList()).hasSize(1);
            assertThat(request.getResourceSpans(0).getScopeSpansList()).hasSize(1);
            assertThat(spansOf(part)).hasSizeGreaterThan(10);
        }
    }

    @Test
    void aRequestOfOnePartitionStaysTheBytesThatCame() {
        ByteSlice one = MadeRequest.bytes(MadeRequest.wide(1, 10));
        assertThat(new RequestSplitter(16).split(one))
                .singleElement()
                .satisfies(part -> assertThat(part.message()).isSameAs(one));
        ByteSlice many = MadeRequest.bytes(MadeRequest.wide(50, 10));
        assertThat(new RequestSplitter(1).split(many))
                .singleElement()
                .satisfies(part -> assertThat(part.message()).isSameAs(many));
    }

    @Test
    void aLargeResourceIsNotRepeatedWithoutBound() {
        ByteSlice large = MadeRequest.bytes(MadeRequest.wide(200, 1_000_000));
        assertThat(new RequestSplitter(3).split(large)).hasSize(3);
        assertThat(new RequestSplitter(64).split(large))
                .singleElement()
                .satisfies(part -> assertThat(part.message()).isSameAs(large));
    }

    @Test
    void fieldsInAnyOrderAndUnknownOnesAreKept() throws IOException {
        ScopeSpans scope = ScopeSpans.newBuilder()
                .addSpans(MadeRequest.span(1, 1, 3))
                .addSpans(MadeRequest.span(2, 2, 3))
                .addSpans(MadeRequest.span(3, 3, 3))
                .build();
        byte[] resourceSpans = written(out -> {
            out.writeMessage(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, scope);
            out.writeFixed64(99, 42);
            out.writeMessage(ResourceSpans.RESOURCE_FIELD_NUMBER, MadeRequest.resource("late", 5));
        });
        byte[] request = written(out -> out.writeByteArray(1, resourceSpans));
        for (RequestPart part : new RequestSplitter(32).split(ByteSlice.of(request))) {
            ResourceSpans found = MadeRequest.parse(part.message()).getResourceSpans(0);
            assertThat(found.getResource()).isEqualTo(MadeRequest.resource("late", 5));
            assertThat(found.getUnknownFields().getField(99).getFixed64List()).containsExactly(42L);
        }
    }

    @Test
    void theLastOfSeveralTraceIdentifiersCounts() throws IOException {
        Span first = MadeRequest.span(1, 1, 3);
        byte[] other = ByteBuffer.allocate(16).putLong(7).putLong(2).array();
        byte[] span = written(out -> {
            out.writeRawBytes(first.toByteArray());
            out.writeBytes(Span.TRACE_ID_FIELD_NUMBER, ByteString.copyFrom(other));
        });
        byte[] scope = written(out -> out.writeByteArray(ScopeSpans.SPANS_FIELD_NUMBER, span));
        byte[] resource = written(out -> out.writeByteArray(ResourceSpans.SCOPE_SPANS_FIELD_NUMBER, scope));
        byte[] request = written(out -> out.writeByteArray(1, resource));
        assertThat(new RequestSplitter(1000).split(ByteSlice.of(request)))
                .extracting(RequestPart::partition)
                .containsExactly(TracePartition.of(other, 0, 1000));
    }

    @Test
    void identifiersThatCountUpAreSpreadEvenly() {
        int[] high = new int[7];
        int[] low = new int[7];
        for (int i = 0; i < 70_000; i++) {
            high[TracePartition.of(ByteBuffer.allocate(16).putLong(i).putLong(0).array(), 0, 7)]++;
            low[TracePartition.of(ByteBuffer.allocate(16).putLong(0).putLong(i).array(), 0, 7)]++;
        }
        for (int p = 0; p < 7; p++) {
            assertThat(high[p]).isBetween(9_500, 10_500);
            assertThat(low[p]).isBetween(9_500, 10_500);
        }
    }

    @Test
    void nothingIsAllocatedPerSpan() {
        var splitter = new RequestSplitter(4);
        ByteSlice message = MadeRequest.bytes(MadeRequest.wide(20_000, 10));
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int i = 0; i < 20; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThat(splitter.split(message).size()).isEqualTo(4);
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        // The parts themselves and small change.
        assertThat(bytes).isLessThan(message.length() + 8_192);
    }

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        writing.to(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static List<Span> spansOf(RequestPart part) {
        return MadeRequest.parse(part.message()).getResourceSpansList().stream()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }
}
