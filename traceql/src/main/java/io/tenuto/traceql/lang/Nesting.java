package io.tenuto.traceql.lang;

/// Bounds how deep a syntax tree becomes, so that everything that walks it may recurse.
///
/// Every level of parentheses and every operand of a chain counts, since `a || b || c` leans to the left.
final class Nesting {
    /// Deep enough for machine-written queries; a walk needs some hundred bytes of stack a level.
    static final int DEPTH_MAX = 1000;

    private final TokenStream tokens;
    private int parentheses;

    Nesting(TokenStream tokens) {
        this.tokens = tokens;
    }

    void enter() {
        check(++parentheses);
    }

    void leave() {
        parentheses--;
    }

    /// The height of a node over nodes of these heights.
    int above(int left, int right) {
        int height = Math.max(left, right) + 1;
        check(height);
        return height;
    }

    private void check(int depth) {
        if (depth > DEPTH_MAX) {
            throw tokens.current().error("syntax error: query nests deeper than " + DEPTH_MAX + " levels");
        }
    }
}
