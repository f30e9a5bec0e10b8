package io.tenuto.blocks.vparquet5;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.wire.OtlpValidator;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any tree of traces as a foreign block, with columns that contradict each other: each trace is a request with as many
/// spans as the table of traces says, or the block is refused.
///
/// Input: a [MadeForeignBlock].
final class ForeignBlockFuzzTest {
    static final String ID = "00000000-0000-4000-8000-000000000007";
    private static final int INPUT_BYTES_MAX = 512;
    private static final long BLOCK_BYTES = 256 << 20;

    static Stream<Arguments> seeds() {
        return IntStream.range(0, 16).mapToObj(seed -> {
            byte[] input = new byte[16 + seed];
            new Random(seed).nextBytes(input);
            // The first half without contradictions.
            if (seed < 8) input[1] = 0;
            return Arguments.of((Object) input);
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void tracesComeBackWholeOrTheBlockIsRefused(byte[] input) {
        if (input.length > INPUT_BYTES_MAX) return;
        var made = new MadeForeignBlock(input);
        byte[] bytes;
        try {
            bytes = made.write();
        } catch (IllegalArgumentException e) {
            return;
        }
        Allocation.within(BLOCK_BYTES, () -> {
            try {
                read(ByteSlice.of(bytes), made.traceCount());
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
                // Without contradictions there is nothing to refuse.
                assertThat(input.length > 1 && (input[1] & 3) != 0)
                        .as(e.getMessage())
                        .isTrue();
            }
        });
    }

    private static void read(ByteSlice data, int traceCount) {
        var store = new MemoryObjectStore(Clock.system());
        store.put(new ObjectKey(TenantId.SINGLE.value()).child(ID).child("data.parquet"), data, Deadline.none());
        String json = MadeForeignBlock.metaOf(data, traceCount);
        var meta = new BlockMeta(
                ID, TenantId.SINGLE, Vparquet5Format.NAME, 5, 1, traceCount, 0, 9, 9, 0, 9, 0, data.length(), json);
        var format = new Vparquet5Format(1 << 20);
        ForeignFile file =
                format.file(ID, TenantId.SINGLE.value(), json, ForeignMeta.parse(json), store, Deadline.none());
        Segment segment = file.segment(0, Deadline.none());
        TraceTable traces = file.traces(Deadline.none());
        int spans = 0;
        for (int trace = 0; trace < traces.count(); trace++) {
            int[] rows = traces.rows(trace);
            assertThat(rows).hasSize(traces.spanCount(trace));
            assertThat(new OtlpValidator().check(segment.toOtlp(rows))).isEqualTo(rows.length);
            spans += rows.length;
        }
        assertThat(spans).isEqualTo(segment.facts().rowCount());
        scan(new ForeignSource(meta, file));
    }

    private static void scan(ForeignSource source) {
        Set<ColumnKey> keys = Set.of(ColumnKey.of(Intrinsic.SPAN_ID), ColumnKey.of(Intrinsic.NAME));
        int rows = 0;
        try (var cursor = source.scan(ScanRequest.of(keys), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next())
                rows += batch.get().rowCount();
        }
        assertThat(rows).isEqualTo(source.facts().rowCount());
    }
}
