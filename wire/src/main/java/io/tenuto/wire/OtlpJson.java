package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Turns OTLP/JSON into OTLP protobuf, streaming. Identifiers are hex, bytes base64, 64-bit integers numbers or
/// strings, names lowerCamel or snake_case; unknown members are passed over. Thread safe.
public final class OtlpJson {
    /// A message takes at most this much more than its JSON in UTF-8: `"kind":-1,` is eleven bytes.
    static final int MESSAGE_BYTES_PER_JSON_BYTE = 2;

    private static final int NESTING_MAX = 4 * OtlpValidator.NESTING_MAX;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger INT_MIN = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger INT_MAX = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger UNSIGNED_64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger UNSIGNED_32_MAX = BigInteger.TWO.pow(32).subtract(BigInteger.ONE);
    /// Longer texts are no 64-bit numbers, and large ones take long to read.
    private static final int DIGITS_MAX = 20;

    /// How a member is written.
    private enum Form {
        MESSAGE,
        TEXT,
        HEX,
        BASE64,
        /// Unsigned, as are [#FIXED32] and [#COUNT].
        FIXED64,
        FIXED32,
        COUNT,
        INTEGER,
        BOOL,
        DOUBLE,
        ENUM
    }

    private record Member(int field, Form form, String type, boolean isRepeated) {
        static Member of(int field, Form form) {
            return new Member(field, form, "", false);
        }

        static Member of(int field, String type) {
            return new Member(field, Form.MESSAGE, type, false);
        }

        static Member listOf(int field, String type) {
            return new Member(field, Form.MESSAGE, type, true);
        }
    }

    private static final Map<String, Map<String, Member>> TYPES = Map.of(
            "request", Map.of("resourceSpans", Member.listOf(OtlpFields.RESOURCE_SPANS, "resourceSpans")),
            "resourceSpans",
                    Map.of(
                            "resource", Member.of(OtlpFields.RESOURCE_SPANS_RESOURCE, "resource"),
                            "scopeSpans", Member.listOf(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, "scopeSpans"),
                            "schemaUrl", Member.of(OtlpFields.RESOURCE_SPANS_SCHEMA_URL, Form.TEXT)),
            "resource",
                    Map.of(
                            "attributes", Member.listOf(OtlpFields.RESOURCE_ATTRIBUTES, "pair"),
                            "droppedAttributesCount", Member.of(OtlpFields.RESOURCE_DROPPED_ATTRIBUTES, Form.COUNT)),
            "scopeSpans",
                    Map.of(
                            "scope", Member.of(OtlpFields.SCOPE_SPANS_SCOPE, "scope"),
                            "spans", Member.listOf(OtlpFields.SCOPE_SPANS_SPANS, "span"),
                            "schemaUrl", Member.of(OtlpFields.SCOPE_SPANS_SCHEMA_URL, Form.TEXT)),
            "scope",
                    Map.of(
                            "name", Member.of(OtlpFields.SCOPE_NAME, Form.TEXT),
                            "version", Member.of(OtlpFields.SCOPE_VERSION, Form.TEXT),
                            "attributes", Member.listOf(OtlpFields.SCOPE_ATTRIBUTES, "pair"),
                            "droppedAttributesCount", Member.of(OtlpFields.SCOPE_DROPPED_ATTRIBUTES, Form.COUNT)),
            "span", spanMembers(),
            "status",
                    Map.of(
                            "message", Member.of(OtlpFields.STATUS_MESSAGE, Form.TEXT),
                            "code", Member.of(OtlpFields.STATUS_CODE, Form.ENUM)),
            "event",
                    Map.of(
                            "timeUnixNano", Member.of(OtlpFields.EVENT_TIME, Form.FIXED64),
                            "name", Member.of(OtlpFields.EVENT_NAME, Form.TEXT),
                            "attributes", Member.listOf(OtlpFields.EVENT_ATTRIBUTES, "pair"),
                            "droppedAttributesCount", Member.of(OtlpFields.EVENT_DROPPED_ATTRIBUTES, Form.COUNT)),
            "link",
                    Map.of(
                            "traceId", Member.of(OtlpFields.LINK_TRACE_ID, Form.HEX),
                            "spanId", Member.of(OtlpFields.LINK_SPAN_ID, Form.HEX),
                            "traceState", Member.of(OtlpFields.LINK_TRACE_STATE, Form.TEXT),
                            "attributes", Member.listOf(OtlpFields.LINK_ATTRIBUTES, "pair"),
                            "droppedAttributesCount", Member.of(OtlpFields.LINK_DROPPED_ATTRIBUTES, Form.COUNT),
                            "flags", Member.of(OtlpFields.LINK_FLAGS, Form.FIXED32)),
            "pair", Map.of("key", Member.of(OtlpFields.KEY, Form.TEXT), "value", Member.of(OtlpFields.VALUE, "value")));

    private static final Map<String, Member> VALUE = Map.of(
            "stringValue", Member.of(OtlpFields.VALUE_STRING, Form.TEXT),
            "boolValue", Member.of(OtlpFields.VALUE_BOOL, Form.BOOL),
            "intValue", Member.of(OtlpFields.VALUE_INT, Form.INTEGER),
            "doubleValue", Member.of(OtlpFields.VALUE_DOUBLE, Form.DOUBLE),
            "arrayValue", Member.of(OtlpFields.VALUE_ARRAY, "array"),
            "kvlistValue", Member.of(OtlpFields.VALUE_KVLIST, "pairs"),
            "bytesValue", Member.of(OtlpFields.VALUE_BYTES, Form.BASE64));
    private static final Map<String, Member> ARRAY = Map.of("values", Member.listOf(OtlpFields.VALUES, "value"));
    private static final Map<String, Member> PAIRS = Map.of("values", Member.listOf(OtlpFields.VALUES, "pair"));

    private static final Map<String, Integer> ENUMS = Map.of(
            "SPAN_KIND_UNSPECIFIED", 0,
            "SPAN_KIND_INTERNAL", 1,
            "SPAN_KIND_SERVER", 2,
            "SPAN_KIND_CLIENT", 3,
            "SPAN_KIND_PRODUCER", 4,
            "SPAN_KIND_CONSUMER", 5,
            "STATUS_CODE_UNSET", 0,
            "STATUS_CODE_OK", 1,
            "STATUS_CODE_ERROR", 2);

    private OtlpJson() {}

    private static Map<String, Member> spanMembers() {
        return Map.ofEntries(
                Map.entry("traceId", Member.of(OtlpFields.SPAN_TRACE_ID, Form.HEX)),
                Map.entry("spanId", Member.of(OtlpFields.SPAN_ID, Form.HEX)),
                Map.entry("traceState", Member.of(OtlpFields.SPAN_TRACE_STATE, Form.TEXT)),
                Map.entry("parentSpanId", Member.of(OtlpFields.SPAN_PARENT_ID, Form.HEX)),
                Map.entry("name", Member.of(OtlpFields.SPAN_NAME, Form.TEXT)),
                Map.entry("kind", Member.of(OtlpFields.SPAN_KIND, Form.ENUM)),
                Map.entry("startTimeUnixNano", Member.of(OtlpFields.SPAN_START, Form.FIXED64)),
                Map.entry("endTimeUnixNano", Member.of(OtlpFields.SPAN_END, Form.FIXED64)),
                Map.entry("attributes", Member.listOf(OtlpFields.SPAN_ATTRIBUTES, "pair")),
                Map.entry("droppedAttributesCount", Member.of(OtlpFields.SPAN_DROPPED_ATTRIBUTES, Form.COUNT)),
                Map.entry("events", Member.listOf(OtlpFields.SPAN_EVENTS, "event")),
                Map.entry("droppedEventsCount", Member.of(OtlpFields.SPAN_DROPPED_EVENTS, Form.COUNT)),
                Map.entry("links", Member.listOf(OtlpFields.SPAN_LINKS, "link")),
                Map.entry("droppedLinksCount", Member.of(OtlpFields.SPAN_DROPPED_LINKS, Form.COUNT)),
                Map.entry("status", Member.of(OtlpFields.SPAN_STATUS, "status")),
                Map.entry("flags", Member.of(OtlpFields.SPAN_FLAGS, Form.FIXED32)));
    }

    /// The request as protobuf. Bytes that are not UTF-8 become U+FFFD, as in protobuf requests when they are shown.
    ///
    /// @param onGrowth told of bytes before they are held, besides the JSON; may throw to end it
    /// @throws CorruptDataException if it is not JSON, or a member has a value of the wrong kind
    public static ByteSlice toProtobuf(ByteSlice json, LongConsumer onGrowth) {
        onGrowth.accept((long) MESSAGE_BYTES_PER_JSON_BYTE * json.length());
        try {
            return parsed(json);
        } catch (JacksonException e) {
            // The text, and the bytes that are made of it: three for each that is none.
            onGrowth.accept(5L * json.length());
            ByteSlice repaired = ByteSlice.utf8(json.toUtf8());
            if (repaired.equals(json)) throw new CorruptDataException("bad JSON: " + e.getOriginalMessage(), e);
            onGrowth.accept((long) MESSAGE_BYTES_PER_JSON_BYTE * repaired.length());
            return parsedAgain(repaired);
        }
    }

    private static ByteSlice parsedAgain(ByteSlice repaired) {
        try {
            return parsed(repaired);
        } catch (JacksonException e) {
            throw new CorruptDataException("bad JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ByteSlice parsed(ByteSlice json) {
        var out = new ProtoWriter(json.length());
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), json.array(), json.offset(), json.length())) {
            Check.data(parser.nextToken() == JsonToken.START_OBJECT, "a JSON object is expected");
            message(parser, membersOf("request"), out);
            Check.data(parser.nextToken() == null, "more follows the JSON object");
        }
        return out.toSlice();
    }

    private static Map<String, Member> membersOf(String type) {
        return switch (type) {
            case "value" -> VALUE;
            case "array" -> ARRAY;
            case "pairs" -> PAIRS;
            default -> TYPES.getOrDefault(type, Map.of());
        };
    }

    private static void message(JsonParser parser, Map<String, Member> members, ProtoWriter out) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Member member = members.get(name);
            if (member == null) member = members.get(camel(name));
            JsonToken token = parser.nextToken();
            if (member == null || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (token == JsonToken.START_ARRAY) {
                Check.data(member.isRepeated(), "%s is no list", name);
                while (parser.nextToken() != JsonToken.END_ARRAY) member(parser, member, out);
            } else {
                member(parser, member, out);
            }
        }
    }

    private static String camel(String name) {
        if (name.indexOf('_') < 0) return name;
        var camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean up = name.charAt(i) == '_' && i + 1 < name.length();
            camel.append(up ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }

    private static void member(JsonParser parser, Member member, ProtoWriter out) {
        switch (member.form()) {
            case MESSAGE -> {
                Check.data(
                        parser.currentToken() == JsonToken.START_OBJECT,
                        "an object is expected, not %s",
                        parser.currentToken());
                int mark = out.begin(member.field());
                message(parser, membersOf(member.type()), out);
                out.end(mark);
            }
            case TEXT -> out.text(member.field(), text(parser));
            case HEX -> out.bytes(member.field(), ByteSlice.of(hex(text(parser))));
            case BASE64 -> out.bytes(member.field(), ByteSlice.of(base64(text(parser))));
            case FIXED64 -> out.fixed64(member.field(), integer(parser, BigInteger.ZERO, UNSIGNED_64_MAX));
            case FIXED32 -> out.fixed32(member.field(), (int) integer(parser, BigInteger.ZERO, UNSIGNED_32_MAX));
            case COUNT -> out.varint(member.field(), integer(parser, BigInteger.ZERO, UNSIGNED_32_MAX));
            case INTEGER -> out.varint(member.field(), integer(parser, LONG_MIN, LONG_MAX));
            case ENUM -> out.varint(member.field(), enumeration(parser));
            case BOOL -> out.bool(member.field(), bool(parser));
            case DOUBLE -> out.doubleValue(member.field(), decimal(parser));
        }
    }

    private static String text(JsonParser parser) {
        Check.data(
                parser.currentToken() == JsonToken.VALUE_STRING, "a string is expected, not %s", parser.currentToken());
        return parser.getString();
    }

    private static byte[] hex(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("bad hex digits: " + e.getMessage(), e);
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("bad base64: " + e.getMessage(), e);
        }
    }

    /// The bits of a number within the bounds.
    private static long integer(JsonParser parser, BigInteger least, BigInteger most) {
        try {
            BigInteger number = switch (parser.currentToken()) {
                case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
                case VALUE_NUMBER_FLOAT ->
                    BigInteger.valueOf(parser.getDecimalValue().longValueExact());
                case VALUE_STRING -> parseInteger(parser.getString());
                default -> throw new CorruptDataException("a number is expected, not " + parser.currentToken());
            };
            boolean isWithin = number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
            Check.data(isWithin, "a number from %s to %s is expected, not %s", least, most, number);
            return number.longValue();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CorruptDataException("a number is expected: " + e.getMessage(), e);
        }
    }

    private static BigInteger parseInteger(String digits) {
        boolean isShort = digits.length() <= DIGITS_MAX;
        return isShort ? new BigInteger(digits) : BigInteger.valueOf(Long.parseLong(digits));
    }

    private static long enumeration(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            Integer number = ENUMS.get(parser.getString());
            if (number != null) return number;
        }
        return integer(parser, INT_MIN, INT_MAX);
    }

    private static boolean bool(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_STRING -> Boolean.parseBoolean(parser.getString());
            default -> throw new CorruptDataException("true or false is expected, not " + parser.currentToken());
        };
    }

    private static double decimal(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parseDecimal(parser.getString());
            default -> throw new CorruptDataException("a number is expected, not " + parser.currentToken());
        };
    }

    private static double parseDecimal(String text) {
        try {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new CorruptDataException("a number is expected: " + e.getMessage(), e);
        }
    }
}
