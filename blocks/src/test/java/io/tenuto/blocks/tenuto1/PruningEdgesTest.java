package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.SourceSlice;
import io.tenuto.traceql.source.SpanSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values at the edge of what bounds can tell, each under a key of its own, so that no other value hides a mistake.
final class PruningEdgesTest {
    private static final Map<String, List<AnyValue>> VALUES = new LinkedHashMap<>();
    private static final double[] EDGES = {
        Double.NEGATIVE_INFINITY,
        -9.3e18,
        -1,
        -0.0,
        0.0,
        0.5,
        1,
        5,
        0x1p53,
        0x1p53 + 2,
        9.3e18,
        Double.POSITIVE_INFINITY
    };

    static {
        VALUES.put("nan", List.of(real(Double.NaN)));
        VALUES.put("nan-first", List.of(real(Double.NaN), real(1)));
        VALUES.put("infinite", List.of(real(Double.NEGATIVE_INFINITY), real(Double.POSITIVE_INFINITY)));
        VALUES.put("minus-zero", List.of(real(-0.0)));
        VALUES.put("beyond-doubles", List.of(whole((1L << 53) + 1)));
        VALUES.put("least-and-greatest", List.of(whole(Long.MIN_VALUE), whole(Long.MAX_VALUE)));
        VALUES.put("both-kinds", List.of(whole(5), real(0.5)));
        VALUES.put("boolean", List.of(AnyValue.newBuilder().setBoolValue(true).build()));
        VALUES.put("array", List.of(array(whole(5), whole(1))));
        VALUES.put("array-of-one", List.of(array(real(0.5))));
        VALUES.put("array-of-texts", List.of(array(text("a"), text("b"))));
        VALUES.put("text", List.of(text("a"), text("")));
        VALUES.put("digits", List.of(text("5")));
        VALUES.put("nothing", List.of(AnyValue.getDefaultInstance()));
    }

    @TempDir
    private Path folder;

    private static AnyValue real(double value) {
        return AnyValue.newBuilder().setDoubleValue(value).build();
    }

    private static AnyValue whole(long value) {
        return AnyValue.newBuilder().setIntValue(value).build();
    }

    private static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    private static AnyValue array(AnyValue... values) {
        return AnyValue.newBuilder()
                .setArrayValue(ArrayValue.newBuilder().addAllValues(List.of(values)))
                .build();
    }

    /// A span for each value.
    private static List<ByteSlice> requests() {
        var requests = new ArrayList<ByteSlice>();
        VALUES.forEach((key, values) -> {
            for (AnyValue value : values) requests.add(request(requests.size() + 1, key, value));
        });
        return requests;
    }

    private static ByteSlice request(long id, String key, AnyValue value) {
        var request = TracesData.newBuilder();
        request.addResourceSpansBuilder()
                .addScopeSpansBuilder()
                .addSpans(Span.newBuilder()
                        .setTraceId(ByteString.copyFrom(
                                ByteBuffer.allocate(16).putLong(0).putLong(id).array()))
                        .setSpanId(ByteString.copyFrom(
                                ByteBuffer.allocate(8).putLong(id).array()))
                        .setStartTimeUnixNano(id)
                        .setEndTimeUnixNano(id + 1)
                        .addAttributes(KeyValue.newBuilder().setKey(key).setValue(value)));
        return ByteSlice.of(request.build().toByteArray());
    }

    private static List<PruneCondition> conditions(ColumnKey key) {
        List<ColumnKey> columns = List.of(key);
        var conditions = new ArrayList<PruneCondition>();
        for (double edge : EDGES) {
            // As the engine makes them: one step outwards.
            double below = Math.nextDown(edge);
            double above = Math.nextUp(edge);
            conditions.add(new PruneCondition.NumberBetween(columns, below, above));
            conditions.add(new PruneCondition.NumberBetween(columns, below, Double.POSITIVE_INFINITY));
            conditions.add(new PruneCondition.NumberBetween(columns, Double.NEGATIVE_INFINITY, above));
        }
        for (String text : List.of("a", "b", "5", "", "c")) {
            conditions.add(new PruneCondition.StringIn(columns, List.of(ByteSlice.utf8(text))));
            conditions.add(new PruneCondition.StringMatches(columns, ByteSlice.utf8(text)::equals));
        }
        conditions.add(new PruneCondition.Present(columns));
        return conditions;
    }

    private static void check(String form, SpanSource source) {
        for (String name : VALUES.keySet()) {
            for (PruneCondition condition : conditions(ColumnKey.of(AttributeScope.SPAN, name))) {
                assertThat(PruningTest.matching(source, condition, List.of(condition)))
                        .as("%s, %s", form, condition)
                        .isEqualTo(PruningTest.matching(source, condition, List.of()));
            }
        }
    }

    @Test
    void noEdgeIsLeftOut() throws IOException {
        var builder = new SegmentBuilder();
        requests().forEach(builder::append);
        Segment segment = builder.seal();
        int rows = segment.facts().rowCount();
        for (Map.Entry<String, SpanSource> form :
                new SourceForms(folder).of(segment).entrySet()) {
            check(form.getKey(), form.getValue());
            for (int from = 0; from < rows; from += 5) {
                SpanSource slice = SourceSlice.of(form.getValue(), from, Math.min(rows, from + 7), Deadline.none());
                check("a slice of " + form.getKey(), slice);
            }
        }
    }

    @Test
    void noEdgeIsLeftOutWhileRowsCome() {
        var builder = new SegmentBuilder();
        for (ByteSlice request : requests()) {
            builder.append(request);
            check("growing", builder.view());
        }
    }

    @Test
    void valuesAreThoseOfTheRows() throws IOException {
        var builder = new SegmentBuilder();
        requests().forEach(builder::append);
        Segment segment = builder.seal();
        SpanSource file = new SourceForms(folder).of(segment).get("file");
        for (var key : segment.keys())
            assertThat(file.values(key)).as("%s", key).isEqualTo(segment.values(key));
        assertThat(texts(segment, "nan-first")).containsExactlyInAnyOrder("NaN", "1");
        assertThat(texts(segment, "infinite")).containsExactlyInAnyOrder("-Inf", "+Inf");
        assertThat(texts(segment, "minus-zero")).containsExactly("-0");
        assertThat(texts(segment, "beyond-doubles")).containsExactly("9007199254740993");
        assertThat(texts(segment, "least-and-greatest"))
                .containsExactlyInAnyOrder("-9223372036854775808", "9223372036854775807");
        assertThat(texts(segment, "both-kinds")).containsExactlyInAnyOrder("5", "0.5");
        assertThat(texts(segment, "boolean")).containsExactly("true");
        assertThat(texts(segment, "text")).containsExactlyInAnyOrder("a", "");
    }

    private static List<String> texts(SpanSource source, String name) {
        return source.values(new AttributeKey(AttributeScope.SPAN, name))
                .orElseThrow()
                .texts();
    }

    @Test
    void tooManyNumbersAreNotSaidToBeAll() throws IOException {
        var builder = new SegmentBuilder();
        for (int i = 0; i <= 10_000; i++) builder.append(request(i + 1, "many", whole(i)));
        var key = new AttributeKey(AttributeScope.SPAN, "many");
        assertThat(builder.view().values(key).orElseThrow().isComplete()).isFalse();
        Map<String, SpanSource> forms = new SourceForms(folder).of(builder.seal());
        assertThat(forms.get("file").values(key).orElseThrow().isComplete()).isFalse();
        assertThat(forms.get("live").values(key).orElseThrow().isComplete()).isFalse();
        assertThat(forms.get("block").values(key)).isEmpty();
    }
}
