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
    private static final List<String> TEXTS =
            List.of("name", "statusMessage", "rootName", "rootServiceName", "event:name", "instrumentation:name");
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
        return switch (random.nextInt(6)) {
            case 0 -> "by(" + pick(List.of(field(), "name", "status", "resource.service.name")) + ")";
            case 1 -> "coalesce()";
            case 2 -> "select(" + field() + ", " + field() + ")";
            case 3 -> "count() " + comparison() + " " + random.nextInt(5);
            case 4 ->
                pick(List.of("min", "max", "avg", "sum")) + "(" + pick(List.of(field(), "duration", "span.a + 1"))
                        + ") " + comparison() + " " + pick(List.of("1", "0.5", "500ms", "0"));
            default -> filter();
        };
    }

    private String spansets(int depth) {
        if (depth == 0) return filter();
        return "(" + spansets(depth - 1) + " " + pick(STRUCTURAL) + " " + spansets(random.nextInt(depth)) + ")";
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
        return switch (random.nextInt(14)) {
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
