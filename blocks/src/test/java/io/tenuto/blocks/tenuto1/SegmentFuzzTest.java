package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.segment.RandomOtlp;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.OtlpValidator;
import io.tenuto.wire.ProtoReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as a request on its way through columns and a block: whatever passes the check is stored, every trace
/// comes back as the same spans from both, and all columns can be read.
final class SegmentFuzzTest {
    static Stream<Arguments> seeds() {
        return LongStream.range(0, 12)
                .mapToObj(seed -> new RandomOtlp(seed, 2).request(1 + (int) seed % 4))
                .map(request -> Arguments.of((Object) request.toByteArray()));
    }

    @MethodSource("seeds")
    @FuzzTest
    void whatPassesTheCheckComesBackFromColumnsAndFromABlock(byte[] bytes) {
        ByteSlice request = ByteSlice.of(bytes);
        int spans;
        try {
            spans = new OtlpValidator().check(request);
        } catch (CorruptDataException e) {
            return;
        }
        var builder = new SegmentBuilder();
        builder.append(request);
        int rows = builder.rowCount();
        assertThat(rows).isLessThanOrEqualTo(spans);
        // A second time everything is a twin.
        builder.append(request);
        Segment segment = builder.seal();
        assertThat(segment.facts().rowCount()).isEqualTo(rows);
        if (spans == 0) return;
        var store = new MemoryObjectStore(Clock.system());
        var format = new Tenuto1Format(1 << 20);
        var block = new NewBlock("00000000-0000-4000-8000-000000000001", TenantId.SINGLE, 1, 2, 0);
        compare(segment, format.open(format.write(block, segment, store, Deadline.none()), store, Deadline.none()));
    }

    private static void compare(Segment segment, StoredBlock block) {
        TraceTable traces = segment.traces();
        int rows = 0;
        for (int trace = 0; trace < traces.count(); trace++) {
            TraceId id = traces.id(trace);
            List<ByteSlice> live = spans(segment.trace(id).orElseThrow());
            assertThat(live).hasSize(traces.spanCount(trace));
            assertThat(spans(block.trace(id, Deadline.none()).orElseThrow())).isEqualTo(live);
            rows += live.size();
        }
        assertThat(rows).isEqualTo(segment.facts().rowCount());
        assertThat(DamagedBlockTest.readAll(block, BlockColumnsTest.keys(segment)))
                .isNotEmpty();
    }

    /// The encoded spans of a message, sorted: how they are grouped may differ.
    private static List<ByteSlice> spans(ByteSlice message) {
        new OtlpValidator().check(message);
        var spans = new ArrayList<ByteSlice>();
        for (ByteSlice resource : fields(message, OtlpFields.RESOURCE_SPANS)) {
            for (ByteSlice scope : fields(resource, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS)) {
                spans.addAll(fields(scope, OtlpFields.SCOPE_SPANS_SPANS));
            }
        }
        Collections.sort(spans);
        return spans;
    }

    private static List<ByteSlice> fields(ByteSlice message, int field) {
        var found = new ArrayList<ByteSlice>();
        var in = new ProtoReader(message);
        while (in.next()) {
            if (in.field() == field) found.add(in.readSlice());
            else in.skip();
        }
        return found;
    }
}
