package io.tenuto.it.cases;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fixtures' traces as sources of every kind. Each is built once.
final class Fixtures {
    private final CaseFiles files;
    private final Map<String, List<Named>> sources = new HashMap<>();
    private final Map<String, Case> fixtures = new HashMap<>();

    Fixtures(CaseFiles files) {
        this.files = files;
    }

    /// A source and what kind it is.
    record Named(String name, SpanSource source) {}

    /// The fixture `name` as each kind of source.
    List<Named> sources(String name) {
        return sources.computeIfAbsent(name, _ -> kinds(requests(name)));
    }

    /// The fixture `name` as one kind of source.
    SpanSource source(String name, SourceKinds kind) {
        return sources(name).stream()
                .filter(named -> named.name().equals(kind.label()))
                .map(Named::source)
                .findFirst()
                .orElseThrow();
    }

    /// The fixture `name` as messages, one for each trace.
    List<ExportTraceServiceRequest> requests(String name) {
        if (fixtures.isEmpty()) {
            for (Case fixture : files.read("fixtures", "fixtures")) fixtures.put(fixture.text("name"), fixture);
        }
        Case fixture = fixtures.get(name);
        if (fixture == null) throw new IllegalArgumentException("no fixture " + name);
        return OtlpTraces.requests(fixture);
    }

    /// These requests as each kind of source.
    static List<Named> kinds(List<ExportTraceServiceRequest> requests) {
        List<Named> kinds = new ArrayList<>();
        for (SourceKinds kind : SourceKinds.values()) kinds.add(new Named(kind.label(), kind.of(requests)));
        return kinds;
    }
}
