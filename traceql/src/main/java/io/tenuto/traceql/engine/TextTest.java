package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.Static;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A condition on one text, given as UTF-8 bytes.
interface TextTest {
    /// @param from first byte of the text in `heap`
    /// @param to one past the last
    boolean holds(byte[] heap, int from, int to);

    /// `text operator literal`, or empty if no text can satisfy it.
    static Optional<TextTest> of(BinaryOperator operator, Static literal) {
        return switch (literal) {
            case Static.Text(String text) -> ofText(operator, text);
            case Static.Texts(List<String> texts) -> ofTexts(operator, texts);
            default -> Optional.empty();
        };
    }

    private static Optional<TextTest> ofText(BinaryOperator operator, String text) {
        ByteSlice wanted = ByteSlice.utf8(text);
        byte[] bytes = wanted.toByteArray();
        return switch (operator) {
            case EQUAL -> Optional.of((heap, from, to) -> Arrays.equals(heap, from, to, bytes, 0, bytes.length));
            case NOT_EQUAL -> Optional.of((heap, from, to) -> !Arrays.equals(heap, from, to, bytes, 0, bytes.length));
            case LESS -> Optional.of((heap, from, to) -> order(heap, from, to, bytes) < 0);
            case LESS_EQUAL -> Optional.of((heap, from, to) -> order(heap, from, to, bytes) <= 0);
            case GREATER -> Optional.of((heap, from, to) -> order(heap, from, to, bytes) > 0);
            case GREATER_EQUAL -> Optional.of((heap, from, to) -> order(heap, from, to, bytes) >= 0);
            case REGEX -> Optional.of(TextPattern.of(text));
            case NOT_REGEX -> Optional.of(not(TextPattern.of(text)));
            default -> Optional.empty();
        };
    }

    private static Optional<TextTest> ofTexts(BinaryOperator operator, List<String> texts) {
        return switch (operator) {
            case IN -> Optional.of(in(texts));
            case NOT_IN -> Optional.of(not(in(texts)));
            case MATCH_ANY -> Optional.of(matchesAny(texts));
            case MATCH_NONE -> Optional.of(not(matchesAny(texts)));
            default -> Optional.empty();
        };
    }

    private static int order(byte[] heap, int from, int to, byte[] bytes) {
        return Arrays.compareUnsigned(heap, from, to, bytes, 0, bytes.length);
    }

    private static TextTest not(TextTest test) {
        return (heap, from, to) -> !test.holds(heap, from, to);
    }

    private static TextTest in(List<String> texts) {
        Set<ByteSlice> wanted = new HashSet<>();
        for (String text : texts) wanted.add(ByteSlice.utf8(text));
        return (heap, from, to) -> wanted.contains(ByteSlice.of(heap, from, to - from));
    }

    private static TextTest matchesAny(List<String> texts) {
        List<TextPattern> patterns = texts.stream().map(TextPattern::of).toList();
        return (heap, from, to) -> {
            for (TextPattern pattern : patterns) if (pattern.holds(heap, from, to)) return true;
            return false;
        };
    }
}
