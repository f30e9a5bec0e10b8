package io.tenuto.it.oracle;

import java.util.random.RandomGenerator;

/// Random searches over the keys and values of [RandomSpans], as text. None of them divides by zero or negates what may
/// be no boolean: which span would raise the error is nobody's promise.
public final class RandomSearches {
    private static final String[] FIELDS = {
        "name", "statusMessage", "duration", "span:id", "span:parentID", "span:childCount", "nestedSetLeft",
        "nestedSetRight", "nestedSetParent", "trace:id", "traceDuration", "rootName", "rootServiceName", "event:name",
        "event:timeSinceStart", "link:traceID", "link:spanID", "instrumentation:name", "instrumentation:version"
    };
    private static final String[] SCOPES = {".", "span.", "resource.", "instrumentation.", "event.", "link."};
    private static final String[] STRUCTURAL = {
        ">", "<", ">>", "<<", "~", "!>", "!<", "!>>", "!<<", "!~", "&>", "&<", "&>>", "&<<", "&~", "&&", "||"
    };
    private static final String[] ORDER = {"=", "!=", "<", "<=", ">", ">="};
    private static final String[] PATTERNS = {"", "x", "x|y", ".*", "[a-z]+", "G.T", "1.*", "GE{|x", "0*1?"};

    private final RandomGenerator random;

    public RandomSearches(RandomGenerator random) {
        this.random = random;
    }

    /// A query that parses, but may still not validate.
    public String query() {
        StringBuilder query = new StringBuilder(spansets(random.nextInt(3)));
        int stages = random.nextInt(3);
        for (int i = 0; i < stages; i++) query.append(" | ").append(stage());
        return query.toString();
    }

    private String stage() {
        return switch (random.nextInt(7)) {
            case 0 -> "by(" + (random.nextBoolean() ? field() : condition(1)) + ")";
            case 1 -> "coalesce()";
            case 2 -> "count() " + order() + " " + random.nextInt(4);
            case 3 -> pick("min", "max", "sum", "avg") + "(" + field() + ") " + order() + " " + random.nextInt(3);
            case 4 -> pick("min", "max", "sum", "avg") + "(duration) " + order() + " 2ms";
            default -> spansets(1);
        };
    }

    private String spansets(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) return filter();
        String operator = STRUCTURAL[random.nextInt(STRUCTURAL.length)];
        return "(" + spansets(depth - 1) + " " + operator + " " + spansets(depth - 1) + ")";
    }

    String filter() {
        return random.nextInt(6) == 0 ? "{ }" : "{ " + condition(random.nextInt(4)) + " }";
    }

    private String condition(int depth) {
        if (depth == 0) return comparison();
        return switch (random.nextInt(4)) {
            case 0 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 1 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 2 -> {
                String inner = condition(depth - 1);
                // The negation of an attribute alone is an error wherever it is no boolean.
                yield "!(" + (inner.contains(" ") ? inner : inner + " != nil") + ")";
            }
            default -> comparison();
        };
    }

    private String comparison() {
        return switch (random.nextInt(12)) {
            case 0 -> attribute();
            case 1 -> attribute() + (random.nextBoolean() ? " = nil" : " != nil");
            case 2 -> "status " + equality() + " " + pick("ok", "error", "unset");
            case 3 -> "kind " + equality() + " " + pick("server", "client", "internal", "unspecified");
            case 4 -> attribute() + pick(" =~ ", " !~ ") + "`" + PATTERNS[random.nextInt(PATTERNS.length)] + "`";
            case 5 -> pick("name", "rootName", "event:name") + pick(" =~ ", " !~ ") + "`x|G.*`";
            case 6 -> literal() + " " + order() + " " + field();
            case 7 ->
                "(" + numberField() + pick(" + ", " - ", " * ", " ^ ") + number() + ") " + order() + " " + number();
            case 8 -> numberField() + " " + order() + " " + numberField();
            default -> field() + " " + order() + " " + literal();
        };
    }

    private String field() {
        return random.nextBoolean() ? attribute() : FIELDS[random.nextInt(FIELDS.length)];
    }

    String attribute() {
        String key =
                random.nextInt(8) == 0 ? "service.name" : RandomSpans.KEYS[random.nextInt(RandomSpans.KEYS.length)];
        return SCOPES[random.nextInt(SCOPES.length)] + key;
    }

    private String literal() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> number();
            case 2 -> random.nextInt(4) + "ms";
            case 3 -> random.nextBoolean() ? "true" : "false";
            case 4 -> pick("`000000000000000" + random.nextInt(1, 9) + "`", "`1`", "`70000000000000002`");
            default -> "`" + RandomSpans.TEXTS[random.nextInt(RandomSpans.TEXTS.length)] + "`";
        };
    }

    /// A field that never is an array: arithmetic on arrays is an error, and so is comparing two.
    private String numberField() {
        return pick("span.w", ".w", "duration", "span:childCount", "nestedSetLeft");
    }

    private String number() {
        return random.nextBoolean() ? Integer.toString(random.nextInt(4)) : pick("0.5", "1.0", "1.5", "2.0");
    }

    private String order() {
        return ORDER[random.nextInt(ORDER.length)];
    }

    private String equality() {
        return random.nextBoolean() ? "=" : "!=";
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
