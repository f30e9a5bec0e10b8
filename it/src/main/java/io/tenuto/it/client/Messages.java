package io.tenuto.it.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages of the streaming query service, between their bytes and their JSON, by a table of their fields.
///
/// A field is written `number name type`; a type that begins with `*` is repeated, `map` is one of texts to the message
/// behind the colon. Source: the messages of the public API.
public final class Messages {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String METRICS = """
        1 inspectedTraces u32, 2 inspectedBytes u64, 3 totalBlocks u32, 4 completedJobs u32, 5 totalJobs u32,
        6 totalBlockBytes u64, 7 inspectedSpans u64, 8 backendReads u64, 9 backendBytes u64""";
    private static final String TAG_METRICS = "1 inspectedBytes u64, 2 totalJobs u32, 3 completedJobs u32";
    private static final Map<String, String> TABLE = Map.ofEntries(
            Map.entry(
                    "SearchRequest",
                    "1 Tags map:text, 2 MinDurationMs u32, 3 MaxDurationMs u32, 4 Limit u32, 5 start u32, 6 end u32,"
                            + " 8 Query text, 9 SpansPerSpanSet u32"),
            Map.entry("SearchResponse", "1 traces *Trace, 2 metrics Metrics"),
            Map.entry("Metrics", METRICS),
            Map.entry("TagMetrics", TAG_METRICS),
            Map.entry(
                    "Trace",
                    "1 traceID text, 2 rootServiceName text, 3 rootTraceName text, 4 startTimeUnixNano u64, 5 durationMs"
                            + " u32, 6 spanSet SpanSet, 7 spanSets *SpanSet, 8 serviceStats map:Stats"),
            Map.entry("Stats", "1 spanCount u32, 2 errorCount u32"),
            Map.entry("SpanSet", "1 spans *Span, 2 matched u32, 3 attributes *KeyValue"),
            Map.entry(
                    "Span",
                    "1 spanID text, 2 name text, 3 startTimeUnixNano u64, 4 durationNanos u64, 5 attributes *KeyValue"),
            Map.entry("KeyValue", "1 key text, 2 value AnyValue"),
            Map.entry(
                    "AnyValue",
                    "1 stringValue text!, 2 boolValue bool!, 3 intValue i64!, 4 doubleValue f64!, 5 arrayValue Array"),
            Map.entry("Array", "1 values *AnyValue"),
            Map.entry(
                    "SearchTagsRequest",
                    "1 scope text, 2 query text, 3 start u32, 4 end u32, 5 maxTagsPerScope u32, 6 staleValuesThreshold u32"),
            Map.entry(
                    "SearchTagsV2Request", "1 scope text, 2 query text, 3 start u32, 4 end u32, 5 maxTagsPerScope u32"),
            Map.entry("SearchTagsResponse", "1 tagNames *text, 2 metrics TagMetrics"),
            Map.entry("SearchTagsV2Response", "1 scopes *Scope, 2 metrics TagMetrics"),
            Map.entry("Scope", "1 name text, 2 tags *text"),
            Map.entry(
                    "SearchTagValuesRequest",
                    "1 tagName text, 2 query text, 4 start u32, 5 end u32, 6 maxTagValues u32, 7 staleValueThreshold u32"),
            Map.entry(
                    "SearchTagValuesV2Request",
                    "1 tagName text, 2 query text, 4 start u32, 5 end u32, 6 maxTagValues u32"),
            Map.entry("SearchTagValuesResponse", "1 tagValues *text, 2 metrics TagMetrics"),
            Map.entry("SearchTagValuesV2Response", "1 tagValues *Typed, 2 metrics TagMetrics"),
            Map.entry("Typed", "1 type text, 2 value text"),
            Map.entry(
                    "MetricsQueryRangeRequest",
                    "1 query text, 2 start u64, 3 end u64, 4 step u64, 16 exemplars u32, 17 maxSeries u32"),
            Map.entry("MetricsQueryInstantRequest", "1 query text, 2 start u64, 3 end u64"),
            Map.entry(
                    "MetricsQueryRangeResponse",
                    "1 series *Series, 2 metrics Metrics, 3 status status, 4 message text"),
            Map.entry(
                    "MetricsQueryInstantResponse",
                    "1 series *Instant, 2 metrics Metrics, 3 status status, 4 message text"),
            Map.entry("Series", "1 labels *KeyValue, 2 samples *Sample, 4 exemplars *Exemplar"),
            Map.entry("Instant", "1 labels *KeyValue, 2 value f64"),
            Map.entry("Sample", "1 value f64, 2 timestampMs i64"),
            Map.entry("Exemplar", "1 labels *KeyValue, 2 value f64, 3 timestampMs i64"));

    private record Field(int number, String name, String type, boolean isRepeated) {}

    private Messages() {}

    private static Map<Integer, Field> fields(String message) {
        String table = TABLE.get(message);
        if (table == null) throw new IllegalArgumentException("no message " + message);
        var fields = new LinkedHashMap<Integer, Field>();
        for (String text : table.split(",")) {
            String[] parts = text.strip().split("\\s+");
            boolean isRepeated = parts[2].startsWith("*");
            int number = Integer.parseInt(parts[0]);
            fields.put(number, new Field(number, parts[1], isRepeated ? parts[2].substring(1) : parts[2], isRepeated));
        }
        return fields;
    }

    /// The bytes of a request given as JSON.
    public static byte[] encode(String message, JsonNode json) {
        var bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (Field field : fields(message).values()) {
                JsonNode value = json.path(field.name());
                if (!value.isMissingNode()) encode(field, value, out);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void encode(Field field, JsonNode value, CodedOutputStream out) throws IOException {
        switch (field.type()) {
            case "text" -> out.writeString(field.number(), value.asString());
            case "u32", "u64" -> out.writeUInt64(field.number(), Long.parseUnsignedLong(value.asString()));
            case "map:text" -> {
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    var pair = new ByteArrayOutputStream();
                    CodedOutputStream inner = CodedOutputStream.newInstance(pair);
                    inner.writeString(1, entry.getKey());
                    inner.writeString(2, entry.getValue().asString());
                    inner.flush();
                    out.writeByteArray(field.number(), pair.toByteArray());
                }
            }
            default -> throw new IllegalArgumentException("requests have no " + field.type());
        }
    }

    /// A message as the API's JSON: 64-bit integers as texts, zeros left out.
    public static ObjectNode decode(String message, byte[] bytes) {
        // Through its text, so that numbers are of the kinds that reading an answer over HTTP gives.
        return (ObjectNode) JSON.readTree(fields(message, bytes).toString());
    }

    private static ObjectNode fields(String message, byte[] bytes) {
        ObjectNode json = JSON.createObjectNode();
        Map<Integer, Field> fields = fields(message);
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        try {
            while (!in.isAtEnd()) {
                int tag = in.readTag();
                Field field = fields.get(WireFormat.getTagFieldNumber(tag));
                if (field == null) in.skipField(tag);
                else decode(field, in, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return json;
    }

    private static void decode(Field field, CodedInputStream in, ObjectNode json) throws IOException {
        if (field.type().startsWith("map:")) {
            decodeEntry(field, in, json);
            return;
        }
        JsonNode value = value(field.type(), in);
        if (field.isRepeated()) {
            ArrayNode array = json.path(field.name()) instanceof ArrayNode there ? there : json.putArray(field.name());
            array.add(value);
        } else if (field.type().endsWith("!") || !isZero(value)) {
            json.set(field.name(), value);
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.isNumber() && value.asDouble() == 0
                || value.isString()
                        && (value.asString().isEmpty() || value.asString().equals("0"));
    }

    private static void decodeEntry(Field field, CodedInputStream in, ObjectNode json) throws IOException {
        ObjectNode map = json.path(field.name()) instanceof ObjectNode there ? there : json.putObject(field.name());
        CodedInputStream entry = CodedInputStream.newInstance(in.readByteArray());
        String key = "";
        byte[] value = {};
        while (!entry.isAtEnd()) {
            int tag = entry.readTag();
            if (WireFormat.getTagFieldNumber(tag) == 1) key = entry.readString();
            else value = entry.readByteArray();
        }
        map.set(key, fields(field.type().substring("map:".length()), value));
    }

    private static JsonNode number(double value) {
        boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return isWhole
                ? JSON.getNodeFactory().numberNode((long) value)
                : JSON.getNodeFactory().numberNode(value);
    }

    private static JsonNode value(String type, CodedInputStream in) throws IOException {
        return switch (type) {
            case "text", "text!" -> JSON.getNodeFactory().stringNode(in.readString());
            case "u32" -> JSON.getNodeFactory().numberNode(in.readRawVarint64());
            case "u64" -> JSON.getNodeFactory().stringNode(Long.toUnsignedString(in.readRawVarint64()));
            case "i64", "i64!" -> JSON.getNodeFactory().stringNode(Long.toString(in.readRawVarint64()));
            case "f64", "f64!" -> number(in.readDouble());
            case "bool!" -> JSON.getNodeFactory().booleanNode(in.readBool());
            case "bytes" -> JSON.getNodeFactory().stringNode(Base64.getEncoder().encodeToString(in.readByteArray()));
            case "status" -> JSON.getNodeFactory().stringNode(in.readRawVarint64() == 0 ? "" : "PARTIAL");
            default -> fields(type, in.readByteArray());
        };
    }
}
