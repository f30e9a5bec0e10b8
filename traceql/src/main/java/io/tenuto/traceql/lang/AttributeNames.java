package io.tenuto.traceql.lang;

/// The characters of attribute names.
final class AttributeNames {
    private AttributeNames() {}

    /// Whether a character may stand in a name without quotes.
    static boolean isNameCharacter(int codePoint) {
        return switch (codePoint) {
            case '{', '}', '(', ')', '=', '~', '!', '<', '>', '&', '|', '^', ',' -> false;
            default -> !isSpace(codePoint);
        };
    }

    /// Unicode's White_Space property, which Java's own methods cover only in part.
    static boolean isSpace(int codePoint) {
        return switch (codePoint) {
            case '\t', '\n', 0x0B, '\f', '\r', ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> codePoint >= 0x2000 && codePoint <= 0x200A;
        };
    }

    /// The name as a query must write it.
    static String quoted(String name) {
        boolean isPlain = !name.isEmpty() && name.codePoints().allMatch(c -> c != '"' && isNameCharacter(c));
        return isPlain ? name : inQuotes(name);
    }

    /// As [#quoted], for a name without a scope: a point and a digit begin a number.
    static String quotedAfterPoint(String name) {
        boolean isNumber = !name.isEmpty() && name.charAt(0) >= '0' && name.charAt(0) <= '9';
        return isNumber ? inQuotes(name) : quoted(name);
    }

    private static String inQuotes(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
