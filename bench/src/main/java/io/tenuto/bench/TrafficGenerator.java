package io.tenuto.bench;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// Realistic spans from a seed, as OTLP requests of about 850 spans: 40 services of 3 pods, 320 operations, traces of 5
/// to 50 spans (0.5 % of 400), 9 resource attributes, about 11 span attributes of HTTP, database or RPC calls, among
/// them a user of 200,000, a unique request identifier and a URL of high cardinality; 5 % of traces have errors with
/// exception events.
public final class TrafficGenerator {
    private static final int SERVICES = 40;
    private static final int REQUEST_SPANS = 850;
    private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
    private static final String[] LANGUAGES = {"java", "go", "python", "nodejs"};
    private static final String[] REGIONS = {"eu-central-1", "us-east-1", "ap-south-1"};

    private final SplittableRandom random;
    private long clockNanos;
    private long spans;
    private long traces;

    private record Span(int pod, ByteSlice message) {}

    /// @param startUnixNanos when the first trace begins; about 1,000 traces begin in each second
    public TrafficGenerator(long seed, long startUnixNanos) {
        this.random = new SplittableRandom(seed);
        this.clockNanos = startUnixNanos;
    }

    public long spans() {
        return spans;
    }

    public long traces() {
        return traces;
    }

    /// The next request.
    public ByteSlice request() {
        var batch = new ArrayList<Span>();
        while (batch.size() < REQUEST_SPANS) trace(batch);
        batch.sort(Comparator.comparingInt(Span::pod));
        return encode(batch);
    }

    private ByteSlice encode(List<Span> batch) {
        var out = new ProtoWriter(400 << 10);
        int i = 0;
        while (i < batch.size()) {
            int pod = batch.get(i).pod();
            int resourceSpans = out.begin(OtlpFields.RESOURCE_SPANS);
            resource(out, pod);
            int scopeSpans = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
            int scope = out.begin(OtlpFields.SCOPE_SPANS_SCOPE);
            out.text(OtlpFields.SCOPE_NAME, "io.opentelemetry." + LANGUAGES[pod % LANGUAGES.length] + "-http");
            out.text(OtlpFields.SCOPE_VERSION, "2.25." + pod % 3);
            out.end(scope);
            for (; i < batch.size() && batch.get(i).pod() == pod; i++) {
                out.bytes(OtlpFields.SCOPE_SPANS_SPANS, batch.get(i).message());
            }
            out.end(scopeSpans);
            out.end(resourceSpans);
        }
        return out.toSlice();
    }

    private static void resource(ProtoWriter out, int pod) {
        int service = pod / 3;
        int mark = out.begin(OtlpFields.RESOURCE_SPANS_RESOURCE);
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "service.name", serviceName(service));
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "service.version", "1." + service % 7 + "." + service % 13);
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "service.instance.id", "instance-%08x".formatted(pod * 0x9E3779B1));
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "k8s.namespace.name", "team-" + service % 8);
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "k8s.pod.name", serviceName(service) + "-%x".formatted(pod * 7919));
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "k8s.cluster.name", "production");
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "host.name", "node-" + pod % 17);
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "cloud.region", REGIONS[pod % REGIONS.length]);
        text(out, OtlpFields.RESOURCE_ATTRIBUTES, "telemetry.sdk.language", LANGUAGES[pod % LANGUAGES.length]);
        out.end(mark);
    }

    private static String serviceName(int service) {
        return switch (service) {
            case 0 -> "frontend";
            case 1 -> "payment";
            default -> "service-" + service;
        };
    }

    private void trace(List<Span> into) {
        traces++;
        long high = random.nextLong();
        long low = random.nextLong();
        clockNanos += random.nextLong(2_000_000);
        int size = random.nextInt(200) == 0 ? 400 : random.nextInt(5, 46);
        boolean failing = random.nextInt(20) == 0;
        int[] services = new int[random.nextInt(2, 7)];
        for (int i = 0; i < services.length; i++) services[i] = i == 0 ? skewed(8) : skewed(SERVICES);
        long[] ids = new long[size];
        long[] starts = new long[size];
        long[] ends = new long[size];
        int[] pods = new int[size];
        for (int i = 0; i < size; i++) {
            int parent = i == 0 ? -1 : Math.max(0, i - 1 - random.nextInt(Math.min(i, 6)));
            ids[i] = random.nextLong() | 1;
            if (parent < 0) {
                starts[i] = clockNanos;
                ends[i] = starts[i] + duration(500_000_000);
                pods[i] = services[0] * 3 + random.nextInt(3);
            } else {
                long room = Math.max(1000, ends[parent] - starts[parent]);
                starts[i] = starts[parent] + random.nextLong(room);
                ends[i] = Math.max(starts[i] + 1000, starts[i] + duration(Math.max(2000, room / 2)));
                boolean sameService = random.nextInt(3) > 0;
                pods[i] =
                        sameService ? pods[parent] : services[random.nextInt(services.length)] * 3 + random.nextInt(3);
            }
            boolean error = failing && random.nextInt(4) == 0;
            long parentId = parent < 0 ? 0 : ids[parent];
            into.add(new Span(pods[i], span(high, low, ids[i], parentId, starts[i], ends[i], pods[i], error)));
            spans++;
        }
    }

    private int skewed(int bound) {
        return (int) (bound * Math.pow(random.nextDouble(), 1.6));
    }

    private long duration(long scale) {
        return (long) (scale * Math.pow(random.nextDouble(), 4)) + 1000;
    }

    private ByteSlice span(long high, long low, long id, long parent, long start, long end, int pod, boolean error) {
        var out = new ProtoWriter(600);
        out.bytes(OtlpFields.SPAN_TRACE_ID, bytes(high, low, 16), 0, 16);
        out.bytes(OtlpFields.SPAN_ID, bytes(id, 0, 8), 0, 8);
        if (parent != 0) out.bytes(OtlpFields.SPAN_PARENT_ID, bytes(parent, 0, 8), 0, 8);
        int operation = skewed(8);
        int service = pod / 3;
        int flavor = (operation + service) % 4;
        int kind = parent == 0 ? 2 : flavor == 0 ? 1 : random.nextBoolean() ? 3 : 2;
        out.text(OtlpFields.SPAN_NAME, name(flavor, service, operation));
        out.varint(OtlpFields.SPAN_KIND, kind);
        out.fixed64(OtlpFields.SPAN_START, start);
        out.fixed64(OtlpFields.SPAN_END, end);
        common(out);
        switch (flavor) {
            case 1 -> database(out, service, operation);
            case 2 -> call(out, service, operation);
            default -> http(out, service, operation, error);
        }
        if (error) exception(out, start + (end - start) / 2);
        if (error || random.nextInt(10) == 0) {
            int status = out.begin(OtlpFields.SPAN_STATUS);
            if (error) out.text(OtlpFields.STATUS_MESSAGE, "upstream failed");
            out.varint(OtlpFields.STATUS_CODE, error ? 2 : 1);
            out.end(status);
        }
        out.fixed32(OtlpFields.SPAN_FLAGS, 0x101);
        return out.toSlice();
    }

    private static String name(int flavor, int service, int operation) {
        return switch (flavor) {
            case 1 -> "SELECT table_" + service + "_" + operation;
            case 2 -> "rpc.Service" + service + "/Method" + operation;
            default -> METHODS[operation % 4] + " /api/v1/resource-" + service + "/" + operation;
        };
    }

    private void common(ProtoWriter out) {
        int field = OtlpFields.SPAN_ATTRIBUTES;
        text(out, field, "user.id", "u" + random.nextInt(200_000));
        text(out, field, "request.id", "%016x".formatted(random.nextLong()));
        number(out, field, "thread.id", random.nextInt(1, 200));
        text(out, field, "thread.name", "worker-" + random.nextInt(1, 64));
        flag(out, field, "cache.hit", random.nextInt(4) > 0);
        if (random.nextInt(2) == 0) real(out, field, "queue.wait_ms", random.nextInt(100_000) / 1000.0);
        if (random.nextInt(20) == 0) array(out, field, "feature.flags");
    }

    private void http(ProtoWriter out, int service, int operation, boolean error) {
        int field = OtlpFields.SPAN_ATTRIBUTES;
        String route = "/api/v1/resource-" + service + "/" + operation;
        text(out, field, "http.method", METHODS[operation % 4]);
        number(out, field, "http.status_code", error ? 500 + random.nextInt(4) : random.nextInt(30) == 0 ? 404 : 200);
        text(out, field, "http.route", route);
        text(
                out,
                field,
                "http.url",
                "https://shop.example.com" + route + "/" + random.nextInt(1_000_000) + "?page=" + random.nextInt(50));
        text(out, field, "net.peer.name", serviceName(skewed(SERVICES)) + ".internal");
        number(out, field, "net.peer.port", 8080 + service % 5);
    }

    private void database(ProtoWriter out, int service, int operation) {
        int field = OtlpFields.SPAN_ATTRIBUTES;
        text(out, field, "db.system", service % 2 == 0 ? "postgresql" : "mysql");
        text(out, field, "db.name", "db_" + service % 10);
        text(
                out,
                field,
                "db.statement",
                "SELECT id, name, price, stock FROM table_" + service + "_" + operation
                        + " WHERE id = ? AND tenant = ? ORDER BY created_at DESC LIMIT " + (operation + 1) * 10);
        number(out, field, "db.rows", random.nextInt(500));
        text(out, field, "net.peer.name", "db-" + service % 10 + ".internal");
    }

    private void call(ProtoWriter out, int service, int operation) {
        int field = OtlpFields.SPAN_ATTRIBUTES;
        text(out, field, "rpc.system", "grpc");
        text(out, field, "rpc.service", "rpc.Service" + service);
        text(out, field, "rpc.method", "Method" + operation);
        number(out, field, "rpc.grpc.status_code", random.nextInt(50) == 0 ? 14 : 0);
        text(out, field, "net.peer.name", serviceName(skewed(SERVICES)) + ".internal");
    }

    private void exception(ProtoWriter out, long time) {
        int event = out.begin(OtlpFields.SPAN_EVENTS);
        out.fixed64(OtlpFields.EVENT_TIME, time);
        out.text(OtlpFields.EVENT_NAME, "exception");
        int kind = random.nextInt(5);
        text(out, OtlpFields.EVENT_ATTRIBUTES, "exception.type", "com.example.Failure" + kind);
        text(
                out,
                OtlpFields.EVENT_ATTRIBUTES,
                "exception.message",
                "request failed after " + random.nextInt(5000) + " ms");
        text(
                out,
                OtlpFields.EVENT_ATTRIBUTES,
                "exception.stacktrace",
                ("com.example.Failure" + kind + "\n\tat com.example.Handler.handle(Handler.java:42)").repeat(3));
        out.end(event);
    }

    private static byte[] bytes(long high, long low, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i < 8 ? high >>> (56 - 8 * i) : low >>> (120 - 8 * i));
        }
        return bytes;
    }

    private static void text(ProtoWriter out, int field, String key, String value) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        out.text(OtlpFields.VALUE_STRING, value);
        out.end(any);
        out.end(pair);
    }

    private static void number(ProtoWriter out, int field, String key, long value) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        out.varint(OtlpFields.VALUE_INT, value);
        out.end(any);
        out.end(pair);
    }

    private static void real(ProtoWriter out, int field, String key, double value) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        out.doubleValue(OtlpFields.VALUE_DOUBLE, value);
        out.end(any);
        out.end(pair);
    }

    private static void flag(ProtoWriter out, int field, String key, boolean value) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        out.bool(OtlpFields.VALUE_BOOL, value);
        out.end(any);
        out.end(pair);
    }

    private void array(ProtoWriter out, int field, String key) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        int array = out.begin(OtlpFields.VALUE_ARRAY);
        for (int i = 0; i < 2; i++) {
            int element = out.begin(OtlpFields.VALUES);
            out.text(OtlpFields.VALUE_STRING, "flag-" + random.nextInt(12));
            out.end(element);
        }
        out.end(array);
        out.end(any);
        out.end(pair);
    }
}
