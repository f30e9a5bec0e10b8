package io.tenuto.traceql.lang;

import java.util.ArrayDeque;
import java.util.Deque;

/// How large a regular expression gets when its counted repetitions are written out, told from its text alone.
///
/// The compiler writes them out: `(((a{1000}){1000}){1000})` is a thousand million steps, which no memory holds. The
/// syntax itself forbids counts that multiply to more than 1000; what remains may still be large where much is
/// repeated.
final class RegexSize {
    private static final int DEPTH_MAX = 1000;
    private static final long REPEATS_MAX = 1000;
    /// Steps that repetitions may add to what is written.
    private static final long STEPS_MAX = 20_000;

    private final String regex;
    private final Deque<Atom> groups = new ArrayDeque<>();
    private Atom group = new Atom();
    private int at;

    private RegexSize(String regex) {
        this.regex = regex;
    }

    /// A group, and within it what was last read: what a repetition after it repeats.
    private static final class Atom {
        private long steps;
        private long repeats = 1;
        private long lastSteps;
        private long lastRepeats = 1;

        void add(long more, long moreRepeats) {
            steps += lastSteps;
            repeats = Math.max(repeats, lastRepeats);
            lastSteps = more;
            lastRepeats = moreRepeats;
        }
    }

    /// Whether the expression is small and flat enough to be compiled. Says nothing of its syntax.
    static boolean isBounded(String regex) {
        return new RegexSize(regex).scan();
    }

    private boolean scan() {
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            switch (c) {
                case '\\' -> skipEscape();
                case '[' -> skipClass();
                case '(' -> {
                    if (groups.size() >= DEPTH_MAX) return false;
                    groups.push(group);
                    group = new Atom();
                }
                case ')' -> closeGroup();
                case '{' -> repeat();
                default -> group.add(1, 1);
            }
            if (group.lastRepeats > REPEATS_MAX || group.steps + group.lastSteps > STEPS_MAX + regex.length())
                return false;
        }
        return true;
    }

    private void closeGroup() {
        // One too many is for the compiler to tell.
        if (groups.isEmpty()) return;
        group.add(0, 1);
        Atom closed = group;
        group = groups.pop();
        group.add(closed.steps + 2, closed.repeats);
    }

    /// A count, if it is one: `{n}`, `{n,}` or `{n,m}`; else a brace like any other character.
    private void repeat() {
        int end = regex.indexOf('}', at);
        String text = end < 0 || end - at > 9 ? "" : regex.substring(at, end);
        if (!text.matches("\\d{1,4}(,\\d{0,4})?")) {
            group.add(1, 1);
            return;
        }
        at = end + 1;
        int comma = text.indexOf(',');
        long least = Long.parseLong(comma < 0 ? text : text.substring(0, comma));
        String most = comma < 0 ? "" : text.substring(comma + 1);
        long count = Math.max(1, most.isEmpty() ? least : Math.max(least, Long.parseLong(most)));
        group.lastSteps = Math.min(group.lastSteps, STEPS_MAX + regex.length()) * count;
        group.lastRepeats *= count;
    }

    /// A character with a meaning of its own, or a class by name in braces, which are no count.
    private void skipEscape() {
        if (at < regex.length()) {
            char kind = regex.charAt(at++);
            boolean hasBraces =
                    (kind == 'x' || kind == 'p' || kind == 'P') && at < regex.length() && regex.charAt(at) == '{';
            if (hasBraces) at = Math.max(at, regex.indexOf('}', at) + 1);
        }
        group.add(1, 1);
    }

    private void skipClass() {
        if (at < regex.length() && regex.charAt(at) == '^') at++;
        // The first bracket stands for itself.
        if (at < regex.length() && regex.charAt(at) == ']') at++;
        while (at < regex.length() && regex.charAt(at) != ']') at += regex.charAt(at) == '\\' ? 2 : 1;
        at = Math.min(at + 1, regex.length());
        group.add(1, 1);
    }
}
