package io.tenuto.components.frontend.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpanPruningTest {
    private static final SpanPruning.Options FIVE = new SpanPruning.Options(List.of(), 5, 1);
    private static final long MILLI = 1_000_000;

    /// A root with two parents of `leaves` leaves each.
    private static MadeTrace fan(int leaves) {
        var trace = new MadeTrace().span("web", "root", 1, 0, 2, 0, 900 * MILLI, 0);
        for (int p = 0; p < 2; p++) {
            trace.span("api", "list", 10 + p, 1, 1, p, 400 * MILLI, 0);
            for (int i = 0; i < leaves; i++) {
                trace.span("db", "get", 100 + 20L * p + i, 10 + p, 3, 5 + i, (i + 1) * MILLI, 0);
            }
        }
        return trace;
    }

    @Test
    void leavesThatLookAlikeBecomeOneSummaryAndSoDoTheirParents() {
        SpanPruning.Result result = SpanPruning.prune(fan(3).parts(), FIVE);
        assertThat(result.isPruned()).isTrue();
        assertThat(result.trace().spans())
                .extracting(placed -> placed.span().name().toUtf8())
                .containsExactlyInAnyOrder("root", "list", "get");
        SpanPart leaf = spanOf(result.trace(), "get");
        SpanPart parent = spanOf(result.trace(), "list");
        assertThat(leaf.parentId()).isEqualTo(parent.id());
        assertThat(parent.parentId()).isEqualTo(MadeTrace.id(1));
        assertThat(leaf.startUnixNanos()).isEqualTo(5);
        assertThat(leaf.endUnixNanos()).isEqualTo(7 + 3 * MILLI);
        Map<String, ByteSlice> attributes = AttributeValues.of(leaf.message(), OtlpFields.SPAN_ATTRIBUTES);
        assertThat(AttributeValues.isTrue(attributes.getOrDefault("aggregation.is_summary", ByteSlice.EMPTY)))
                .isTrue();
        assertThat(number(attributes, "aggregation.span_count")).isEqualTo(6);
        assertThat(number(attributes, "aggregation.duration_min_ns")).isEqualTo(MILLI);
        assertThat(number(attributes, "aggregation.duration_max_ns")).isEqualTo(3 * MILLI);
        assertThat(number(attributes, "aggregation.duration_total_ns")).isEqualTo(12 * MILLI);
    }

    private static double number(Map<String, ByteSlice> attributes, String key) {
        return AttributeValues.number(attributes.getOrDefault(key, ByteSlice.EMPTY))
                .orElse(-1);
    }

    private static SpanPart spanOf(TraceParts trace, String name) {
        return trace.spans().stream()
                .map(TraceParts.Placed::span)
                .filter(span -> span.name().toUtf8().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fewLeavesStay() {
        TraceParts trace = fan(2).parts();
        SpanPruning.Result result = SpanPruning.prune(trace, FIVE);
        assertThat(result.isPruned()).isFalse();
        assertThat(result.trace()).isEqualTo(trace);
    }

    @Test
    void parentsStayWhereTheyMayNotBeGrouped() {
        SpanPruning.Result result = SpanPruning.prune(fan(3).parts(), new SpanPruning.Options(List.of(), 5, 0));
        assertThat(result.trace().spans()).hasSize(4);
    }

    @Test
    void leavesWithOtherValuesOfANamedAttributeStayApart() {
        var trace = new MadeTrace().span("web", "root", 1, 0, 2, 0, 9, 0);
        for (int i = 0; i < 6; i++) trace.span("db", i % 2 == 0 ? "get" : "put", 10 + i, 1, 3, i, 1, 0);
        var options = new SpanPruning.Options(List.of("seen.*"), 3, 1);
        assertThat(SpanPruning.prune(trace.parts(), options).trace().spans()).hasSize(3);
    }

    @Test
    void aPrunedTraceIsLeftAlone() {
        TraceParts once = SpanPruning.prune(fan(3).parts(), FIVE).trace();
        SpanPruning.Result twice = SpanPruning.prune(once, FIVE);
        assertThat(twice.wasPrunedBefore()).isTrue();
        assertThat(twice.trace()).isEqualTo(once);
    }
}
