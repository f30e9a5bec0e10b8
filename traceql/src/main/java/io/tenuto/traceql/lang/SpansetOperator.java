package io.tenuto.traceql.lang;

/// How two spansets of a trace combine. See the fields for structural ones.
public enum SpansetOperator {
    /// Both sides non-empty: the union.
    AND("&&", Relation.NONE, Form.PLAIN),
    UNION("||", Relation.NONE, Form.PLAIN),
    CHILD(">", Relation.CHILD, Form.PLAIN),
    PARENT("<", Relation.PARENT, Form.PLAIN),
    DESCENDANT(">>", Relation.DESCENDANT, Form.PLAIN),
    ANCESTOR("<<", Relation.ANCESTOR, Form.PLAIN),
    SIBLING("~", Relation.SIBLING, Form.PLAIN),
    NOT_CHILD("!>", Relation.CHILD, Form.NEGATED),
    NOT_PARENT("!<", Relation.PARENT, Form.NEGATED),
    NOT_DESCENDANT("!>>", Relation.DESCENDANT, Form.NEGATED),
    NOT_ANCESTOR("!<<", Relation.ANCESTOR, Form.NEGATED),
    NOT_SIBLING("!~", Relation.SIBLING, Form.NEGATED),
    UNION_CHILD("&>", Relation.CHILD, Form.UNION),
    UNION_PARENT("&<", Relation.PARENT, Form.UNION),
    UNION_DESCENDANT("&>>", Relation.DESCENDANT, Form.UNION),
    UNION_ANCESTOR("&<<", Relation.ANCESTOR, Form.UNION),
    UNION_SIBLING("&~", Relation.SIBLING, Form.UNION);

    /// What a span of the right side is to a span of the left side; NONE for the two set operators.
    public enum Relation {
        NONE,
        CHILD,
        PARENT,
        DESCENDANT,
        ANCESTOR,
        SIBLING
    }

    /// Which spans come out of a structural operator.
    public enum Form {
        /// Spans of the right side with a partner.
        PLAIN,
        /// Spans of the right side without a partner.
        NEGATED,
        /// Spans of both sides with a partner.
        UNION
    }

    private final String symbol;
    private final Relation relation;
    private final Form form;

    SpansetOperator(String symbol, Relation relation, Form form) {
        this.symbol = symbol;
        this.relation = relation;
        this.form = form;
    }

    public String symbol() {
        return symbol;
    }

    public Relation relation() {
        return relation;
    }

    public Form form() {
        return form;
    }

    public boolean isStructural() {
        return relation != Relation.NONE;
    }
}
