package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.engine.TraceFilter.Reach;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.TestSpan;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceFilterTest {
    /// 1 → 2 → 3 (failed) → 5 → 6; 1 → 4 (fine).
    private static final List<TestSpan> TRACE = List.of(
            TestSpan.of(1, 1, 0),
            TestSpan.of(1, 2, 1),
            TestSpan.of(1, 3, 2).with(AttributeScope.SPAN, "code", new Static.Int(500)),
            TestSpan.of(1, 4, 1).with(AttributeScope.SPAN, "code", new Static.Int(200)),
            TestSpan.of(1, 5, 3),
            TestSpan.of(1, 6, 5));

    private static List<Integer> kept(String filter, Reach reach, List<TestSpan> trace) {
        int[] rows = TraceFilter.rows(TraceQl.parseSpanFilter(filter), reach, new ListSource(trace), Deadline.none());
        return Arrays.stream(rows).map(row -> row + 1).boxed().toList();
    }

    private static List<Integer> failed(int up, int down) {
        return kept("{ .code = 500 }", new Reach(up, down), TRACE);
    }

    @Test
    void matchesAloneAreKeptWithoutReach() {
        assertThat(failed(0, 0)).containsExactly(3);
        assertThat(kept("{ .code = 1 }", new Reach(TraceFilter.ALL, TraceFilter.ALL), TRACE))
                .isEmpty();
    }

    @Test
    void descendantsAreKeptAsFarAsAsked() {
        assertThat(failed(0, 1)).containsExactly(3, 5);
        assertThat(failed(0, 2)).containsExactly(3, 5, 6);
        assertThat(failed(0, TraceFilter.ALL)).containsExactly(3, 5, 6);
    }

    @Test
    void ancestorsAreKeptAsFarAsAskedAndSiblingsNever() {
        assertThat(failed(1, 0)).containsExactly(2, 3);
        assertThat(failed(TraceFilter.ALL, 0)).containsExactly(1, 2, 3);
        assertThat(failed(1, 1)).containsExactly(2, 3, 5);
    }

    @Test
    void severalMatchesKeepTheUnion() {
        assertThat(kept("{ .code > 0 }", new Reach(1, 0), TRACE)).containsExactly(1, 2, 3, 4);
        assertThat(kept("{ .code > 0 }", new Reach(TraceFilter.ALL, TraceFilter.ALL), TRACE))
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void cyclesEnd() {
        List<TestSpan> cycle = List.of(
                TestSpan.of(1, 1, 2).with(AttributeScope.SPAN, "code", new Static.Int(500)), TestSpan.of(1, 2, 1));
        assertThat(kept("{ .code = 500 }", new Reach(TraceFilter.ALL, TraceFilter.ALL), cycle))
                .containsExactly(1, 2);
    }

    @Test
    void spansThatShareAnIdentifierAreOneNode() {
        List<TestSpan> shared = List.of(
                TestSpan.of(1, 1, 0),
                TestSpan.of(1, 2, 1).with(AttributeScope.SPAN, "code", new Static.Int(500)),
                TestSpan.of(1, 2, 1).named("twin"),
                TestSpan.of(1, 3, 2));
        assertThat(kept("{ .code = 500 }", new Reach(0, 1), shared)).containsExactly(2, 3, 4);
    }
}
