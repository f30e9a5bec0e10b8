package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// One trace taken apart: resources, in each of them scopes, in each of them spans, all in the order in which clients
/// get them. Immutable.
public record TraceParts(List<Resource> resources) {
    private static final Comparator<SpanPart> BY_START =
            Comparator.comparingLong(SpanPart::startUnixNanos).thenComparing(SpanPart::id);

    public TraceParts {
        resources = List.copyOf(resources);
    }

    /// Scopes of one resource; never empty.
    ///
    /// @param message the encoded resource
    public record Resource(ByteSlice message, List<Scope> scopes) {
        public Resource {
            scopes = List.copyOf(scopes);
        }
    }

    /// Spans of one scope; never empty.
    ///
    /// @param message the encoded scope
    public record Scope(ByteSlice message, List<SpanPart> spans) {
        public Scope {
            spans = List.copyOf(spans);
        }
    }

    /// A span with where it stands.
    public record Placed(Resource resource, Scope scope, SpanPart span) {}

    /// Takes an encoded `TracesData` apart.
    public static TraceParts of(ByteSlice tracesData) {
        var resources = new ArrayList<Resource>();
        var reader = new ProtoReader(tracesData);
        while (reader.next()) {
            if (reader.field() == OtlpFields.RESOURCE_SPANS) resources.add(resource(reader.readSlice()));
            else reader.skip();
        }
        return new TraceParts(resources);
    }

    private static Resource resource(ByteSlice encoded) {
        ByteSlice message = ByteSlice.EMPTY;
        var scopes = new ArrayList<Scope>();
        var reader = new ProtoReader(encoded);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.RESOURCE_SPANS_RESOURCE -> message = reader.readSlice();
                case OtlpFields.RESOURCE_SPANS_SCOPE_SPANS -> scopes.add(scope(reader.readSlice()));
                default -> reader.skip();
            }
        }
        return new Resource(message, scopes);
    }

    private static Scope scope(ByteSlice encoded) {
        ByteSlice message = ByteSlice.EMPTY;
        var spans = new ArrayList<SpanPart>();
        var reader = new ProtoReader(encoded);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.SCOPE_SPANS_SCOPE -> message = reader.readSlice();
                case OtlpFields.SCOPE_SPANS_SPANS -> spans.add(SpanPart.of(reader.readSlice()));
                default -> reader.skip();
            }
        }
        return new Scope(message, spans);
    }

    /// The trace as an encoded `TracesData`; empty if it has no spans.
    public ByteSlice toOtlp() {
        var out = new ProtoWriter(4096);
        for (Resource resource : resources) {
            int outer = out.begin(OtlpFields.RESOURCE_SPANS);
            out.bytes(OtlpFields.RESOURCE_SPANS_RESOURCE, resource.message());
            for (Scope scope : resource.scopes()) {
                int inner = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
                out.bytes(OtlpFields.SCOPE_SPANS_SCOPE, scope.message());
                for (SpanPart span : scope.spans()) out.bytes(OtlpFields.SCOPE_SPANS_SPANS, span.message());
                out.end(inner);
            }
            out.end(outer);
        }
        return out.toSlice();
    }

    /// The earliest start of a span; the largest number if there is none.
    long startUnixNanos() {
        return spans().stream()
                .mapToLong(placed -> placed.span().startUnixNanos())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    public List<Placed> spans() {
        var spans = new ArrayList<Placed>();
        for (Resource resource : resources) {
            for (Scope scope : resource.scopes()) {
                for (SpanPart span : scope.spans()) spans.add(new Placed(resource, scope, span));
            }
        }
        return spans;
    }

    /// The trace with each span replaced.
    TraceParts map(UnaryOperator<SpanPart> change) {
        return rebuilt((resource, scope) -> scope.spans().stream().map(change).toList());
    }

    /// The first spans, as many as together have no more than `bytesMax` bytes.
    public TraceParts first(long bytesMax) {
        var left = new AtomicLong(bytesMax);
        return filter(placed -> left.addAndGet(-placed.span().message().length()) >= 0);
    }

    /// The trace with only these spans; what is empty then is left out.
    TraceParts filter(Predicate<Placed> keep) {
        return rebuilt((resource, scope) -> scope.spans().stream()
                .filter(span -> keep.test(new Placed(resource, scope, span)))
                .toList());
    }

    private interface Rebuilding {
        List<SpanPart> spans(Resource resource, Scope scope);
    }

    private TraceParts rebuilt(Rebuilding rebuilding) {
        var changed = new ArrayList<Resource>();
        for (Resource resource : resources) {
            var scopes = new ArrayList<Scope>();
            for (Scope scope : resource.scopes()) {
                List<SpanPart> spans = rebuilding.spans(resource, scope);
                if (!spans.isEmpty()) scopes.add(new Scope(scope.message(), spans));
            }
            if (!scopes.isEmpty()) changed.add(new Resource(resource.message(), scopes));
        }
        return new TraceParts(changed);
    }

    /// Spans by start, scopes by their first span, resources by that of their first scope.
    TraceParts sorted() {
        Comparator<Scope> byFirst = Comparator.comparing(scope -> scope.spans().getFirst(), BY_START);
        List<Resource> sorted = resources.stream()
                .map(resource -> new Resource(
                        resource.message(),
                        resource.scopes().stream()
                                .map(scope -> new Scope(
                                        scope.message(),
                                        scope.spans().stream().sorted(BY_START).toList()))
                                .sorted(byFirst)
                                .toList()))
                .sorted(Comparator.comparing(resource -> resource.scopes().getFirst(), byFirst))
                .toList();
        return new TraceParts(sorted);
    }
}
