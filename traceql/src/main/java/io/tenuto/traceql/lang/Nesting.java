package io.tenuto.traceql.lang;

/// Bounds how deep a syntax tree becomes, so that everything that walks it may recurse.
///
/// Every operand of a chain counts, since `a || b || c` leans to the left, and every sign; a filter's levels count on
/// top of those of the operations around it. What is to the right of a sign or an operator is read by recursion, which
/// takes more stack than a walk and counts by itself.
final class Nesting {
    /// Deep enough for machine-written queries. Reading the text and whatever walks the tree take less than half of a
    /// thread's stack of 1 MB: ParserTest.
    static final int DEPTH_MAX = 1000;

    static final int RECURSION_MAX = DEPTH_MAX / 2;
    /// The canonical text has one pair for each level, and one more around most operands.
    private static final int PARENTHESES_MAX = 2 * DEPTH_MAX;

    private final TokenStream tokens;
    private int recursion;
    private int parentheses;

    Nesting(TokenStream tokens) {
        this.tokens = tokens;
    }

    /// What follows a sign or an operator is read next.
    void enter() {
        check(++recursion, RECURSION_MAX);
    }

    void leave() {
        recursion--;
    }

    void open() {
        check(++parentheses, PARENTHESES_MAX);
    }

    void close() {
        parentheses--;
    }

    /// The height of a node over nodes of these heights.
    int above(int left, int right) {
        int height = Math.max(left, right) + 1;
        check(height, DEPTH_MAX);
        return height;
    }

    private void check(int depth, int most) {
        if (depth > most) {
            throw tokens.current().error("syntax error: query nests deeper than " + DEPTH_MAX + " levels");
        }
    }
}
