package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static final String CHARACTERS = "ab0 /\"\\\n\r\t\b\f\u0000\u001f\u007f<>&é\u2027\u2028\u2029\ud83d\ude00";

    @Test
    void textsAreEscapedCharacterByCharacterWhereverTheyNeedIt() {
        var random = new SplittableRandom(1);
        for (int round = 0; round < 5000; round++) {
            var text = new StringBuilder();
            int length = random.nextInt(8);
            for (int i = 0; i < length; i++) text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            String written = new JsonWriter().text(text.toString()).toString();
            assertThat(written).isEqualTo('"' + escaped(text.toString()) + '"');
        }
    }

    private static String escaped(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLone = Character.isHighSurrogate(c)
                            && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
                    || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            int named = "\"\\\n\r\t\b\f".indexOf(c);
            if (named >= 0) out.append('\\').append("\"\\nrtbf".charAt(named));
            else if (isLone) out.append("\\ufffd");
            else if (c < 0x20 || "<>&\u2028\u2029".indexOf(c) >= 0) out.append("\\u%04x".formatted((int) c));
            else out.append(c);
        }
        return out.toString();
    }

    @Test
    void bigNumbersAreStrings() {
        assertThat(new JsonWriter().bigNumber(-5).toString()).isEqualTo("\"-5\"");
        assertThat(new JsonWriter().unsigned(-1).toString()).isEqualTo("\"18446744073709551615\"");
        assertThat(new JsonWriter()
                        .beginArray()
                        .unsigned(1)
                        .bigNumber(2)
                        .endArray()
                        .toString())
                .isEqualTo("[\"1\",\"2\"]");
    }
}
