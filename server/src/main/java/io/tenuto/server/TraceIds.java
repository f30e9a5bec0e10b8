package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.model.TraceId;

/// Trace identifiers as paths have them.
final class TraceIds {
    private TraceIds() {}

    static TraceId parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (!isHex(c)) {
                throw RequestException.invalid(
                        "trace IDs can only contain hex characters: invalid character '%s' at position %d"
                                .formatted(Character.toString(c), i + 1));
            }
        }
        if (text.length() > 32) throw RequestException.invalid("trace IDs can't be larger than 128 bits");
        return text.isEmpty() ? new TraceId(0, 0) : TraceId.parse(text);
    }

    /// Digits of other scripts are none here.
    private static boolean isHex(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }
}
