package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OtlpJsonTest {
    private static final String AROUND = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[%s]}]}]}";

    @Test
    void bytesThatAreNoTextAreReplaced() {
        byte[] json = AROUND.formatted("{\"name\":\"a?b\"}").getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < json.length; i++) if (json[i] == '?') json[i] = (byte) 0xff;
        assertThat(shown(toMessage(ByteSlice.of(json)))).contains("\"name\":\"a\uFFFDb\"");
    }

    @Test
    void textThatIsNoJsonIsRefusedWithBadBytesAndWithout() {
        assertThatThrownBy(() -> toMessage(ByteSlice.utf8("{"))).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> toMessage(ByteSlice.of(new byte[] {'{', (byte) 0xff})))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void anAttributeWithoutValueIsShownWithAnEmptyOne() {
        ByteSlice message = toMessage(ByteSlice.utf8(AROUND.formatted("{\"attributes\":[{\"key\":\"k\"}]}")));
        assertThat(shown(message)).contains("{\"key\":\"k\",\"value\":{}}");
    }

    @Test
    void aValueThatIsNoListIsNoneInBracketsEither() {
        assertThatThrownBy(() -> toMessage(ByteSlice.utf8(AROUND.formatted("{\"kind\":[1,1]}"))))
                .isInstanceOf(CorruptDataException.class)
                .hasMessage("kind is no list");
    }

    @Test
    void ofSeveralValuesInOneTheLastIsShown() {
        ByteSlice message = toMessage(ByteSlice.utf8(AROUND.formatted(
                "{\"attributes\":[{\"key\":\"k\",\"value\":{\"intValue\":1,\"stringValue\":\"s\"}}]}")));
        assertThat(shown(message)).contains("{\"key\":\"k\",\"value\":{\"stringValue\":\"s\"}}");
    }

    private static ByteSlice toMessage(ByteSlice json) {
        return OtlpJson.toProtobuf(json, growth -> {});
    }

    private static String shown(ByteSlice message) {
        var out = new JsonWriter();
        new TraceJson(out).write(message, "resourceSpans");
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            startTimeUnixNano | -1
            startTimeUnixNano | 18446744073709551616
            startTimeUnixNano | 1.5
            startTimeUnixNano | "x"
            startTimeUnixNano | "999999999999999999999999999999"
            droppedEventsCount | 4294967296
            droppedEventsCount | "-1"
            flags | -1
            kind | "SPAN_KIND_OTHER"
            kind | 2147483648
            attributes | [{"key":"k","value":{"intValue":"9223372036854775808"}}]
            attributes | [{"key":"k","value":{"intValue":-9223372036854775809}}]
            """)
    void numbersThatTheirFieldCannotHoldAreRefused(String member, String value) {
        assertThatThrownBy(() -> OtlpJson.toProtobuf(span(member, value), growth -> {}))
                .isInstanceOf(CorruptDataException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            startTimeUnixNano | 18446744073709551615
            startTimeUnixNano | "18446744073709551615"
            droppedEventsCount | 4294967295
            kind | 99
            kind | "SPAN_KIND_CLIENT"
            attributes | [{"key":"k","value":{"intValue":"-9223372036854775808"}}]
            attributes | [{"key":"k","value":{"intValue":9223372036854775807}}]
            """)
    void numbersThatTheirFieldCanHoldAreTaken(String member, String value) {
        assertThat(OtlpJson.toProtobuf(span(member, value), growth -> {}).length())
                .isGreaterThan(6);
    }

    private static ByteSlice span(String member, String value) {
        return ByteSlice.utf8(
                "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"%s\":%s}]}]}]}".formatted(member, value));
    }
}
