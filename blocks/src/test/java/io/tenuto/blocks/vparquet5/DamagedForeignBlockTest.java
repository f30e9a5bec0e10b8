package io.tenuto.blocks.vparquet5;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import java.util.HashMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damage in a foreign block gives data or a refusal, nothing else.
@Tag("recorded")
final class DamagedForeignBlockTest {
    @Test
    void aDamagedBlockIsReadOrRefused() throws Exception {
        MemoryObjectStore store = RecordedBlocksTest.load("shop-vparquet5");
        BlockMeta meta = new ForeignBlocks(store, new Vparquet5Format(1))
                .poll(Deadline.none())
                .getFirst();
        var key = new ObjectKey(meta.tenant().value()).child(meta.id()).child("data.parquet");
        byte[] good = store.read(key, Deadline.none()).toByteArray();
        var random = new SplittableRandom(17);
        var unexpected = new HashMap<String, String>();
        for (int i = 0; i < Integer.getInteger("fuzz.rounds", 400); i++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                // Pages have checksums; the footer has none.
                int tail = random.nextInt(4) > 0 ? 15_000 : bad.length;
                int at = bad.length - 1 - random.nextInt(tail);
                bad[at] = random.nextBoolean() ? (byte) (bad[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
            }
            store.put(key, ByteSlice.of(bad), Deadline.none());
            try {
                StoredBlock block = new Vparquet5Format(1).open(meta, store, Deadline.none());
                assertThat(block.source().traces().count()).isNotNegative();
                block.trace(block.source().traces().id(0), Deadline.none());
            } catch (CorruptDataException e) {
                continue;
            } catch (RuntimeException | OutOfMemoryError e) {
                StackTraceElement[] trace = e.getStackTrace();
                unexpected.put(
                        e.getClass().getSimpleName() + " " + (trace.length > 0 ? trace[0] : ""), e + " round " + i);
            }
        }
        assertThat(unexpected).isEmpty();
    }
}
