package io.tenuto.server;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import io.tenuto.base.ByteSlice;
import io.tenuto.wire.ProtoReader;
import java.util.Map;
import java.util.TreeMap;

/// Requests of the streaming service as the parameters that the same question has over HTTP, so that both are read,
/// checked and refused alike. Source: the messages of the public API.
final class StreamRequests {
    private static final int NANOS_DIGITS = 19;

    private StreamRequests() {}

    /// Fields of a request as text, by number; zeros are absent.
    private static Map<Integer, String> fields(ByteSlice message) {
        var fields = new TreeMap<Integer, String>();
        var reader = new ProtoReader(message);
        while (reader.next()) {
            switch (reader.wireType()) {
                case ProtoReader.VARINT -> {
                    long value = reader.readVarint();
                    if (value != 0) fields.put(reader.field(), Long.toUnsignedString(value));
                }
                case ProtoReader.BYTES -> {
                    String text = reader.readSlice().toUtf8();
                    if (!text.isEmpty()) fields.put(reader.field(), text);
                }
                default -> reader.skip();
            }
        }
        return fields;
    }

    private static void put(QueryParamsBuilder params, String name, Map<Integer, String> fields, int field) {
        String value = fields.get(field);
        if (value != null) params.set(name, value);
    }

    static QueryParams search(ByteSlice message) {
        Map<Integer, String> fields = fields(message);
        QueryParamsBuilder params = QueryParams.builder();
        put(params, "limit", fields, 4);
        put(params, "start", fields, 5);
        put(params, "end", fields, 6);
        put(params, "q", fields, 8);
        // Not the server's default: whoever says nothing here has said 0.
        params.set("spss", fields.getOrDefault(9, "0"));
        if (fields.containsKey(2)) params.set("minDuration", fields.get(2) + "ms");
        if (fields.containsKey(3)) params.set("maxDuration", fields.get(3) + "ms");
        String tags = tags(message);
        if (!tags.isEmpty()) params.set("tags", tags);
        return params.build();
    }

    /// The map of tags as `key="value"` pairs.
    private static String tags(ByteSlice message) {
        var tags = new StringBuilder();
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() != 1) {
                reader.skip();
                continue;
            }
            Map<Integer, String> entry = fields(reader.readSlice());
            String value = entry.getOrDefault(2, "").replace("\\", "\\\\").replace("\"", "\\\"");
            if (!tags.isEmpty()) tags.append(' ');
            tags.append(entry.getOrDefault(1, "")).append("=\"").append(value).append('"');
        }
        return tags.toString();
    }

    static QueryParams tagNames(ByteSlice message) {
        Map<Integer, String> fields = fields(message);
        QueryParamsBuilder params = QueryParams.builder();
        put(params, "scope", fields, 1);
        put(params, "q", fields, 2);
        put(params, "start", fields, 3);
        put(params, "end", fields, 4);
        put(params, "limit", fields, 5);
        put(params, "maxStaleValues", fields, 6);
        return params.build();
    }

    static QueryParams tagValues(ByteSlice message) {
        Map<Integer, String> fields = fields(message);
        QueryParamsBuilder params = QueryParams.builder();
        put(params, "tagName", fields, 1);
        put(params, "q", fields, 2);
        put(params, "start", fields, 4);
        put(params, "end", fields, 5);
        put(params, "limit", fields, 6);
        put(params, "maxStaleValues", fields, 7);
        return params.build();
    }

    static QueryParams metrics(ByteSlice message) {
        Map<Integer, String> fields = fields(message);
        QueryParamsBuilder params = QueryParams.builder();
        put(params, "q", fields, 1);
        putNanos(params, "start", fields, 2);
        putNanos(params, "end", fields, 3);
        if (fields.containsKey(4)) params.set("step", fields.get(4) + "ns");
        put(params, "exemplars", fields, 16);
        put(params, "maxSeries", fields, 17);
        return params.build();
    }

    /// Times are nanoseconds here however few digits they have; of HTTP's parameters only long ones are.
    private static void putNanos(QueryParamsBuilder params, String name, Map<Integer, String> fields, int field) {
        String value = fields.get(field);
        if (value != null) params.set(name, "0".repeat(Math.max(0, NANOS_DIGITS - value.length())) + value);
    }
}
