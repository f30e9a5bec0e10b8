package io.tenuto.traceql.engine;

import com.google.re2j.Pattern;
import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.Regexes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A regular expression applied to UTF-8 bytes; the whole text must match. Linear time. Immutable.
///
/// What most patterns in queries are, literals with `.*` or `.+` between and alternatives of such, is matched on the
/// bytes. Of any other pattern a literal that every match contains is looked for first, and RE2 decides on the rest.
final class TextPattern implements TextTest {
    private final List<Glob> alternatives;
    private final Optional<Pattern> pattern;
    private final Optional<Literal> required;

    private TextPattern(List<Glob> alternatives, Optional<Pattern> pattern, Optional<Literal> required) {
        this.alternatives = List.copyOf(alternatives);
        this.pattern = pattern;
        this.required = required;
    }

    /// @throws io.tenuto.traceql.lang.TraceQlException if the pattern is not RE2
    static TextPattern of(String regex) {
        Pattern compiled = Regexes.compile(regex);
        var globs = new ArrayList<Glob>();
        boolean areGlobs = true;
        for (String part : regex.split("\\|", -1)) {
            Optional<Glob> glob = Glob.parse(part);
            areGlobs &= glob.isPresent();
            glob.ifPresent(globs::add);
        }
        if (areGlobs) return new TextPattern(globs, Optional.empty(), Optional.empty());
        Optional<Literal> required =
                RequiredLiteral.of(regex).map(text -> new Literal(text.getBytes(StandardCharsets.UTF_8)));
        return new TextPattern(List.of(), Optional.of(compiled), required);
    }

    @Override
    public boolean holds(byte[] heap, int from, int to) {
        for (Glob glob : alternatives) if (glob.matches(heap, from, to)) return true;
        if (pattern.isEmpty()) return false;
        if (required.isPresent() && required.get().find(heap, from, to) < 0) return false;
        return pattern.get().matches(ByteSlice.of(heap, from, to - from).toUtf8());
    }

    /// Bytes that are looked for, by Horspool's method.
    private static final class Literal {
        private final byte[] bytes;
        private final int[] shifts = new int[256];

        Literal(byte[] bytes) {
            this.bytes = bytes;
            Arrays.fill(shifts, Math.max(1, bytes.length));
            for (int i = 0; i < bytes.length - 1; i++) shifts[bytes[i] & 0xFF] = bytes.length - 1 - i;
        }

        int length() {
            return bytes.length;
        }

        /// The first place in `[from, to)`, or -1.
        int find(byte[] heap, int from, int to) {
            int last = bytes.length - 1;
            if (last < 0) return from;
            for (int at = from; at + last < to; ) {
                byte end = heap[at + last];
                if (end == bytes[last] && isAt(heap, at)) return at;
                at += shifts[end & 0xFF];
            }
            return -1;
        }

        boolean isAt(byte[] heap, int at) {
            return Arrays.equals(heap, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    /// Literals with gaps before each and after the last.
    ///
    /// @param gaps fewest bytes of each gap, -1 where there is none
    private record Glob(List<Literal> literals, List<Integer> gaps) {
        private static final String SPECIAL = "\\.+*?()|[]{}^$";

        static Optional<Glob> parse(String regex) {
            // Broken bytes read as this character, so the bytes cannot be compared.
            if (regex.indexOf('\uFFFD') >= 0) return Optional.empty();
            var literals = new ArrayList<Literal>();
            var gaps = new ArrayList<Integer>();
            var text = new StringBuilder();
            int gap = -1;
            for (int i = 0; i < regex.length(); i++) {
                char c = regex.charAt(i);
                boolean isGap = c == '.' && i + 1 < regex.length() && "*+".indexOf(regex.charAt(i + 1)) >= 0;
                if (isGap) {
                    boolean isLazy = i + 2 < regex.length() && "*+?{".indexOf(regex.charAt(i + 2)) >= 0;
                    if (isLazy) return Optional.empty();
                    if (!text.isEmpty()) {
                        literals.add(literal(text));
                        gaps.add(gap);
                        gap = -1;
                    }
                    gap = Math.max(gap, 0) + (regex.charAt(i + 1) == '+' ? 1 : 0);
                    i++;
                    continue;
                }
                if (c == '\\') {
                    if (i + 1 == regex.length() || !isPunctuation(regex.charAt(i + 1))) return Optional.empty();
                    c = regex.charAt(++i);
                } else if (SPECIAL.indexOf(c) >= 0) {
                    return Optional.empty();
                }
                boolean isRepeated = i + 1 < regex.length() && "*+?{".indexOf(regex.charAt(i + 1)) >= 0;
                if (isRepeated) return Optional.empty();
                text.append(c);
            }
            if (!text.isEmpty() || gap < 0 && literals.isEmpty()) {
                literals.add(literal(text));
                gaps.add(gap);
                gap = -1;
            }
            gaps.add(gap);
            // Two characters or more between literals need counting, which bytes do not do.
            return gaps.stream().anyMatch(fewest -> fewest > 1)
                    ? Optional.empty()
                    : Optional.of(new Glob(literals, gaps));
        }

        private static boolean isPunctuation(char c) {
            return c < 0x80 && !Character.isLetterOrDigit(c);
        }

        private static Literal literal(StringBuilder text) {
            var literal = new Literal(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
            return literal;
        }

        boolean matches(byte[] heap, int from, int to) {
            int at = from;
            int count = literals.size();
            int lastGap = gaps.get(count);
            for (int i = 0; i < count; i++) {
                Literal literal = literals.get(i);
                int gap = gaps.get(i);
                boolean isLast = i == count - 1 && lastGap < 0;
                if (isLast) {
                    int start = to - literal.length();
                    boolean fits = gap < 0 ? start == at : start >= at + gap;
                    return fits && literal.isAt(heap, start);
                }
                int found = gap < 0 ? startingAt(literal, heap, at, to) : literal.find(heap, at + gap, to);
                if (found < 0) return false;
                at = found + literal.length();
            }
            return lastGap < 0 ? at == to : to - at >= lastGap;
        }

        private static int startingAt(Literal literal, byte[] heap, int at, int to) {
            return at + literal.length() <= to && literal.isAt(heap, at) ? at : -1;
        }
    }
}
