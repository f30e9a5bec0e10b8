package io.tenuto.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.base.Deadline;
import io.tenuto.it.cases.SourceKinds;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.source.SpanSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A span that a client sent twice is stored in two places until compaction: searches find it once, metrics count each
/// stored copy. A span that shares everything but an attribute is another span.
class TwinsTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final ExportTraceServiceRequest ORIGINAL = request("service", "x", START);

    static Stream<Arguments> places() {
        return Arrays.stream(SourceKinds.values())
                .flatMap(first -> Arrays.stream(SourceKinds.values()).map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest
    @MethodSource("places")
    void aSpanStoredTwiceIsFoundOnceAndCountedTwice(SourceKinds first, SourceKinds second) {
        List<SpanSource> sources = List.of(first.of(List.of(ORIGINAL)), second.of(List.of(ORIGINAL)));
        assertThat(found("{ name = `work` }", sources)).isEqualTo(1);
        assertThat(found("{ } | count() = 1", sources)).isEqualTo(1);
        assertThat(counted(sources)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("places")
    void withinOneSourceItIsStoredOnce(SourceKinds kind, SourceKinds unused) {
        List<SpanSource> sources = List.of(kind.of(List.of(ORIGINAL, ORIGINAL)));
        assertThat(found("{ name = `work` }", sources)).isEqualTo(1);
        assertThat(counted(sources)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void anotherAttributeMakesAnotherSpan(SourceKinds first, SourceKinds second) {
        List<SpanSource> sources =
                List.of(first.of(List.of(ORIGINAL)), second.of(List.of(request("service", "y", START))));
        assertThat(found("{ name = `work` }", sources)).isEqualTo(2);
        assertThat(found("{ span.value = `y` }", sources)).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("places")
    void anotherResourceMakesAnotherSpan(SourceKinds first, SourceKinds second) {
        List<SpanSource> sources =
                List.of(first.of(List.of(ORIGINAL)), second.of(List.of(request("other", "x", START))));
        assertThat(found("{ name = `work` }", sources)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("places")
    void aCopyOfAFormatWithoutHashesIsATwinOfAnyThatAgreesInWhatItKeeps(SourceKinds first, SourceKinds second) {
        SpanSource hashless = new HashlessSource(second.of(List.of(ORIGINAL)));
        SpanSource exact = first.of(List.of(ORIGINAL));
        for (List<SpanSource> sources : List.of(List.of(exact, hashless), List.of(hashless, exact))) {
            assertThat(found("{ name = `work` }", sources)).isEqualTo(1);
            assertThat(found("{ } | count() = 1", sources)).isEqualTo(1);
            assertThat(counted(sources)).isEqualTo(2);
        }
        // Which of two spans it is cannot be told: it is one of them, and both stay.
        SpanSource other = first.of(List.of(request("service", "y", START)));
        assertThat(found("{ name = `work` }", List.of(hashless, other, exact))).isEqualTo(2);
        assertThat(found("{ name = `work` }", List.of(hashless, hashless, hashless)))
                .isEqualTo(1);
        SpanSource later = new HashlessSource(second.of(List.of(request("service", "x", START + 1))));
        assertThat(found("{ name = `work` }", List.of(later, exact))).isEqualTo(2);
    }

    /// A span that a link calls a child is no root, wherever the root lies.
    @ParameterizedTest
    @MethodSource("places")
    void theRootOfATraceInTwoSourcesIsThatWithoutSuchALink(SourceKinds first, SourceKinds second) {
        ExportTraceServiceRequest.Builder child = request("child", "x", START + 5).toBuilder();
        Span.Builder span =
                child.getResourceSpansBuilder(0).getScopeSpansBuilder(0).getSpansBuilder(0);
        span.setSpanId(ByteString.copyFrom(new byte[] {2, 2, 2, 2, 2, 2, 2, 2}))
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(span.getTraceId())
                        .setSpanId(ByteString.copyFrom(new byte[] {1, 1, 1, 1, 1, 1, 1, 1}))
                        .addAttributes(pair("opentracing.ref_type", "child_of")));
        List<SpanSource> sources = List.of(first.of(List.of(ORIGINAL)), second.of(List.of(child.build())));
        assertThat(found("{ rootServiceName = `service` }", sources)).isEqualTo(2);
        assertThat(found("{ rootServiceName = `child` }", sources)).isZero();
    }

    private static ExportTraceServiceRequest request(String service, String value, long start) {
        Span span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
                .setSpanId(ByteString.copyFrom(new byte[] {1, 1, 1, 1, 1, 1, 1, 1}))
                .setName("work")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1_000_000)
                .addAttributes(pair("value", value))
                .build();
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(pair("service.name", service)))
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
                .build();
    }

    private static KeyValue pair(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /// How many spans match.
    private static int found(String query, List<SpanSource> sources) {
        var request = new SearchRequest(TraceQl.parse(query), TimeRange.ALL, 10, 10);
        return SearchEngine.run(request, sources, Deadline.none()).traces().stream()
                .flatMap(trace -> trace.spansets().stream())
                .mapToInt(SearchResult.MatchedSpanset::matched)
                .sum();
    }

    private static double counted(List<SpanSource> sources) {
        var query = (Query.Metrics) TraceQl.parse("{ } | count_over_time()");
        var request = new MetricsRequest(query, START - 1, START + 1_000_000_000, 1_000_000_001, true, 0, 0);
        return MetricsEngine.finish(request, MetricsEngine.run(request, sources, Deadline.none()), Deadline.none())
                .series()
                .getFirst()
                .values()[0];
    }
}
