package io.tenuto.traceql.lang;

import java.util.List;

/// The tokens of a query with one token of lookahead, and the errors about them.
final class TokenStream {
    private final Lexer lexer;
    private Token last;
    private Token current;

    TokenStream(String text) {
        lexer = new Lexer(text);
        current = lexer.next();
        last = current;
    }

    TokenKind kind() {
        return current.kind();
    }

    Token current() {
        return current;
    }

    /// The token taken last.
    Token last() {
        return last;
    }

    Token take() {
        if (current.kind() == TokenKind.ERROR) throw current.error(current.text());
        last = current;
        current = lexer.next();
        return last;
    }

    boolean takeIf(TokenKind kind) {
        if (current.kind() != kind) return false;
        take();
        return true;
    }

    /// Takes a token of this kind; the error names it as the only one expected.
    Token expect(TokenKind kind) {
        if (current.kind() != kind) throw unexpected(kind);
        return take();
    }

    /// Takes a token of this kind; the error names none, because more could stand here than clients are told.
    Token require(TokenKind kind) {
        if (current.kind() != kind) throw unexpected();
        return take();
    }

    /// The error for the current token. At most four expected kinds are named.
    TraceQlException unexpected(TokenKind... expected) {
        if (current.kind() == TokenKind.ERROR) return current.error(current.text());
        StringBuilder message = new StringBuilder("syntax error: unexpected ")
                .append(current.kind().text());
        String separator = ", expecting ";
        for (TokenKind kind : List.of(expected)) {
            message.append(separator).append(kind.text());
            separator = " or ";
        }
        return current.error(message.toString());
    }
}
