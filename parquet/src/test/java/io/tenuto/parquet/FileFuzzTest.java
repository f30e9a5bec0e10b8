package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as a column file: all that it claims to hold is read, or it is refused, out of memory that its limits
/// bound.
final class FileFuzzTest {
    private static final DecodeLimits LIMITS = new DecodeLimits(1 << 16, 1 << 14, 1 << 16);

    /// Footer: a column of a row group is a few bytes and becomes a record with two bounds and a list.
    private static final long FOOTER_FACTOR = 512;

    static Stream<Arguments> seeds() {
        return Stream.of(new SampleFile(1, 3, 2), new SampleFile(2, 20, 10), new SampleFile(3, 70, 70))
                .map(file -> Arguments.of((Object) file.bytes.slice().toByteArray()));
    }

    @MethodSource("seeds")
    @FuzzTest
    void filesAreReadOrRefused(byte[] bytes) {
        Allocation.within(FOOTER_FACTOR * bytes.length, () -> {
            try {
                FileFooter.read(RangeReader.of(ByteSlice.of(bytes)), LIMITS);
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
        try {
            read(bytes);
        } catch (CorruptDataException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static void read(byte[] bytes) {
        RangeReader file = RangeReader.of(ByteSlice.of(bytes));
        FileFooter footer = FileFooter.read(file, LIMITS);
        var decoder = new PageDecoder(LIMITS);
        for (RowGroup group : footer.rowGroups()) {
            for (ColumnChunk chunk : group.chunks()) {
                ChunkReader reader = ChunkReader.open(chunk, file, decoder);
                long entries = 0;
                for (var page = reader.next(); page.isPresent(); page = reader.next()) {
                    assertThat(SampleFile.objects(page.get().values()))
                            .hasSizeLessThanOrEqualTo(page.get().entryCount());
                    entries += page.get().entryCount();
                }
                assertThat(entries).isEqualTo(chunk.valueCount());
            }
        }
    }
}
