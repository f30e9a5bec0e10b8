package io.tenuto.traceql.lists;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All spans of one trace, and where each stands in its tree.
final class NaiveTrace {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    /// Nested-set numbers.
    record Place(int left, int right, int parent, int children) {}

    private final List<TestSpan> spans;
    private final Map<TestSpan, Place> places = new IdentityHashMap<>();
    private final Map<TestSpan, List<TestSpan>> childrenOf = new IdentityHashMap<>();

    NaiveTrace(List<TestSpan> unordered) {
        this.spans = unordered.stream()
                .sorted(Comparator.comparingLong(TestSpan::start).thenComparingLong(TestSpan::id))
                .toList();
        for (TestSpan span : spans) {
            childrenOf.put(span, new ArrayList<>());
            places.put(span, new Place(0, 0, 0, 0));
        }
        boolean ambiguous = spans.stream().anyMatch(span -> withId(span.id()).size() > 2);
        if (ambiguous || root().isEmpty()) return;
        for (TestSpan span : spans)
            parentOf(span).ifPresent(parent -> childrenOf.get(parent).add(span));
        for (TestSpan span : spans)
            places.put(span, new Place(0, 0, 0, childrenOf.get(span).size()));
        int next = 1;
        for (TestSpan span : spans) if (span.parentId() == 0) next = number(span, -1, next);
    }

    private List<TestSpan> withId(long id) {
        return spans.stream().filter(span -> span.id() == id).toList();
    }

    private Optional<TestSpan> parentOf(TestSpan span) {
        if (span.parentId() == 0) return Optional.empty();
        List<TestSpan> candidates = withId(span.parentId());
        if (candidates.size() < 2)
            return candidates.stream().filter(c -> c != span).findFirst();
        int wanted = span.kind() == SERVER ? CLIENT : SERVER;
        return candidates.stream().filter(c -> c != span && c.kind() == wanted).findFirst();
    }

    private int number(TestSpan span, int parentLeft, int first) {
        int next = first + 1;
        for (TestSpan child : childrenOf.get(span)) next = number(child, first, next);
        places.put(span, new Place(first, next, parentLeft, childrenOf.get(span).size()));
        return next + 1;
    }

    List<TestSpan> spans() {
        return spans;
    }

    Place place(TestSpan span) {
        return places.get(span);
    }

    Optional<TestSpan> root() {
        return spans.stream().filter(span -> span.parentId() == 0).reduce((a, b) -> b);
    }

    long start() {
        return spans.stream().mapToLong(TestSpan::start).min().orElseThrow();
    }

    long end() {
        return spans.stream().mapToLong(TestSpan::end).max().orElseThrow();
    }

    /// Spans with the same identifier, kind and content are one.
    static List<TestSpan> withoutTwins(List<TestSpan> spans) {
        Set<TestSpan> seen = new HashSet<>();
        return spans.stream().filter(seen::add).toList();
    }
}
