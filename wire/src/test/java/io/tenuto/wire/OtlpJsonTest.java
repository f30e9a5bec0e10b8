package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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
}
