package io.tenuto.traceql.engine;

import java.util.Optional;
import java.util.regex.Pattern;

/// Finds a text that every match of a regular expression contains. Errs towards none.
final class RequiredLiteral {
    private static final String UNREAD = "|^$";
    /// An opening brace that begins no repetition and so stands for itself, as RE2 has it.
    private static final Pattern LOOSE_BRACE = Pattern.compile("\\{(?!\\d+(,\\d*)?\\})");

    private final String regex;
    private int at;
    private StringBuilder run = new StringBuilder();
    private String longest = "";

    private RequiredLiteral(String regex) {
        this.regex = regex;
    }

    static Optional<String> of(String regex) {
        boolean isOdd = regex.contains("(?")
                || LOOSE_BRACE.matcher(regex).find()
                || regex.indexOf('\uFFFD') >= 0
                || regex.chars().anyMatch(c -> Character.isSurrogate((char) c));
        if (isOdd) return Optional.empty();
        var reader = new RequiredLiteral(regex);
        return reader.read() && reader.longest.length() > 1 ? Optional.of(reader.longest) : Optional.empty();
    }

    private boolean read() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (UNREAD.indexOf(c) >= 0) return false;
            if (c == '(' || c == '[') {
                if (!skipGroup(c)) return false;
                endRun();
                skipRepetition();
            } else if (c == '.' || isClass(c)) {
                at += c == '.' ? 1 : 2;
                endRun();
                skipRepetition();
            } else if (c == '\\') {
                char escaped = regex.charAt(at + 1);
                if (Character.isLetterOrDigit(escaped)) return false;
                at += 2;
                character(escaped);
            } else {
                at++;
                character(c);
            }
        }
        endRun();
        return true;
    }

    /// `\d` and the like; escapes that say more than one character are not read on.
    private boolean isClass(char c) {
        return c == '\\' && at + 1 < regex.length() && "dDwWsS".indexOf(regex.charAt(at + 1)) >= 0;
    }

    private void character(char c) {
        boolean isOptional = at < regex.length() && "*?{".indexOf(regex.charAt(at)) >= 0;
        if (!isOptional) run.append(c);
        boolean isRepeated = at < regex.length() && "*?{+".indexOf(regex.charAt(at)) >= 0;
        if (isRepeated) {
            endRun();
            skipRepetition();
        }
    }

    private void endRun() {
        if (run.length() > longest.length()) longest = run.toString();
        run = new StringBuilder();
    }

    private void skipRepetition() {
        while (at < regex.length() && "*+?".indexOf(regex.charAt(at)) >= 0) at++;
        if (at < regex.length() && regex.charAt(at) == '{') {
            int end = regex.indexOf('}', at);
            at = end < 0 ? regex.length() : end + 1;
            skipRepetition();
        }
    }

    /// Skips a group or a character class; false where brackets are nested in a way that is not read here.
    private boolean skipGroup(char open) {
        char close = open == '(' ? ')' : ']';
        // A bracket that stands first in a class is one of its characters.
        int first = open == '(' ? at + 1 : regex.startsWith("[^", at) ? at + 3 : at + 2;
        int end = regex.indexOf(close, first);
        if (end < 0) return false;
        String inside = regex.substring(at + 1, end);
        boolean isPlain = inside.chars().noneMatch(c -> "([\\".indexOf(c) >= 0);
        at = end + 1;
        return isPlain;
    }
}
