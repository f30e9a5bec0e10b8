package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.CorruptDataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as a page of any kind, behind its checksum: the values that parquet-java reads, or a refusal, out of
/// memory that its limits bound.
final class PageFuzzTest {
    /// Values of eight bytes, levels, positions, and what decompresses them.
    private static final long ENTRY_BYTES = 64;

    private static final long BYTE_FACTOR = 16;

    static Stream<Arguments> seeds() {
        byte[] zeros = new byte[64];
        byte[] lengths = {2, 0, 0, 0, 'a', 'b', 0, 0, 0, 0, 1, 0, 0, 0, 'c'};
        byte[] deltas = {(byte) 128, 1, 4, 3, 4, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', 'b', 'c', 'd'};
        byte[] coded = {3, 3, (byte) 0b10001000, (byte) 0b11000110, (byte) 0b11111010};
        byte[] flags = {3, 0, 0, 0, 4, 1, 0};
        byte[] levels = {2, 0, 0, 0, 6, 1, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0};
        var seeds = new ArrayList<byte[]>();
        for (PhysicalType type : PhysicalType.values()) {
            seeds.add(MadePage.input(type, Encoding.PLAIN, 0, 3, zeros));
            seeds.add(MadePage.input(type, Encoding.BYTE_STREAM_SPLIT, 0, 3, zeros));
        }
        seeds.add(MadePage.input(PhysicalType.BYTE_ARRAY, Encoding.PLAIN, 0, 3, lengths));
        seeds.add(MadePage.input(PhysicalType.INT64, Encoding.DELTA_BINARY_PACKED, 0, 3, deltas));
        seeds.add(MadePage.input(PhysicalType.BYTE_ARRAY, Encoding.DELTA_LENGTH_BYTE_ARRAY, 0, 3, deltas));
        seeds.add(MadePage.input(PhysicalType.BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY, 0, 3, deltas));
        seeds.add(MadePage.input(PhysicalType.BYTE_ARRAY, Encoding.RLE_DICTIONARY, 0, 8, coded));
        seeds.add(MadePage.input(PhysicalType.BOOLEAN, Encoding.RLE, 0, 2, flags));
        seeds.add(MadePage.input(PhysicalType.INT64, Encoding.PLAIN, 8, 3, levels));
        seeds.add(MadePage.input(PhysicalType.INT64, Encoding.PLAIN, 17, 3, levels));
        return seeds.stream().map(input -> Arguments.of((Object) input));
    }

    @MethodSource("seeds")
    @FuzzTest
    void pagesHoldWhatParquetJavaFindsOrAreRefused(byte[] input) {
        if (input.length < MadePage.HEAD_BYTES) return;
        MadePage page = MadePage.of(input);
        var found = new ArrayList<List<Object>>();
        long bound = ENTRY_BYTES * Math.min(page.header().entryCount(), MadePage.LIMITS.pageEntriesMax())
                + BYTE_FACTOR * (input.length + page.header().uncompressedBytes());
        Allocation.within(bound, () -> {
            try {
                page.read();
            } catch (CorruptDataException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        });
        try {
            found.add(SampleFile.objects(page.read()));
        } catch (CorruptDataException e) {
            return;
        }
        assertThat(found.getFirst()).hasSizeLessThanOrEqualTo(page.header().entryCount());
        compare(page, found.getFirst());
    }

    /// Only where the body is nothing but values.
    private static void compare(MadePage page, List<Object> found) {
        boolean isPlain = page.codec() == Codec.UNCOMPRESSED
                && page.leaf().maxDefinition() == 0
                && page.leaf().maxRepetition() == 0
                && page.header().kind() == PageHeader.Kind.DATA;
        if (!isPlain) return;
        Optional<List<Object>> expected = ParquetJavaValues.read(
                page.leaf().type(), page.header().encoding(), page.header().entryCount(), page.body());
        expected.ifPresent(values -> assertThat(found).isEqualTo(values));
    }
}
