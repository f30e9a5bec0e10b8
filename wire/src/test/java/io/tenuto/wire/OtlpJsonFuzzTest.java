package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as OTLP/JSON: a message that protobuf reads, or a refusal, out of memory in proportion to the bytes.
final class OtlpJsonFuzzTest {
    /// Parser, text, repaired text, message while it grows, message.
    private static final long MEMORY_FACTOR = 64;

    static Stream<Arguments> seeds() {
        return Stream.of(OtlpSamples.JSON, OtlpSamples.JSON.replace("N", "_n"), "{}", "{\"resource_spans\":[{}]}")
                .map(json -> Arguments.of((Object) json.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("seeds")
    @DictionaryEntries({
        "\"resourceSpans\":[{",
        "\"scopeSpans\":[{",
        "\"spans\":[{",
        "\"attributes\":[{\"key\":\"",
        "\"value\":{\"",
        "\"stringValue\":\"",
        "\"intValue\":\"",
        "\"doubleValue\":",
        "\"boolValue\":true",
        "\"bytesValue\":\"",
        "\"arrayValue\":{\"values\":[{",
        "\"kvlistValue\":{\"values\":[{",
        "\"events\":[{",
        "\"links\":[{",
        "\"status\":{\"code\":",
        "\"time_unix_nano\":",
        "\"traceId\":\"",
        "\"NaN\"",
        "\"-Infinity\"",
        "\"SPAN_KIND_CLIENT\"",
        "\\ud800",
        "1e999999999",
        "null"
    })
    @FuzzTest
    void jsonBecomesAMessageOrIsRefused(byte[] bytes) throws IOException {
        ByteSlice[] message = {ByteSlice.EMPTY};
        Allocation.within(MEMORY_FACTOR * bytes.length, () -> {
            try {
                message[0] = OtlpJson.toProtobuf(ByteSlice.of(bytes), growth -> {});
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
        ByteSlice made = message[0];
        CodedInputStream in = CodedInputStream.newInstance(made.array(), made.offset(), made.length());
        in.setRecursionLimit(8 * OtlpValidator.NESTING_MAX);
        int resources = TracesData.parseFrom(in).getResourceSpansCount();
        check(made, resources);
        // Where bytes are no text each becomes three.
        int textLength = ByteSlice.utf8(ByteSlice.of(bytes).toUtf8()).length();
        assertThat(made.length()).isLessThanOrEqualTo(OtlpJson.MESSAGE_BYTES_PER_JSON_BYTE * textLength);
    }

    /// The message can only be refused for its limits: identifiers that are too long, values that nest too deep.
    private static void check(ByteSlice message, int resources) {
        try {
            int spans = new OtlpValidator().check(message);
            if (spans > 0) assertThat(resources).isPositive();
        } catch (CorruptDataException e) {
            assertThat(e.getMessage()).containsAnyOf("identifier of", "nest deeper");
        }
    }
}
