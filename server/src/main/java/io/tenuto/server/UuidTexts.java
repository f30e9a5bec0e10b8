package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.UUID;
import java.util.regex.Pattern;

/// Block identifiers as parameters spell them.
final class UuidTexts {
    private static final Pattern PLAIN =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private UuidTexts() {}

    /// With or without dashes, in braces, or as an URN.
    ///
    /// @param name how the parameter is written in the message
    static UUID parse(String name, String text) {
        boolean isLength = text.length() == 32 || text.length() == 36 || text.length() == 38 || text.length() == 45;
        if (!isLength) throw bad(name, "invalid UUID length: " + text.length());
        if (text.length() == 45 && !text.regionMatches(true, 0, "urn:uuid:", 0, 9)) {
            throw bad(name, "invalid urn prefix: \"" + text.substring(0, 9) + '"');
        }
        String plain = text.length() == 32 ? dashed(text) : undecorated(text);
        if (!PLAIN.matcher(plain).matches()) throw bad(name, "invalid UUID format");
        return UUID.fromString(plain);
    }

    private static String dashed(String digits) {
        return String.join(
                "-",
                digits.substring(0, 8),
                digits.substring(8, 12),
                digits.substring(12, 16),
                digits.substring(16, 20),
                digits.substring(20));
    }

    /// Without `urn:uuid:` before it or anything around it.
    private static String undecorated(String text) {
        return switch (text.length()) {
            case 45 -> text.substring(9);
            case 38 -> text.substring(1, 37);
            default -> text;
        };
    }

    private static RequestException bad(String name, String problem) {
        return RequestException.invalid("invalid value for " + name + ": " + problem);
    }
}
