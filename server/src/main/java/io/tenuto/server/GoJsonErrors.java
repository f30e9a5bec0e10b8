package io.tenuto.server;

/// What clients are told of a body that is no JSON object, in the words that they know.
final class GoJsonErrors {
    private GoJsonErrors() {}

    /// Why `text` is no JSON: the first character that cannot stand where it stands, as far as literals go.
    static String of(String text) {
        String body = text.strip();
        if (body.isEmpty()) return "EOF";
        for (String literal : new String[] {"null", "true", "false"}) {
            if (body.charAt(0) != literal.charAt(0)) continue;
            for (int i = 1; i < literal.length(); i++) {
                if (i >= body.length()) return "unexpected EOF";
                if (body.charAt(i) != literal.charAt(i)) {
                    return "invalid character '%s' in literal %s (expecting '%s')"
                            .formatted(body.charAt(i), literal, literal.charAt(i));
                }
            }
        }
        boolean canBegin = "{[\"-0123456789tfn".indexOf(body.charAt(0)) >= 0;
        if (!canBegin) return "invalid character '" + body.charAt(0) + "' looking for beginning of value";
        return "unexpected EOF";
    }

    /// Why a JSON value of another kind is no request.
    static String notAnObject(String text) {
        char first = text.strip().charAt(0);
        String kind = switch (first) {
            case '[' -> "array";
            case '"' -> "string";
            case 't', 'f' -> "bool";
            default -> "number";
        };
        return "json: cannot unmarshal " + kind + " into Go value of type api.TraceDiffRequest";
    }
}
