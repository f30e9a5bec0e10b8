package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.traceql.lists.TestSpan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What bodies of requests to compare two traces are refused, and in which words.
@Timeout(60)
final class DiffRequestsTest {
    private static final String PATH = "/api/v2/traces/diff";
    private static final String BAD = "400 invalid trace diff request body: ";
    private static final LocalServer SERVER = new LocalServer(
            List.of(List.of(TestSpan.of(10, 1, 0), TestSpan.of(20, 1, 0))), ServerConfig.Tenancy.SINGLE);

    @AfterAll
    static void close() {
        SERVER.close();
    }

    private static String id(long trace) {
        return TestSpan.of(trace, 1, 0).trace().toHex();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            nope|invalid character 'o' in literal null (expecting 'u')
            x|invalid character 'x' looking for beginning of value
            {|unexpected EOF
            {"a":tru|unexpected EOF
            {'a':1}|invalid character '\\'' looking for beginning of object key string
            {"a" 1}|invalid character '1' after object key
            {"a":1 "b"}|invalid character '"' after object key:value pair
            {"a":1,}|invalid character '}' looking for beginning of object key string
            {"a":[1 2]}|invalid character '2' after array element
            {"a":-x}|invalid character 'x' in numeric literal
            {"a":1.x}|invalid character 'x' after decimal point in numeric literal
            {"a":1ex}|invalid character 'x' in exponent of numeric literal
            {"a":01}|invalid character '1' after object key:value pair
            {"a":"\\q"}|invalid character 'q' in string escape code
            {"a":"\\u00x"}|invalid character 'x' in \\u hexadecimal character escape
            {"é":é}|invalid character 'Ã' looking for beginning of value
            """)
    void whatIsNoJsonIsToldWhere(String body, String text) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> GoJson.end(bytes)).hasMessage(text);
        assertThat(SERVER.answerToBody(PATH, body)).isEqualTo(BAD + text);
    }

    @Test
    void theFirstValueEndsWhereItEnds() {
        for (String value : List.of("{}", "[]", "[{},[],\"a\\u00e9\",-1.5e+3,null]", "{\"a\":{\"b\":[true,false]}}")) {
            byte[] text = (" " + value + " more").getBytes(StandardCharsets.UTF_8);
            assertThat(GoJson.end(text)).isEqualTo(value.length() + 1);
        }
        assertThatThrownBy(() -> GoJson.end("[".repeat(20_000).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("exceeded max depth");
    }

    @Test
    void whatIsNoRequestIsRefused() {
        assertThat(SERVER.answerToBody(PATH, "")).isEqualTo(BAD + "EOF");
        assertThat(SERVER.answerToBody(PATH, "[]"))
                .isEqualTo(BAD + "json: cannot unmarshal array into Go value of type api.TraceDiffRequest");
        assertThat(SERVER.answerToBody(PATH, "null")).isEqualTo("400 base.traceId is required");
        assertThat(SERVER.answerToBody(PATH, "{\"base\":null}")).isEqualTo("400 base.traceId is required");
        assertThat(SERVER.answerToBody(PATH, "{\"base\":{\"traceId\":5}}"))
                .startsWith(BAD + "json: cannot unmarshal number");
        assertThat(SERVER.answerToBody(PATH, "{\"base\":\"x\"}")).startsWith(BAD + "json: cannot unmarshal string");
        assertThat(SERVER.answerToBody(PATH, "{\"base\":{\"traceId\":\"1\",\"start\":1.5}}"))
                .startsWith(BAD + "json: cannot unmarshal number 1.5");
    }

    @Test
    void namesMayBeCapitalisedAndTheRestOfTheBodyIsIgnored() {
        String body =
                "{\"BASE\":{\"TraceID\":\"%s\",\"other\":1},\"compare\":{\"traceId\":\"%s\"},\"format\":null} more"
                        .formatted(id(10), id(20));
        assertThat(SERVER.answerToBody(PATH, body)).startsWith("200 {\"version\":\"trace-patch-v0\"");
    }
}
