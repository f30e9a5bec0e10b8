package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two traces against each other: which operations are in both and what changed in them, which came and which went.
///
/// An operation is (service, name, kind). Both trees are walked from the top; a span of the base pairs with an unused
/// span of the same operation, at best with one whose parent is the same operation too.
public final class TraceDiff {
    /// More changed spans than this are counted, not listed.
    private static final int LISTED_MAX = 10_000;

    private static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    private final SpanTree base;
    private final SpanTree compare;
    private final int[] pairOf;
    private final boolean[] used;

    private TraceDiff(TraceParts base, TraceParts compare) {
        this.base = new SpanTree(base);
        this.compare = new SpanTree(compare);
        this.pairOf = new int[this.base.count()];
        this.used = new boolean[this.compare.count()];
        Arrays.fill(pairOf, -1);
    }

    /// What a change is about.
    public enum Kind {
        FIELD,
        ATTRIBUTE,
        EVENT
    }

    /// A value before or after a change.
    public sealed interface Datum {
        record Absent() implements Datum {}

        record Text(String text) implements Datum {}

        record Whole(long number) implements Datum {}

        /// @param value an encoded `AnyValue`
        record Any(ByteSlice value) implements Datum {}
    }

    /// One change within a span.
    ///
    /// @param name of the field, attribute or event
    public record Change(Kind kind, String name, Datum before, Datum after) {
        static Change ofField(String name, Datum before, Datum after) {
            return new Change(Kind.FIELD, name, before, after);
        }
    }

    /// A span as a diff shows it.
    ///
    /// @param path place among its siblings at each step from the root down
    /// @param kind and status in lower case
    public record SpanFacts(
            List<Integer> path, String service, String name, String kind, long durationNanos, String status) {
        public SpanFacts {
            path = List.copyOf(path);
        }
    }

    /// A pair of spans, with what differs between them if anything does.
    public record Pair(SpanFacts base, SpanPart baseSpan, SpanPart compareSpan, List<Change> changes) {
        public Pair {
            changes = List.copyOf(changes);
        }
    }

    /// A span that only one side has.
    public record Single(SpanFacts facts, SpanPart span) {}

    /// The whole comparison.
    ///
    /// @param isTruncated whether changed spans beyond the limit were counted but not listed
    public record Result(
            int baseCount,
            int compareCount,
            List<Pair> pairs,
            List<Single> added,
            List<Single> removed,
            boolean isTruncated) {
        public Result {
            pairs = List.copyOf(pairs);
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }

        public long changeCount(Kind kind) {
            return pairs.stream()
                    .flatMap(pair -> pair.changes().stream())
                    .filter(change -> change.kind() == kind)
                    .count();
        }

        public long modifiedCount() {
            return pairs.stream().filter(pair -> !pair.changes().isEmpty()).count();
        }
    }

    private record Operation(String service, ByteSlice name, int kind) {}

    public static Result of(TraceParts base, TraceParts compare) {
        var diff = new TraceDiff(base, compare);
        diff.match();
        return diff.result();
    }

    private void match() {
        Operation[] baseOperations = operations(base);
        Operation[] compareOperations = operations(compare);
        Map<Operation, List<Integer>> candidates = new HashMap<>();
        for (int node : compare.preOrder()) {
            candidates
                    .computeIfAbsent(compareOperations[node], key -> new ArrayList<>())
                    .add(node);
        }
        for (int node : base.preOrder()) {
            int found = -1;
            for (int candidate : candidates.getOrDefault(baseOperations[node], List.of())) {
                if (used[candidate]) continue;
                if (found < 0) found = candidate;
                if (isSameParent(node, candidate, baseOperations, compareOperations)) {
                    found = candidate;
                    break;
                }
            }
            if (found < 0) continue;
            pairOf[node] = found;
            used[found] = true;
            List<Integer> left = candidates.get(baseOperations[node]);
            if (left != null) left.remove((Integer) found);
        }
    }

    private boolean isSameParent(int node, int candidate, Operation[] baseOperations, Operation[] compareOperations) {
        int a = base.parent(node);
        int b = compare.parent(candidate);
        if (a < 0 || b < 0) return a < 0 && b < 0;
        return baseOperations[a].equals(compareOperations[b]);
    }

    private static Operation[] operations(SpanTree tree) {
        var operations = new Operation[tree.count()];
        for (int node = 0; node < operations.length; node++) {
            SpanPart span = tree.span(node);
            operations[node] = new Operation(service(tree, node), span.name(), span.kind());
        }
        return operations;
    }

    private static String service(SpanTree tree, int node) {
        return AttributeValues.service(tree.at(node).resource().message());
    }

    private Result result() {
        var pairs = new ArrayList<Pair>();
        var removed = new ArrayList<Single>();
        int listed = 0;
        for (int node : base.preOrder()) {
            if (pairOf[node] < 0) {
                removed.add(new Single(facts(base, node), base.span(node)));
                continue;
            }
            SpanPart other = compare.span(pairOf[node]);
            List<Change> changes = SpanChanges.between(base.span(node), other);
            if (!changes.isEmpty()) listed++;
            pairs.add(new Pair(facts(base, node), base.span(node), other, changes));
        }
        var added = new ArrayList<Single>();
        for (int node : compare.preOrder()) {
            if (!used[node]) added.add(new Single(facts(compare, node), compare.span(node)));
        }
        boolean isTruncated = listed > LISTED_MAX || added.size() > LISTED_MAX || removed.size() > LISTED_MAX;
        return new Result(base.count(), compare.count(), pairs, added, removed, isTruncated);
    }

    /// How many of each a result lists at most.
    public static int listedMax() {
        return LISTED_MAX;
    }

    private static SpanFacts facts(SpanTree tree, int node) {
        SpanPart span = tree.span(node);
        String kind = span.kind() >= 0 && span.kind() < KINDS.size() ? KINDS.get(span.kind()) : "unspecified";
        return new SpanFacts(
                tree.path(node),
                service(tree, node),
                span.name().toUtf8(),
                kind,
                span.durationNanos(),
                SpanChanges.status(span));
    }
}
