package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Damage is found, and costs no more than an exception.
final class CorruptFileTest {
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 1 << 20, 1 << 20);

    /// Reads all that a file claims to hold.
    static long readAll(byte[] bytes) {
        RangeReader file = RangeReader.of(ByteSlice.of(bytes));
        FileFooter footer = FileFooter.read(file, LIMITS);
        long entries = 0;
        var decoder = new PageDecoder(LIMITS);
        for (RowGroup group : footer.rowGroups()) {
            for (ColumnChunk chunk : group.chunks()) {
                ChunkReader reader = ChunkReader.open(chunk, file, decoder);
                for (var page = reader.next(); page.isPresent(); page = reader.next()) {
                    entries += page.get().entryCount();
                }
            }
        }
        return entries;
    }

    @Test
    void changedBytesGiveCorruptDataOrHarmNothing() {
        var random = new SplittableRandom(1);
        byte[] good = new SampleFile(3, 500, 100).bytes.slice().toByteArray();
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            int changes = 1 + random.nextInt(4);
            for (int c = 0; c < changes; c++) bad[place(random, bad.length)] = (byte) random.nextInt();
            try {
                readAll(bad);
            } catch (CorruptDataException e) {
                found++;
            }
        }
        assertThat(found).isGreaterThan(10_000);
    }

    /// Half of the damage goes to the footer, where each byte matters more.
    private static int place(SplittableRandom random, int length) {
        return random.nextBoolean() ? random.nextInt(length) : length - 1 - random.nextInt(length / 4);
    }

    @Test
    void everyTruncationIsFound() {
        byte[] good = new SampleFile(4, 100, 50).bytes.slice().toByteArray();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> readAll(cut)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aFlippedBitInAPageIsFoundByItsChecksum() {
        var file = new SampleFile(4, 1000, 500);
        ChunkPlace place = file.places.get(7);
        byte[] bad = file.bytes.slice().toByteArray();
        bad[(int) (place.startOffset() + place.totalBytes() - 9)] ^= 4;
        assertThatThrownBy(() -> readAll(bad))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("checksum");
    }
}
