package io.tenuto.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvExpansionTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "value", "P", "/a/b/c.txt", "E", "");

    private static String expand(String text) {
        return EnvExpansion.expand(text, name -> VARIABLES.getOrDefault(name, ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "x ${A} y | x value y",
                "[${NONE}] | []",
                "${NONE:-d} | d",
                "${E:=d} | d",
                "${NONE=d} | d",
                "${A:-d} | value",
                "${A:+d} | value",
                "${NONE:?d} | d",
                "${NONE:-${E:-deep}} | deep",
                "${#A} | 5",
                "${A^} | Value",
                "${A^^} | VALUE",
                "${A:1} | alue",
                "${A:1:2} | al",
                "${P##*/} | c.txt",
                "${P#*/} | a/b/c.txt",
                "${P%/*} | /a/b",
                "${P%%/*}x | x",
                "${A/a/o} | volue",
                "${P//\\//-} | -a-b-c.txt",
                "${A/#va/VA} | VAlue",
                "${A/%ue/UE} | valUE",
                "$A and $$ and $${A} | $A and $ and ${A}",
                "a\\\\b \\/ \\n | a\\b / \\n"
            })
    void everyFormIsReplaced(String text, String expected) {
        assertThat(expand(text)).isEqualTo(expected);
    }

    @Test
    void brokenFormsSayWhatIsWrong() {
        assertThatThrownBy(() -> expand("${A-b}")).hasMessage("missing closing brace");
        assertThatThrownBy(() -> expand("${A:-b")).hasMessage("missing closing brace");
        assertThatThrownBy(() -> expand("${}")).hasMessage("unable to parse variable name");
    }
}
