package io.tenuto.it.browser;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.tenuto.model.TraceId;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/// Traces made to be looked at: small purchases of a shop, and one of any size.
final class PageTraces {
    static final String PAYMENT_REFUSED = "card refused by issuer";
    private static final long MILLI = 1_000_000L;
    private static final String[] BIG_SERVICES = {"planner", "router", "worker", "ledger", "archive"};

    private PageTraces() {}

    /// One purchase over three services, 6 spans. It fails in the payment service when `failed`, with an exception
    /// event; the message to the mailer links to `linked`.
    static byte[] purchase(TraceId id, TraceId linked, long startUnixNanos, boolean failed, int slowness) {
        long s = startUnixNanos;
        long unit = MILLI * slowness;
        var root = span(id, 1, 0, "POST /cart/checkout", s, s + 100 * unit)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(text("http.request.method", "POST"))
                .addAttributes(text("http.route", "/cart/checkout"))
                .addAttributes(number("http.response.status_code", failed ? 502 : 200))
                .addAttributes(list("cart.items", "tea", "cup", "a rather long name of a thing that someone buys"));
        var call = span(id, 2, 1, "PlaceOrder", s + 5 * unit, s + 95 * unit).setKind(Span.SpanKind.SPAN_KIND_CLIENT);
        var place = span(id, 3, 2, "PlaceOrder", s + 8 * unit, s + 92 * unit).setKind(Span.SpanKind.SPAN_KIND_SERVER);
        var stock = span(id, 4, 3, "SELECT stock", s + 10 * unit, s + 30 * unit)
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .addAttributes(text("db.system.name", "postgresql"));
        var charge = span(id, 5, 3, "Charge", s + 35 * unit, s + 80 * unit)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .addAttributes(text("payment.method", "card"));
        var mail = span(id, 6, 3, "send receipt", s + 82 * unit, s + 90 * unit)
                .setKind(Span.SpanKind.SPAN_KIND_PRODUCER)
                .addLinks(Span.Link.newBuilder()
                        .setTraceId(bytes(linked))
                        .setSpanId(spanId(1))
                        .addAttributes(text("link.why", "follows the first attempt")));
        if (failed) {
            charge.setStatus(error(PAYMENT_REFUSED))
                    .addEvents(Span.Event.newBuilder()
                            .setName("exception")
                            .setTimeUnixNano(s + 70 * unit)
                            .addAttributes(text("exception.type", "io.shop.PaymentRefused"))
                            .addAttributes(text("exception.message", PAYMENT_REFUSED)));
            root.setStatus(error("bad gateway"));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(service("storefront", root, call))
                .addResourceSpans(service("checkout", place, stock, mail))
                .addResourceSpans(service("payment", charge))
                .build()
                .toByteArray();
    }

    /// One trace of `spanCount` spans of five services, each span a child of an earlier one, one in fifty failed.
    static byte[] big(TraceId id, int spanCount, long startUnixNanos) {
        var random = new SplittableRandom(42);
        long length = 20_000 * MILLI;
        var services = new ScopeSpans.Builder[BIG_SERVICES.length];
        for (int i = 0; i < services.length; i++) services[i] = ScopeSpans.newBuilder();
        for (int i = 1; i <= spanCount; i++) {
            long start = i == 1 ? 0 : random.nextLong(length * 9 / 10);
            long took = i == 1 ? length : random.nextLong(MILLI, 2000 * MILLI);
            int parent = i == 1 ? 0 : Math.max(1, i - 1 - random.nextInt(Math.min(i, 40)));
            var span = span(id, i, parent, "step " + i % 97, startUnixNanos + start, startUnixNanos + start + took)
                    .addAttributes(number("step.number", i))
                    .addAttributes(text("step.kind", i % 3 == 0 ? "read" : "write"))
                    .addAttributes(text("url.path", "/things/" + i));
            if (i % 50 == 0) span.setStatus(error("step failed"));
            services[i % services.length].addSpans(span);
        }
        var request = ExportTraceServiceRequest.newBuilder();
        for (int i = 0; i < services.length; i++)
            request.addResourceSpans(resource(BIG_SERVICES[i]).addScopeSpans(services[i]));
        return request.build().toByteArray();
    }

    private static Span.Builder span(TraceId id, long number, long parent, String name, long start, long end) {
        var span = Span.newBuilder()
                .setTraceId(bytes(id))
                .setSpanId(spanId(number))
                .setName(name)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(end);
        if (parent > 0) span.setParentSpanId(spanId(parent));
        return span;
    }

    private static ResourceSpans service(String name, Span.Builder... spans) {
        var scope = ScopeSpans.newBuilder()
                .setScope(InstrumentationScope.newBuilder()
                        .setName("io.shop." + name)
                        .setVersion("1.4.0"));
        for (Span.Builder span : spans) scope.addSpans(span);
        return resource(name).addScopeSpans(scope).build();
    }

    private static ResourceSpans.Builder resource(String service) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder()
                        .addAttributes(text("service.name", service))
                        .addAttributes(text("k8s.namespace.name", "shop")));
    }

    private static Status error(String message) {
        return Status.newBuilder()
                .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                .setMessage(message)
                .build();
    }

    private static ByteString bytes(TraceId id) {
        return ByteString.copyFrom(id.toByteArray());
    }

    private static ByteString spanId(long number) {
        return ByteString.copyFrom(
                ByteBuffer.allocate(8).putLong(0x00ff_0000_0000_0000L + number).array());
    }

    private static KeyValue text(String key, String value) {
        return pair(key, AnyValue.newBuilder().setStringValue(value));
    }

    private static KeyValue number(String key, long value) {
        return pair(key, AnyValue.newBuilder().setIntValue(value));
    }

    private static KeyValue list(String key, String... values) {
        var array = ArrayValue.newBuilder();
        for (String value : values) array.addValues(AnyValue.newBuilder().setStringValue(value));
        return pair(key, AnyValue.newBuilder().setArrayValue(array));
    }

    private static KeyValue pair(String key, AnyValue.Builder value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }
}
