package io.tenuto.it.oracle;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.it.oracle.NaiveSpan.NestedNumbers;
import io.tenuto.it.oracle.NaiveSpan.TraceFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All spans of one trace in the order in which they came.
record NaiveTrace(TraceFacts facts, long startNanos, List<NaiveSpan> spans) {
    /// A span before its trace is known.
    private record Part(Span span, Resource resource, InstrumentationScope scope) {}

    /// The traces of these messages, in the order of their first spans.
    static List<NaiveTrace> of(List<ExportTraceServiceRequest> requests) {
        Map<ByteString, List<Part>> parts = new LinkedHashMap<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    for (Span span : scope.getSpansList()) {
                        parts.computeIfAbsent(span.getTraceId(), _ -> new ArrayList<>())
                                .add(new Part(span, resource.getResource(), scope.getScope()));
                    }
                }
            }
        }
        return parts.values().stream().map(NaiveTrace::whole).toList();
    }

    private static NaiveTrace whole(List<Part> parts) {
        long start = parts.stream()
                .mapToLong(part -> part.span().getStartTimeUnixNano())
                .min()
                .orElse(0);
        long end = parts.stream()
                .mapToLong(part -> part.span().getEndTimeUnixNano())
                .max()
                .orElse(0);
        Optional<Part> root = parts.stream()
                .filter(part -> isRoot(part.span()) && !isChildByLink(part.span()))
                .reduce((_, last) -> last);
        TraceFacts facts = new TraceFacts(
                NaiveSpan.shortHex(parts.getFirst().span().getTraceId().toByteArray()),
                root.map(part -> part.span().getName()).orElse(""),
                root.map(part -> service(part.resource())).orElse(""),
                end - start);
        List<NestedNumbers> numbers =
                NaiveStructure.numbers(parts.stream().map(Part::span).toList());
        List<NaiveSpan> spans = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            spans.add(new NaiveSpan(part.span(), part.resource(), part.scope(), numbers.get(i), facts));
        }
        return new NaiveTrace(facts, start, List.copyOf(spans));
    }

    static boolean isRoot(Span span) {
        return span.getParentSpanId().isEmpty() || span.getParentSpanId().equals(ByteString.copyFrom(new byte[8]));
    }

    /// OpenTracing's way to name a parent in the same trace.
    private static boolean isChildByLink(Span span) {
        return span.getLinksList().stream()
                .filter(link -> link.getTraceId().equals(span.getTraceId()))
                .flatMap(link -> link.getAttributesList().stream())
                .anyMatch(attribute -> attribute.getKey().equals("opentracing.ref_type")
                        && attribute.getValue().getStringValue().equals("child_of"));
    }

    private static String service(Resource resource) {
        return resource.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }
}
