package io.tenuto.traceql.lang;

/// Finds where a number ends and whether it is well formed, by the rules of Go's literals.
final class NumberScanner {
    private final String text;
    private boolean isFloat;
    private String error = "";
    private int invalidDigit;
    /// Digits, without separators, that [#digits] saw last.
    private int digitCount;

    NumberScanner(String text) {
        this.text = text;
    }

    /// Whether the number that [#endOf] saw last has a point or an exponent.
    boolean isFloat() {
        return isFloat;
    }

    /// What is wrong with the number that [#endOf] saw last; "" if nothing.
    String error() {
        return error;
    }

    /// The index after the number that starts at `start`.
    int endOf(int start) {
        isFloat = false;
        error = "";
        invalidDigit = -1;
        int at = start;
        int base = 10;
        char prefix = 0;
        if (charAt(at) == '0') {
            prefix = Character.toLowerCase(charAt(at + 1));
            switch (prefix) {
                case 'x' -> base = 16;
                case 'o' -> base = 8;
                case 'b' -> base = 2;
                default -> prefix = '0';
            }
            if (prefix == '0') base = 8;
            at += prefix == '0' ? 0 : 2;
        }
        at = digits(at, base);
        boolean hasDigits = digitCount > 0;
        if (charAt(at) == '.') {
            isFloat = true;
            if (prefix == 'o' || prefix == 'b') error = "invalid radix point in " + literalName(prefix);
            at = digits(at + 1, base);
            hasDigits |= digitCount > 0;
        }
        if (!hasDigits && error.isEmpty()) error = literalName(prefix) + " has no digits";
        at = exponent(at, prefix);
        if (!isFloat && invalidDigit >= 0 && error.isEmpty()) {
            error = "invalid digit '" + charAt(invalidDigit) + "' in " + literalName(prefix);
        }
        if (error.isEmpty() && hasLooseSeparator(start, at)) error = "'_' must separate successive digits";
        return at;
    }

    /// Whether some `_` between `from` and `to` does not stand between two digits, or a prefix and a digit.
    private boolean hasLooseSeparator(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '_') continue;
            boolean follows = i > from && (Character.digit(charAt(i - 1), 16) >= 0 || i == from + 2);
            boolean precedes = i + 1 < to && Character.digit(charAt(i + 1), 16) >= 0;
            if (!follows || !precedes) return true;
        }
        return false;
    }

    private int exponent(int at, char prefix) {
        char e = Character.toLowerCase(charAt(at));
        if (e != 'e' && e != 'p') {
            if (prefix == 'x' && isFloat && error.isEmpty()) error = "hexadecimal mantissa requires a 'p' exponent";
            return at;
        }
        if (e == 'e' && prefix == 'x') return at;
        if (error.isEmpty()) {
            if (e == 'e' && prefix != 0 && prefix != '0') error = "'e' exponent requires decimal mantissa";
            if (e == 'p' && prefix != 'x') error = "'p' exponent requires hexadecimal mantissa";
        }
        isFloat = true;
        int digitsAt = at + 1;
        if (charAt(digitsAt) == '+' || charAt(digitsAt) == '-') digitsAt++;
        int end = digits(digitsAt, 10);
        if (digitCount == 0 && error.isEmpty()) error = "exponent has no digits";
        return end;
    }

    /// Skips digits and separators. In bases up to ten decimal digits are taken too, and the first wrong one
    /// remembered.
    private int digits(int from, int base) {
        int at = from;
        digitCount = 0;
        while (true) {
            char c = charAt(at);
            boolean isDigit = base <= 10 ? c >= '0' && c <= '9' : Character.digit(c, 16) >= 0 && c < 128;
            if (!isDigit && c != '_') return at;
            if (isDigit) digitCount++;
            if (isDigit && base < 10 && c - '0' >= base && invalidDigit < 0) invalidDigit = at;
            at++;
        }
    }

    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    private static String literalName(char prefix) {
        return switch (prefix) {
            case 'x' -> "hexadecimal literal";
            case 'o', '0' -> "octal literal";
            case 'b' -> "binary literal";
            default -> "decimal literal";
        };
    }

    /// The value of a well-formed float; infinite if out of range.
    double toDouble(String number) {
        return Double.parseDouble(number.replace("_", ""));
    }
}
