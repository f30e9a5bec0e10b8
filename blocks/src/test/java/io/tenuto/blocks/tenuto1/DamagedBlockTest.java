package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Damage is found before its data is returned.
final class DamagedBlockTest {
    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());

    private BlockMeta write(Segment segment) {
        var block = new NewBlock("00000000-0000-4000-8000-000000000002", TenantId.SINGLE, 1, 2, 0);
        return new Tenuto1Format(1).write(block, segment, store, Deadline.none());
    }

    /// Everything that the block shows.
    static List<Object> readAll(StoredBlock block, Set<ColumnKey> keys) {
        var all = new ArrayList<Object>();
        try (var cursor = block.source().scan(ScanRequest.of(keys), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                for (ColumnKey key : keys) all.add(BlockColumnsTest.rows(batch.get(), key));
            }
        }
        var traces = block.source().traces();
        for (int i = 0; i < traces.count(); i++) all.add(block.trace(traces.id(i), Deadline.none()));
        return all;
    }

    @Test
    void aChangedByteIsFoundOrHarmsNothing() {
        Segment segment = BlockRoundTripTest.segment(21, 30, 6, 40);
        Set<ColumnKey> keys = BlockColumnsTest.keys(segment);
        BlockMeta meta = write(segment);
        ObjectKey key = Tenuto1Format.folder(meta.tenant(), meta.id()).child("data.parquet");
        byte[] good = store.read(key, Deadline.none()).toByteArray();
        List<Object> expected = readAll(new Tenuto1Format(1).open(meta, store, Deadline.none()), keys);
        var random = new SplittableRandom(3);
        int found = 0;
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            store.put(key, ByteSlice.of(bad), Deadline.none());
            try {
                assertThat(readAll(new Tenuto1Format(1).open(meta, store, Deadline.none()), keys))
                        .isEqualTo(expected);
            } catch (CorruptDataException e) {
                found++;
            }
        }
        // The rest hit the footer, which only other readers use, and page headers' unused fields.
        assertThat(found).isGreaterThan(100);
    }
}
