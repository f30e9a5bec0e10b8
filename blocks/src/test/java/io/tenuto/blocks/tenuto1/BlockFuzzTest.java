package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as a block, behind the checksums of its index: all of it is read, or it is refused.
///
/// Input: a [MadeBlock].
final class BlockFuzzTest {
    /// Rows, pages and texts of the index become arrays of all kinds, several times over for all columns.
    private static final long MEMORY_FACTOR = 16_384;

    private static final Set<Intrinsic> HIDDEN = Set.of(Intrinsic.TRACE_ORDINAL);

    static Stream<Arguments> seeds() {
        return Stream.of(
                        BlockRoundTripTest.segment(1, 1, 1, 1),
                        BlockRoundTripTest.segment(2, 2, 1, 4),
                        BlockRoundTripTest.segment(3, 3, 3, 6))
                .map(segment -> Arguments.of((Object) MadeBlock.input(stored(segment))));
    }

    private static MadeBlock.Stored stored(Segment segment) {
        var store = new MemoryObjectStore(Clock.system());
        var block = new NewBlock(MadeBlock.ID, TenantId.SINGLE, 1, 2, 0);
        BlockMeta meta = new Tenuto1Format(1).write(block, segment, store, Deadline.none());
        return new MadeBlock.Stored(meta, store.read(MadeBlock.KEY, Deadline.none()));
    }

    @MethodSource("seeds")
    @FuzzTest
    void blocksAreReadOrRefused(byte[] input) {
        if (input.length < MadeBlock.HEAD_BYTES) return;
        MadeBlock.Stored made = MadeBlock.of(input);
        Allocation.within(MEMORY_FACTOR * input.length, () -> {
            try {
                read(made);
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
    }

    private static void read(MadeBlock.Stored made) {
        var store = new MemoryObjectStore(Clock.system());
        store.put(MadeBlock.KEY, made.data(), Deadline.none());
        StoredBlock block = new Tenuto1Format(1).open(made.meta(), store, Deadline.none());
        var keys = new HashSet<ColumnKey>();
        for (Intrinsic intrinsic : Intrinsic.values()) {
            if (!HIDDEN.contains(intrinsic)) keys.add(ColumnKey.of(intrinsic));
        }
        for (AttributeKey key : block.source().keys()) {
            keys.add(new ColumnKey.Attribute(key));
            block.source().values(key);
        }
        DamagedBlockTest.readAll(block, keys);
    }
}
