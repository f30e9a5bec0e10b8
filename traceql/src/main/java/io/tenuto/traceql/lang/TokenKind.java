package io.tenuto.traceql.lang;

import java.util.HashMap;
import java.util.Map;

/// What a token is. The text is how the token is written, and how error messages name it.
enum TokenKind {
    END("$end"),
    /// A lexical error; the token's text is the message.
    ERROR("$error"),
    IDENTIFIER("IDENTIFIER"),
    STRING("STRING"),
    INTEGER("INTEGER"),
    FLOAT("FLOAT"),
    DURATION("DURATION"),
    END_ATTRIBUTE("END_ATTRIBUTE"),

    OPEN_BRACE("{"),
    CLOSE_BRACE("}"),
    OPEN_PAREN("("),
    CLOSE_PAREN(")"),
    COMMA(","),
    DOT("."),
    PIPE("|"),
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    /// Two meanings: not matching within a filter, not sibling between filters.
    NOT_TILDE("!~"),
    GREATER(">"),
    GREATER_EQUAL(">="),
    LESS("<"),
    LESS_EQUAL("<="),
    PLUS("+"),
    MINUS("-"),
    STAR("*"),
    SLASH("/"),
    PERCENT("%"),
    CARET("^"),
    NOT("!"),
    AND("&&"),
    OR("||"),
    DESCENDANT(">>"),
    ANCESTOR("<<"),
    TILDE("~"),
    NOT_CHILD("!>"),
    NOT_PARENT("!<"),
    NOT_DESCENDANT("!>>"),
    NOT_ANCESTOR("!<<"),
    UNION_CHILD("&>"),
    UNION_PARENT("&<"),
    UNION_DESCENDANT("&>>"),
    UNION_ANCESTOR("&<<"),
    UNION_SIBLING("&~"),

    PARENT_DOT("parent."),
    RESOURCE_DOT("resource."),
    SPAN_DOT("span."),
    EVENT_DOT("event."),
    LINK_DOT("link."),
    INSTRUMENTATION_DOT("instrumentation."),
    TRACE_COLON("trace:"),
    SPAN_COLON("span:"),
    EVENT_COLON("event:"),
    LINK_COLON("link:"),
    INSTRUMENTATION_COLON("instrumentation:"),

    TRUE("true"),
    FALSE("false"),
    NIL("nil"),
    STATUS_OK("ok"),
    STATUS_ERROR("error"),
    STATUS_UNSET("unset"),
    KIND_UNSPECIFIED("unspecified"),
    KIND_INTERNAL("internal"),
    KIND_SERVER("server"),
    KIND_CLIENT("client"),
    KIND_PRODUCER("producer"),
    KIND_CONSUMER("consumer"),
    DURATION_FIELD("duration"),
    CHILD_COUNT("childCount"),
    NAME("name"),
    STATUS("status"),
    STATUS_MESSAGE("statusMessage"),
    KIND("kind"),
    ROOT_NAME("rootName"),
    ROOT_SERVICE_NAME("rootServiceName"),
    ROOT_SERVICE("rootService"),
    TRACE_DURATION("traceDuration"),
    NESTED_SET_LEFT("nestedSetLeft"),
    NESTED_SET_RIGHT("nestedSetRight"),
    NESTED_SET_PARENT("nestedSetParent"),
    ID("id"),
    TRACE_ID("traceID"),
    SPAN_ID("spanID"),
    PARENT_ID("parentID"),
    TIME_SINCE_START("timeSinceStart"),
    VERSION("version"),
    PARENT("parent"),
    COUNT("count"),
    AVG("avg"),
    MAX("max"),
    MIN("min"),
    SUM("sum"),
    BY("by"),
    COALESCE("coalesce"),
    SELECT("select"),
    RATE("rate"),
    COUNT_OVER_TIME("count_over_time"),
    MIN_OVER_TIME("min_over_time"),
    MAX_OVER_TIME("max_over_time"),
    AVG_OVER_TIME("avg_over_time"),
    SUM_OVER_TIME("sum_over_time"),
    QUANTILE_OVER_TIME("quantile_over_time"),
    HISTOGRAM_OVER_TIME("histogram_over_time"),
    COMPARE("compare"),
    TOPK("topk"),
    BOTTOMK("bottomk"),
    WITH("with");

    private static final Map<String, TokenKind> BY_TEXT = byText();

    private final String text;

    TokenKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// The kind of an operator, scope or keyword; IDENTIFIER for anything else.
    static TokenKind ofText(String text) {
        return BY_TEXT.getOrDefault(text, IDENTIFIER);
    }

    /// Whether the name of an attribute follows.
    boolean startsAttribute() {
        return switch (this) {
            case DOT, PARENT_DOT, RESOURCE_DOT, SPAN_DOT, EVENT_DOT, LINK_DOT, INSTRUMENTATION_DOT -> true;
            default -> false;
        };
    }

    private static Map<String, TokenKind> byText() {
        Map<String, TokenKind> kinds = new HashMap<>();
        for (TokenKind kind : values()) {
            if (kind.compareTo(OPEN_BRACE) >= 0) kinds.put(kind.text, kind);
        }
        return Map.copyOf(kinds);
    }
}
