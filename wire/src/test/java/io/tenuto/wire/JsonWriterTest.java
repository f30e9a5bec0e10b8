package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
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
    void longTextsLieInPieces() {
        var random = new SplittableRandom(2);
        for (int round = 0; round < 20; round++) {
            var expected = new StringBuilder("[");
            var out = new JsonWriter().beginArray();
            int size = 3 * JsonWriter.PIECE_BYTES + random.nextInt(1000);
            while (expected.length() < size) {
                if (expected.length() > 1) expected.append(',');
                String text = "aé\u4e2d😀"
                        .substring(0, new int[] {1, 2, 3, 5}[random.nextInt(4)])
                        .repeat(random.nextInt(90_000));
                long number = random.nextLong() >> random.nextInt(64);
                expected.append('"').append(text).append("\",").append(number);
                out.text(text).number(number);
            }
            expected.append(']');
            out.endArray();
            assertThat(out.length()).isEqualTo(expected.toString().getBytes(StandardCharsets.UTF_8).length);
            assertThat(out.toString()).isEqualTo(expected.toString());
            var joined = new ByteArrayOutputStream();
            for (byte[] piece : out.take()) {
                assertThat(piece.length).isBetween(1, JsonWriter.PIECE_BYTES);
                joined.writeBytes(piece);
            }
            assertThat(joined.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
            assertThat(out.take()).isEmpty();
        }
    }

    @Test
    void whatIsAlreadyWrittenIsTakenAsItIs() {
        byte[] large = ('"' + "x".repeat(2 * JsonWriter.PIECE_BYTES) + '"').getBytes(StandardCharsets.UTF_8);
        var out = new JsonWriter().beginArray().raw(large).raw("[1]").raw("{}".getBytes(StandardCharsets.UTF_8));
        out.rawUpToValue("{\"a\":".getBytes(StandardCharsets.UTF_8)).number(2).endObject();
        String expected = "[" + new String(large, StandardCharsets.UTF_8) + ",[1],{},{\"a\":2}]";
        assertThat(out.endArray().toString()).isEqualTo(expected);
    }

    @Test
    void whatIsTakenGoesOn() {
        var out = new JsonWriter().beginArray().number(1);
        assertThat(new String(out.take().getFirst(), StandardCharsets.UTF_8)).isEqualTo("[1");
        assertThat(out.number(2).endArray().toString()).isEqualTo(",2]");
    }

    @Test
    void numbersAreTheShortestThatReadBackTheSame() {
        double[] whole = {0, -0.0, 1, -7, 10, 123456789, 999_999_999_999_999.0, 1e15, 1e20, 1e21, -1e22, 0.5, 1e-7};
        for (double value : whole) {
            assertThat(new JsonWriter().number(value).toString()).isEqualTo(GoNumbers.shortest(value));
        }
        for (long value : new long[] {0, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000}) {
            assertThat(new JsonWriter().number(value).toString()).isEqualTo(Long.toString(value));
        }
        var random = new SplittableRandom(3);
        for (int i = 0; i < 10_000; i++) {
            double value = (random.nextLong() >> random.nextInt(64)) / (random.nextBoolean() ? 1.0 : 8.0);
            assertThat(new JsonWriter().number(value).toString()).isEqualTo(GoNumbers.shortest(value));
        }
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
