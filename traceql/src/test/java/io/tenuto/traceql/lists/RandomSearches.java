package io.tenuto.traceql.lists;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random valid searches over the names and values of [RandomSpans].
public final class RandomSearches {
    private static final List<String> FIELDS = List.of(
            "span.a",
            "span.b",
            "resource.a",
            "resource.b",
            "instrumentation.c",
            ".a",
            ".b",
            ".c",
            ".d",
            "event.a",
            "event.b",
            "link.a",
            "link.b",
            "resource.service.name",
            ".service.name");
    private static final List<String> NUMBERS = List.of(
            "duration", "traceDuration", "event:timeSinceStart", "nestedSetLeft", "nestedSetParent", "span:childCount");
    private static final List<String> TEXTS = List.of(
            "name",
            "statusMessage",
            "rootName",
            "rootServiceName",
            "event:name",
            "instrumentation:name",
            "instrumentation:version");
    private static final List<String> IDS =
            List.of("span:id", "span:parentID", "link:spanID", "trace:id", "link:traceID");
    private static final List<String> STRUCTURAL = List.of(
            ">", "<", ">>", "<<", "~", "!>", "!<", "!>>", "!<<", "!~", "&>", "&<", "&>>", "&<<", "&~", "&&", "||");

    private final RandomGenerator random;

    public RandomSearches(RandomGenerator random) {
        this.random = random;
    }

    /// The text of a query that validates.
    public String next() {
        while (true) {
            String text = pipeline();
            try {
                if (TraceQl.parse(text) instanceof Query.Search) return text;
            } catch (TraceQlException _) {
                // Typed mostly right; what is not is thrown away.
            }
        }
    }

    /// A condition that validates as a filter.
    public String nextCondition() {
        while (true) {
            String text = condition(random.nextInt(3));
            try {
                TraceQl.parse("{ " + text + " }");
                return text;
            } catch (TraceQlException _) {
                // As above.
            }
        }
    }

    private String pipeline() {
        var text = new StringBuilder(spansets(random.nextInt(3)));
        while (random.nextInt(3) == 0) text.append(" | ").append(element());
        return text.toString();
    }

    private String element() {
        return switch (random.nextInt(7)) {
            case 0 -> "by(" + grouped() + ")";
            case 1 -> "coalesce()";
            case 2 -> "select(" + field() + ", " + pick(List.of(field(), pick(TEXTS), pick(NUMBERS), "status")) + ")";
            case 3 -> "count() " + comparison() + " " + random.nextInt(5);
            case 4 -> aggregate() + " " + comparison() + " " + pick(List.of("1", "0.5", "500ms", "0", "-1", "2s"));
            case 5 -> aggregate() + " " + comparison() + " " + pick(List.of(aggregate(), "count()"));
            default -> filter();
        };
    }

    private String grouped() {
        return pick(List.of(
                field(),
                "name",
                "status",
                "kind",
                "resource.service.name",
                pick(NUMBERS),
                pick(TEXTS),
                "duration > 500ms",
                field() + " = 1"));
    }

    private String aggregate() {
        String of = pick(List.of(field(), pick(NUMBERS), "duration * 2", "span:childCount + 1", "-duration"));
        return pick(List.of("min", "max", "avg", "sum")) + "(" + of + ")";
    }

    private String spansets(int depth) {
        if (depth == 0) return filter();
        if (random.nextInt(8) == 0) return "(" + filter() + " | " + element() + ")";
        if (random.nextInt(8) == 0) return "((" + inner() + ") " + pick(STRUCTURAL) + " (" + inner() + "))";
        return "(" + spansets(depth - 1) + " " + pick(STRUCTURAL) + " " + spansets(random.nextInt(depth)) + ")";
    }

    /// A pipeline that may begin with anything.
    private String inner() {
        return switch (random.nextInt(3)) {
            case 0 -> element();
            case 1 -> filter();
            default -> element() + " | " + element();
        };
    }

    private String filter() {
        return random.nextInt(8) == 0 ? "{ }" : "{ " + condition(random.nextInt(4)) + " }";
    }

    private String condition(int depth) {
        if (depth == 0) return leaf();
        String joined = "(" + condition(depth - 1) + (random.nextBoolean() ? " && " : " || ")
                + condition(random.nextInt(depth)) + ")";
        return random.nextInt(6) == 0 ? "!" + joined : joined;
    }

    private String leaf() {
        return switch (random.nextInt(18)) {
            case 14 -> several();
            case 15 -> arithmetic();
            case 16 -> pick(NUMBERS) + " " + comparison() + " " + pick(NUMBERS);
            case 17 -> pick(TEXTS) + " " + equality() + " " + pick(List.of("nil", field(), pick(TEXTS)));
            case 0 -> field() + " = nil";
            case 1 -> field() + " != nil";
            case 2 ->
                pick(NUMBERS) + " " + comparison() + " " + pick(List.of("500ms", "1", "0", "1000", "2.5", "-1", "3s"));
            case 3 -> pick(TEXTS) + " " + text();
            case 4 -> "status " + equality() + " " + pick(List.of("error", "ok", "unset"));
            case 5 -> "kind " + equality() + " " + pick(List.of("server", "client", "unspecified", "consumer"));
            case 6 -> pick(IDS) + " " + equality() + " `" + pick(List.of("0000000000000002", "2", "0002", "x")) + "`";
            case 7 -> pick(List.of("1", "`p`", "0.5", "true")) + " " + comparison() + " " + field();
            case 8 -> field() + " " + comparison() + " " + field();
            case 9 -> field() + " + 1 " + comparison() + " " + field() + " * 2";
            case 10 -> random.nextBoolean() ? field() : "true";
            default -> field() + " " + comparisonWithLiteral();
        };
    }

    /// One field beside several literals, which may be looked up together.
    private String several() {
        String field = random.nextBoolean() ? field() : pick(TEXTS);
        String operator = pick(List.of("=", "!=", "=~", "!~", "<", ">="));
        String joined = pick(List.of(" && ", " || "));
        var text = new StringBuilder("(");
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            if (i > 0) text.append(joined);
            String literal = pick(List.of("`p`", "`q`", "`nil`", "``", "`get`", "`x`"));
            if (!operator.endsWith("~") && random.nextInt(3) == 0) literal = pick(List.of("1", "2.0", "true", "-1"));
            text.append(field).append(' ').append(operator).append(' ').append(literal);
        }
        return text.append(')').toString();
    }

    /// Fields that are always numbers: of others it is an error, which span raises it nobody says.
    private String arithmetic() {
        List<String> numbers = List.of("duration", "traceDuration", "nestedSetLeft", "span:childCount", "2", "0.5");
        return pick(List.of("", "-")) + "(" + pick(numbers) + " " + pick(List.of("+", "-", "*", "^", "/", "%")) + " "
                + pick(numbers) + ") " + comparison() + " "
                + pick(List.of("1", "0", "500ms", "duration", "-0.5", "nestedSetLeft"));
    }

    private String comparisonWithLiteral() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> text();
            case 2 -> equality() + " " + random.nextBoolean();
            default -> comparison() + " " + pick(List.of("1", "0", "2.0", "0.5", "-1", "3", "1ns"));
        };
    }

    private String text() {
        return switch (random.nextInt(3)) {
            case 0 -> pick(List.of("=~", "!~")) + " `" + pick(List.of("p.*", "p|q", ".*", "", "g.t", "é")) + "`";
            default ->
                comparison() + " `" + pick(List.of("p", "q", "pq", "nil", "", "get", "front", "é", "x", "bad")) + "`";
        };
    }

    private String field() {
        return pick(FIELDS);
    }

    private String comparison() {
        return pick(List.of("=", "=", "!=", "<", "<=", ">", ">="));
    }

    private String equality() {
        return random.nextInt(3) == 0 ? "!=" : "=";
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
