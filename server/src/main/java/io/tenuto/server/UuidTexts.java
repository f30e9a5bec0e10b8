package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.UUID;

/// Block identifiers as parameters spell them.
final class UuidTexts {
    private UuidTexts() {}

    /// With or without dashes, in braces, or as an URN.
    ///
    /// @param name how the parameter is written in the message
    static UUID parse(String name, String text) {
        boolean isLength = text.length() == 32 || text.length() == 36 || text.length() == 38 || text.length() == 45;
        if (!isLength) throw bad(name, "invalid UUID length: " + text.length());
        String digits = text.length() == 32 ? text : undecorated(text).replace("-", "");
        if (digits.length() != 32 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw bad(name, "invalid UUID format");
        }
        return new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16));
    }

    /// Without `urn:uuid:` before it or braces around it.
    private static String undecorated(String text) {
        if (text.length() == 45 && text.regionMatches(true, 0, "urn:uuid:", 0, 9)) return text.substring(9);
        if (text.length() == 38) return text.substring(1, 37);
        return text;
    }

    private static RequestException bad(String name, String problem) {
        return RequestException.invalid("invalid value for " + name + ": " + problem);
    }
}
