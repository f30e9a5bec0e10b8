package io.tenuto.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as a request: the check accepts what the slow one accepts and counts the same spans, without allocating.
final class OtlpFuzzTest {
    private static final int REFUSED = -1;

    static Stream<Arguments> seeds() {
        return OtlpSamples.all().stream().map(message -> Arguments.of((Object) message.toByteArray()));
    }

    @MethodSource("seeds")
    @FuzzTest
    void requestsAreCheckedAsTheSlowWayDoes(byte[] bytes) throws IOException {
        int spans = check(bytes);
        assertThat(spans).isEqualTo(slowCheck(bytes));
        if (spans == REFUSED) return;
        Allocation.within(
                64L * bytes.length, () -> new TraceJson(new JsonWriter()).write(ByteSlice.of(bytes), "batches"));
        parseWithProtobuf(bytes, spans);
    }

    private static int check(byte[] bytes) {
        var validator = new OtlpValidator();
        int[] spans = {REFUSED};
        Allocation.within(0, () -> {
            try {
                spans[0] = validator.check(ByteSlice.of(bytes));
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
        return spans[0];
    }

    private static int slowCheck(byte[] bytes) {
        try {
            return SlowOtlp.check(bytes);
        } catch (IOException | UnsupportedOperationException e) {
            return REFUSED;
        }
    }

    /// What is accepted is a message for protobuf's generated code too, unless a text is no UTF-8: we keep such bytes.
    private static void parseWithProtobuf(byte[] bytes, int spans) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(4 * OtlpValidator.NESTING_MAX);
        try {
            int count = 0;
            for (ResourceSpans resource : TracesData.parseFrom(in).getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) count += scope.getSpansCount();
            }
            assertThat(count).isEqualTo(spans);
        } catch (InvalidProtocolBufferException e) {
            assertThat(e.getMessage()).contains("invalid UTF-8");
        }
    }
}
