package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.model.TraceId;

/// Trace identifiers as paths have them.
final class TraceIds {
    private TraceIds() {}

    static TraceId parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                throw RequestException.invalid(
                        "trace IDs can only contain hex characters: invalid character '%s' at position %d"
                                .formatted(text.charAt(i), i + 1));
            }
        }
        if (text.length() > 32) throw RequestException.invalid("trace IDs can't be larger than 128 bits");
        return text.isEmpty() ? new TraceId(0, 0) : TraceId.parse(text);
    }
}
