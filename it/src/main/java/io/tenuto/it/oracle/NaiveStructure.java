package io.tenuto.it.oracle;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.it.oracle.NaiveSpan.NestedNumbers;
import io.tenuto.traceql.lang.SpansetOperator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Nested-set numbers by walking the tree, and structural operators by comparing every pair.
final class NaiveStructure {
    private static final int NO_PARENT = -1;

    private final List<Span> spans;
    private final int[] parents;
    private final int[] left;
    private final int[] right;
    private final int[] nestedParent;
    private int next = 1;

    private NaiveStructure(List<Span> spans) {
        this.spans = spans;
        this.parents = new int[spans.size()];
        this.left = new int[spans.size()];
        this.right = new int[spans.size()];
        this.nestedParent = new int[spans.size()];
    }

    static List<NestedNumbers> numbers(List<Span> spans) {
        Map<ByteString, List<Integer>> byId = new HashMap<>();
        for (int i = 0; i < spans.size(); i++) {
            byId.computeIfAbsent(spans.get(i).getSpanId(), _ -> new ArrayList<>())
                    .add(i);
        }
        boolean isAmbiguous = byId.values().stream().anyMatch(same -> same.size() > 2);
        boolean hasRoot = spans.stream().anyMatch(NaiveTrace::isRoot);
        if (isAmbiguous || !hasRoot) return Collections.nCopies(spans.size(), NestedNumbers.NONE);
        return new NaiveStructure(spans).numbered(byId);
    }

    private List<NestedNumbers> numbered(Map<ByteString, List<Integer>> byId) {
        for (int i = 0; i < spans.size(); i++) parents[i] = parent(i, byId);
        for (int i = 0; i < spans.size(); i++) {
            if (NaiveTrace.isRoot(spans.get(i))) walk(i, -1);
        }
        List<NestedNumbers> numbers = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            int children = 0;
            for (int parent : parents) children += parent == i ? 1 : 0;
            numbers.add(new NestedNumbers(left[i], right[i], nestedParent[i], children));
        }
        return numbers;
    }

    private int parent(int span, Map<ByteString, List<Integer>> byId) {
        if (NaiveTrace.isRoot(spans.get(span))) return NO_PARENT;
        List<Integer> candidates = byId.getOrDefault(spans.get(span).getParentSpanId(), List.of());
        // No span is its own parent.
        if (candidates.size() == 1) return candidates.getFirst() == span ? NO_PARENT : candidates.getFirst();
        boolean isServer = spans.get(span).getKind() == Span.SpanKind.SPAN_KIND_SERVER;
        Span.SpanKind wanted = isServer ? Span.SpanKind.SPAN_KIND_CLIENT : Span.SpanKind.SPAN_KIND_SERVER;
        return candidates.stream()
                .filter(candidate -> spans.get(candidate).getKind() == wanted)
                .findFirst()
                .orElse(NO_PARENT);
    }

    private void walk(int span, int parentLeft) {
        left[span] = next++;
        nestedParent[span] = parentLeft;
        for (int child = 0; child < spans.size(); child++) {
            if (parents[child] == span && left[child] == 0) walk(child, left[span]);
        }
        right[span] = next++;
    }

    /// The spans that `left operator right` yields.
    static Set<NaiveSpan> related(SpansetOperator operator, List<NaiveSpan> lefts, List<NaiveSpan> rights) {
        Set<NaiveSpan> ofRight = new LinkedHashSet<>();
        Set<NaiveSpan> ofLeft = new LinkedHashSet<>();
        for (NaiveSpan a : lefts) {
            for (NaiveSpan b : rights) {
                if (holds(operator.relation(), a, b)) {
                    ofLeft.add(a);
                    ofRight.add(b);
                }
            }
        }
        return switch (operator.form()) {
            case PLAIN -> ofRight;
            case NEGATED -> {
                Set<NaiveSpan> others = new LinkedHashSet<>(rights);
                others.removeAll(ofRight);
                yield others;
            }
            case UNION -> {
                ofRight.addAll(ofLeft);
                yield ofRight;
            }
        };
    }

    /// Whether `b` is to `a` what the relation says.
    private static boolean holds(SpansetOperator.Relation relation, NaiveSpan a, NaiveSpan b) {
        NestedNumbers x = a.numbers();
        NestedNumbers y = b.numbers();
        return switch (relation) {
            case NONE -> false;
            case CHILD -> x.left() != 0 && y.parent() == x.left();
            case PARENT -> y.left() != 0 && x.parent() == y.left();
            case DESCENDANT -> x.left() != 0 && y.left() > x.left() && y.right() < x.right();
            case ANCESTOR -> y.left() != 0 && x.left() > y.left() && x.right() < y.right();
            case SIBLING -> a != b && x.parent() != 0 && x.parent() == y.parent();
        };
    }
}
