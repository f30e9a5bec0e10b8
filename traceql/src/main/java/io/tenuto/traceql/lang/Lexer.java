package io.tenuto.traceql.lang;

import java.util.OptionalLong;

/// Cuts a query into tokens, one at a time, because the name after a scope has rules of its own.
///
/// Positions imitate what clients know: they are those of the token's first character, and the line is 0 once a token
/// took more characters than its first word, number or sign.
final class Lexer {
    private static final String DURATION_CHARACTERS = "0123456789.nsumhµdwy";
    private static final int END = -1;

    private final String text;
    private final NumberScanner numbers;
    private final StringScanner strings;
    private int at;
    private int line = 1;
    private int column = 1;
    private int tokenLine;
    private int tokenColumn;
    private TokenKind previous = TokenKind.END;
    /// Whether the last token is the name of an attribute, which END_ATTRIBUTE must follow.
    private boolean inName;

    Lexer(String text) {
        this.text = text;
        this.numbers = new NumberScanner(text);
        this.strings = new StringScanner(text);
    }

    /// The next token; END for ever at the end, and after an error.
    Token next() {
        Token token = scan();
        previous = token.kind();
        return token;
    }

    private Token scan() {
        if (previous == TokenKind.IDENTIFIER && inName) {
            inName = false;
            return token(TokenKind.END_ATTRIBUTE, "");
        }
        if (previous.startsAttribute()) return attributeName();
        if (!skipSpaceAndComments()) return token(TokenKind.ERROR, "comment not terminated");
        markStart();
        int c = peek();
        if (c == END) return token(TokenKind.END, "");
        if (isLetter(c)) return word();
        if (isDigit(c) || (c == '.' && isDigit(peekAt(at + 1)))) return number();
        if (c == '"' || c == '`' || c == '\'') return quoted(c);
        return sign();
    }

    private Token word() {
        int start = at;
        while (isLetter(peek()) || (peek() != END && Character.isDigit(peek()))) advance();
        String word = text.substring(start, at);
        if (peek() == '.' || peek() == ':') {
            TokenKind scope = TokenKind.ofText(word + (char) peek());
            if (scope != TokenKind.IDENTIFIER) {
                advance();
                tokenLine = 0;
                return token(scope, scope.text());
            }
        }
        return token(TokenKind.ofText(word), word);
    }

    private Token sign() {
        int c = peek();
        advance();
        String sign = Character.toString(c);
        TokenKind kind = TokenKind.ofText(sign);
        while (peek() != END) {
            TokenKind longer = TokenKind.ofText(sign + Character.toString(peek()));
            if (longer == TokenKind.IDENTIFIER) break;
            kind = longer;
            sign = longer.text();
            advance();
            tokenLine = 0;
        }
        return token(kind, sign);
    }

    private Token number() {
        int end = numbers.endOf(at);
        String error = numbers.error();
        String number = text.substring(at, end);
        boolean isFloat = numbers.isFloat();
        advanceTo(end);
        if (!error.isEmpty()) return token(TokenKind.ERROR, error);
        int run = at;
        while (run < text.length() && DURATION_CHARACTERS.indexOf(text.charAt(run)) >= 0) run++;
        if (run > at) {
            String whole = number + text.substring(at, run);
            OptionalLong nanos = DurationText.parse(whole);
            if (nanos.isPresent()) {
                advanceTo(run);
                tokenLine = 0;
                return new Token(
                        TokenKind.DURATION, whole, new Static.Duration(nanos.getAsLong()), tokenLine, tokenColumn);
            }
        }
        return isFloat ? floating(number) : integer(number);
    }

    private Token integer(String number) {
        if (!number.chars().allMatch(Lexer::isDigit)) {
            return token(TokenKind.ERROR, "strconv.Atoi: parsing \"" + number + "\": invalid syntax");
        }
        try {
            return literal(TokenKind.INTEGER, number, new Static.Int(Long.parseLong(number)));
        } catch (NumberFormatException _) {
            return token(TokenKind.ERROR, "strconv.Atoi: parsing \"" + number + "\": value out of range");
        }
    }

    private Token floating(String number) {
        double value = numbers.toDouble(number);
        if (Double.isInfinite(value)) {
            return token(TokenKind.ERROR, "strconv.ParseFloat: parsing \"" + number + "\": value out of range");
        }
        return literal(TokenKind.FLOAT, number, new Static.Float(value));
    }

    private Token quoted(int quote) {
        int end = strings.endOf(at);
        String error = strings.error();
        String raw = text.substring(at, end);
        String content = strings.content();
        advanceTo(end);
        if (!error.isEmpty()) return token(TokenKind.ERROR, error);
        if (quote == '\'') return token(TokenKind.IDENTIFIER, raw);
        return literal(TokenKind.STRING, content, new Static.Text(content));
    }

    /// The name after a scope. Quoted and plain parts join; after `parent.` a further scope is a token of its own.
    private Token attributeName() {
        if (previous == TokenKind.PARENT_DOT) {
            for (TokenKind scope : new TokenKind[] {TokenKind.RESOURCE_DOT, TokenKind.SPAN_DOT}) {
                if (text.startsWith(scope.text(), at)) {
                    advanceTo(at + scope.text().length());
                    tokenLine = 0;
                    return token(scope, scope.text());
                }
            }
        }
        StringBuilder name = new StringBuilder();
        boolean isAny = false;
        while (peek() != END && (peek() == '"' || AttributeNames.isNameCharacter(peek()))) {
            isAny = true;
            tokenLine = 0;
            if (peek() == '"') {
                String error = quotedNamePart(name);
                if (!error.isEmpty()) return token(TokenKind.ERROR, error);
            } else {
                name.appendCodePoint(peek());
                advance();
            }
        }
        if (!isAny) return token(TokenKind.END_ATTRIBUTE, "");
        inName = true;
        return token(TokenKind.IDENTIFIER, name.toString());
    }

    /// Appends the content of the quotes that start here. Returns the error message, or "".
    private String quotedNamePart(StringBuilder name) {
        advance();
        while (peek() != '"') {
            if (peek() == END) return "unexpected EOF, expecting \"";
            if (peek() == '\\') {
                advance();
                if (peek() != '"' && peek() != '\\') return "invalid escape sequence";
            }
            name.appendCodePoint(peek());
            advance();
        }
        advance();
        return "";
    }

    /// False if a comment does not end.
    private boolean skipSpaceAndComments() {
        while (true) {
            int c = peek();
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                advance();
            } else if (text.startsWith("//", at)) {
                while (peek() != END && peek() != '\n') advance();
            } else if (text.startsWith("/*", at)) {
                markStart();
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    advanceTo(text.length());
                    return false;
                }
                advanceTo(end + 2);
            } else {
                return true;
            }
        }
    }

    private Token token(TokenKind kind, String tokenText) {
        return new Token(kind, tokenText, Static.NIL, tokenLine, tokenColumn);
    }

    private Token literal(TokenKind kind, String tokenText, Static value) {
        return new Token(kind, tokenText, value, tokenLine, tokenColumn);
    }

    private void markStart() {
        // Nothing at all was read: no position.
        boolean isNothing = text.isEmpty();
        tokenLine = isNothing ? 0 : line;
        tokenColumn = isNothing ? 0 : column;
    }

    private int peek() {
        return peekAt(at);
    }

    private int peekAt(int index) {
        return index < text.length() ? text.codePointAt(index) : END;
    }

    private void advance() {
        int c = peek();
        at += Character.charCount(c);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
    }

    private void advanceTo(int end) {
        while (at < end) advance();
    }

    private static boolean isLetter(int c) {
        return c == '_' || (c != END && Character.isLetter(c));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
