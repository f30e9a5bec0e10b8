package io.tenuto.traceql.lang;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// Regular expressions as TraceQL means them: RE2 syntax, linear time, the whole text must match, `.` matches newline.
public final class Regexes {
    private Regexes() {}

    /// Compiles a pattern. Ask the result with `matches`, which is anchored at both ends.
    ///
    /// @throws TraceQlException if the pattern is not RE2, or too large
    public static Pattern compile(String pattern) {
        try {
            if (!RegexSize.isBounded(pattern)) throw invalid(pattern);
            // Compiled alone first: within the group an unbalanced parenthesis could close it.
            Pattern.compile(pattern);
            return Pattern.compile("(?s:" + pattern + ")");
        } catch (PatternSyntaxException e) {
            throw invalid(pattern);
        }
    }

    private static TraceQlException invalid(String pattern) {
        return new TraceQlException(TraceQlException.Stage.VALIDATE, "invalid regex: `" + pattern + "`");
    }

    static boolean isValid(String pattern) {
        if (!RegexSize.isBounded(pattern)) return false;
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
