package io.tenuto.components.frontend.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceMergerTest {
    private static List<String> names(TraceParts trace) {
        return trace.spans().stream()
                .map(placed -> placed.span().name().toUtf8())
                .toList();
    }

    private static TraceParts merge(List<ByteSlice> fragments) {
        return TraceMerger.merge(fragments.stream().map(TraceFragment::exact).toList());
    }

    @Test
    void spansOfOnePlaceStayInTheOrderInWhichTheyCame() {
        ByteSlice late = new MadeTrace()
                .span("a", "second", 2, 1, 1, 200, 5, 0)
                .span("a", "first", 1, 0, 1, 100, 9, 0)
                .toOtlp();
        assertThat(names(merge(List.of(late)))).containsExactly("second", "first");
    }

    @Test
    void spansOfSeveralPlacesComeByTheirStartAndEachOnce() {
        var one = new MadeTrace().span("a", "c", 3, 0, 1, 300, 1, 0).span("a", "a", 1, 0, 1, 100, 1, 0);
        var two = new MadeTrace().span("a", "b", 2, 0, 1, 200, 1, 0).span("a", "c", 3, 0, 1, 300, 1, 0);
        assertThat(names(merge(List.of(one.toOtlp(), two.toOtlp())))).containsExactly("a", "b", "c");
        assertThat(merge(List.of(two.toOtlp(), one.toOtlp())).toOtlp())
                .as("however the places were visited")
                .isEqualTo(merge(List.of(one.toOtlp(), two.toOtlp())).toOtlp());
    }

    @Test
    void spansOfOneIdentifierThatDifferAreBothKept() {
        var one = new MadeTrace().span("a", "x", 1, 0, 1, 100, 1, 0);
        var two = new MadeTrace().span("a", "y", 1, 0, 1, 100, 1, 0);
        assertThat(names(merge(List.of(one.toOtlp(), two.toOtlp())))).containsExactlyInAnyOrder("x", "y");
    }

    @Test
    void whatAnotherFormatWroteAnewIsTheSameSpanAsTheExactCopy() {
        var exact = new MadeTrace().span("a", "x", 1, 0, 1, 100, 1, 0).span("a", "y", 2, 1, 1, 110, 1, 0);
        // Its resource tells that this copy was written anew.
        var anew = new MadeTrace().span("A", "x", 1, 0, 1, 100, 1, 0).span("A", "z", 3, 1, 1, 90, 1, 0);
        var exactFragment = TraceFragment.exact(exact.toOtlp());
        var foreign = new TraceFragment(anew.toOtlp(), false);
        TraceParts merged = TraceMerger.merge(List.of(foreign, exactFragment));
        assertThat(names(merged)).containsExactly("z", "x", "y");
        assertThat(merged.toOtlp())
                .isEqualTo(TraceMerger.merge(List.of(exactFragment, foreign)).toOtlp());
        assertThat(names(TraceMerger.merge(List.of(foreign, exactFragment, foreign))))
                .containsExactly("z", "x", "y");
        assertThat(names(merge(List.of(exact.toOtlp(), anew.toOtlp()))))
                .as("two exact copies that differ are two spans")
                .hasSize(4);
    }

    @Test
    void aServerThatSharesItsClientsIdentifierGetsOneOfItsOwn() {
        TraceParts trace = merge(List.of(new MadeTrace()
                .span("web", "call", 7, 0, SpanPart.KIND_CLIENT, 100, 50, 0)
                .span("api", "call", 7, 0, SpanPart.KIND_SERVER, 110, 30, 0)
                .span("api", "below", 8, 7, 1, 115, 5, 0)
                .toOtlp()));
        List<SpanPart> spans =
                trace.spans().stream().map(TraceParts.Placed::span).toList();
        assertThat(spans.get(0).id()).isEqualTo(MadeTrace.id(7));
        assertThat(spans.get(1).id()).isEqualTo(MadeTrace.id(1));
        assertThat(spans.get(1).parentId()).isEqualTo(MadeTrace.id(7));
        assertThat(spans.get(2).parentId()).isEqualTo(MadeTrace.id(1));
    }

    @Test
    void everySpanHasAStatusAndNoneHasFlags() {
        TraceParts trace = merge(
                List.of(new MadeTrace().span("a", "x", 1, 0, 1, 100, 1, -1).toOtlp()));
        boolean hasStatus = false;
        var reader = new ProtoReader(trace.spans().getFirst().span().message());
        while (reader.next()) {
            assertThat(reader.field()).isNotEqualTo(OtlpFields.SPAN_FLAGS);
            hasStatus |= reader.field() == OtlpFields.SPAN_STATUS;
            reader.skip();
        }
        assertThat(hasStatus).isTrue();
    }
}
