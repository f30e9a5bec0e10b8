package io.tenuto.traceql.lang;

import java.util.ArrayList;
import java.util.List;

/// Repairs queries that a person is still typing: a comparison without its right side becomes `true`, and braces are
/// closed. Only what stands before the first `|` is touched.
final class Lenient {
    private Lenient() {}

    static Query parse(String text) {
        try {
            return TraceQl.parse(text);
        } catch (TraceQlException original) {
            if (original.stage() != TraceQlException.Stage.PARSE) throw original;
            try {
                return TraceQl.parse(repaired(text));
            } catch (TraceQlException _) {
                throw original;
            }
        }
    }

    /// The text with the repairs; tokens are joined by spaces.
    static String repaired(String text) {
        List<Piece> pieces = pieces(text);
        List<String> repaired = new ArrayList<>();
        int openBraces = 0;
        boolean isBeforePipe = true;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (isBeforePipe && piece.kind == TokenKind.PIPE) {
                closeBraces(repaired, openBraces);
                openBraces = 0;
                isBeforePipe = false;
            }
            if (piece.kind == TokenKind.OPEN_BRACE) openBraces++;
            if (piece.kind == TokenKind.CLOSE_BRACE) openBraces--;
            if (isBeforePipe && isDangling(pieces, i)) {
                repaired.add("true");
                i++;
            } else {
                repaired.add(piece.text);
            }
        }
        closeBraces(repaired, openBraces);
        return String.join(" ", repaired);
    }

    private static void closeBraces(List<String> texts, int count) {
        for (int i = 0; i < count; i++) texts.add("}");
    }

    /// Whether a reference stands at `index`, a comparison after it, and then nothing that could be compared with.
    private static boolean isDangling(List<Piece> pieces, int index) {
        if (!pieces.get(index).isReference || index + 1 >= pieces.size()) return false;
        TokenKind operator = pieces.get(index + 1).kind;
        boolean isComparison = Operators.comparison(operator) != null
                || operator == TokenKind.REGEX
                || operator == TokenKind.NOT_TILDE;
        if (!isComparison) return false;
        if (index + 2 >= pieces.size()) return true;
        return switch (pieces.get(index + 2).kind) {
            case CLOSE_BRACE, CLOSE_PAREN, AND, OR -> true;
            default -> false;
        };
    }

    /// A token, or the tokens of one reference.
    private record Piece(TokenKind kind, String text, boolean isReference) {}

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        Lexer lexer = new Lexer(text);
        StringBuilder scope = new StringBuilder();
        for (Token token = lexer.next(); token.kind() != TokenKind.END; token = lexer.next()) {
            // The rest of a broken text is lost, and with it the hope of a repair.
            if (token.kind() == TokenKind.ERROR) return pieces;
            if (token.kind().startsAttribute() || isIntrinsicScope(token.kind())) {
                scope.append(token.text());
            } else if (!scope.isEmpty()) {
                boolean isAttribute = token.kind() == TokenKind.IDENTIFIER;
                String name = isAttribute ? AttributeNames.quoted(token.text()) : token.text();
                pieces.add(new Piece(token.kind(), scope + name, true));
                scope.setLength(0);
            } else if (token.kind() != TokenKind.END_ATTRIBUTE) {
                String written = token.kind() == TokenKind.STRING ? quoted(token.text()) : token.text();
                pieces.add(new Piece(token.kind(), written, FieldParser.isIntrinsic(token.kind())));
            }
        }
        return pieces;
    }

    private static boolean isIntrinsicScope(TokenKind kind) {
        return switch (kind) {
            case TRACE_COLON, SPAN_COLON, EVENT_COLON, LINK_COLON, INSTRUMENTATION_COLON -> true;
            default -> false;
        };
    }

    /// The literal that means `content`, in double quotes.
    static String quoted(String content) {
        return '"'
                + content.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
