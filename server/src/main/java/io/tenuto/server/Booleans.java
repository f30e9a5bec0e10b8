package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.Set;

/// Truth values as parameters spell them.
final class Booleans {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private Booleans() {}

    /// @param whenAbsent what an empty text means
    static boolean parse(String name, String text, boolean whenAbsent) {
        if (text.isEmpty()) return whenAbsent;
        if (TRUE.contains(text)) return true;
        if (FALSE.contains(text)) return false;
        throw RequestException.invalid(
                "invalid value for %s: strconv.ParseBool: parsing \"%s\": invalid syntax".formatted(name, text));
    }
}
