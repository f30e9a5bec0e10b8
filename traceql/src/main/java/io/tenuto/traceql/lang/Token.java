package io.tenuto.traceql.lang;

/// One token: `text` is as written, or the name of an attribute, the content of a string, the message of an error.
/// `value` is set for literals, else nil. Positions count characters from 1; line 0 where clients expect none.
record Token(TokenKind kind, String text, Static value, int line, int column) {
    TraceQlException error(String message) {
        return TraceQlException.atPosition(line, column, message);
    }
}
