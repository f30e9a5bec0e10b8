package io.tenuto.app.config;

import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces `${NAME}` and its forms in a text. Used once for one text.
///
/// `${NAME:-default}` with `:=`, `=`, `:?` and `:+` for `:-`; `${#NAME}`; cases `^ ^^ , ,,`; `${NAME:pos:length}`;
/// trimming
/// `# ## % %%`; replacing `/ // /# /%`. `$$` is a dollar sign; a backslash before a backslash or slash goes.
final class EnvExpansion {
    private static final int DEPTH_MAX = 20;

    private final String text;
    private final UnaryOperator<String> variables;
    private int at;

    private EnvExpansion(String text, UnaryOperator<String> variables) {
        this.text = text;
        this.variables = variables;
    }

    /// @param variables the value of a name, "" for none
    /// @throws IllegalArgumentException with what is wrong
    static String expand(String text, UnaryOperator<String> variables) {
        return new EnvExpansion(text, variables).until("", 0);
    }

    /// Expands up to one of the characters in `stops` (left unread), or to the end if there are none.
    private String until(String stops, int depth) {
        var out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (stops.indexOf(c) >= 0) return out.toString();
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (c == '$' && next == '$') {
                out.append('$');
                at += 2;
            } else if (c == '$' && next == '{') {
                at += 2;
                out.append(variable(depth + 1));
            } else if (c == '\\' && (next == '\\' || next == '/')) {
                out.append(next);
                at += 2;
            } else {
                out.append(c);
                at++;
            }
        }
        if (!stops.isEmpty()) throw new IllegalArgumentException("missing closing brace");
        return out.toString();
    }

    private String variable(int depth) {
        if (depth > DEPTH_MAX) throw new IllegalArgumentException("bad substitution");
        if (peek() == '#') {
            at++;
            String name = name();
            close();
            return Integer.toString(variables.apply(name).length());
        }
        String name = name();
        String value = variables.apply(name);
        String result = operation(value, depth);
        close();
        return result;
    }

    private String name() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(peek()) || peek() == '_')) at++;
        if (at == start) throw new IllegalArgumentException("unable to parse variable name");
        return text.substring(start, at);
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(String token) {
        if (!text.startsWith(token, at)) return false;
        at += token.length();
        return true;
    }

    private void close() {
        if (!take("}")) throw new IllegalArgumentException("missing closing brace");
    }

    private String operation(String value, int depth) {
        if (peek() == '}') return value;
        if (take(":-") || take(":=") || take("=") || take(":?") || take(":+")) {
            String fallback = until("}", depth);
            return value.isEmpty() ? fallback : value;
        }
        if (take(":")) return part(value, depth);
        if (take("^^")) return value.toUpperCase(Locale.ROOT);
        if (take(",,")) return value.toLowerCase(Locale.ROOT);
        if (take("^")) return first(value, true);
        if (take(",")) return first(value, false);
        if (take("##")) return trimmed(value, true, true, depth);
        if (take("#")) return trimmed(value, true, false, depth);
        if (take("%%")) return trimmed(value, false, true, depth);
        if (take("%")) return trimmed(value, false, false, depth);
        if (take("/")) return replaced(value, depth);
        throw new IllegalArgumentException("missing closing brace");
    }

    private static String first(String value, boolean upper) {
        if (value.isEmpty()) return value;
        String head = value.substring(0, 1);
        return (upper ? head.toUpperCase(Locale.ROOT) : head.toLowerCase(Locale.ROOT)) + value.substring(1);
    }

    private String part(String value, int depth) {
        int from = number(until(":}", depth));
        int length = take(":") ? number(until("}", depth)) : value.length();
        if (from > value.length()) return value;
        return value.substring(from, Math.min(value.length(), from + length));
    }

    private static int number(String digits) {
        try {
            return Math.max(0, Integer.parseInt(digits.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bad substitution", e);
        }
    }

    private String trimmed(String value, boolean front, boolean longest, int depth) {
        Pattern glob = glob(until("}", depth));
        for (int n = 0; n <= value.length(); n++) {
            int length = longest ? value.length() - n : n;
            String piece = front ? value.substring(0, length) : value.substring(value.length() - length);
            if (glob.matcher(piece).matches()) {
                return front ? value.substring(length) : value.substring(0, value.length() - length);
            }
        }
        return value;
    }

    private String replaced(String value, int depth) {
        boolean all = take("/");
        boolean front = !all && take("#");
        boolean back = !all && !front && take("%");
        String wanted = until("/}", depth);
        String by = take("/") ? until("}", depth) : "";
        if (wanted.isEmpty()) return value;
        if (all) return value.replace(wanted, by);
        if (front) return value.startsWith(wanted) ? by + value.substring(wanted.length()) : value;
        if (back) {
            return value.endsWith(wanted) ? value.substring(0, value.length() - wanted.length()) + by : value;
        }
        return Pattern.compile(wanted, Pattern.LITERAL).matcher(value).replaceFirst(Matcher.quoteReplacement(by));
    }

    private static Pattern glob(String pattern) {
        var regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
