package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RoundTripTest {
    @Test
    void everyColumnComesBackAsItWasWritten() {
        for (int rows : new int[] {1, 7, 64, 1000, 5003}) {
            for (int pageRows : new int[] {1, 100, 8192}) {
                if (rows / pageRows > 1000) continue;
                checkAll(new SampleFile(rows * 31L + pageRows, rows, pageRows));
            }
        }
    }

    private static void checkAll(SampleFile file) {
        FileFooter footer = FileFooter.read(file.reader(), DecodeLimits.STANDARD);
        assertThat(footer.rowCount()).isEqualTo(file.rows);
        assertThat(footer.keyValues()).containsEntry("k", "v");
        assertThat(footer.schema().leaves()).isEqualTo(SampleFile.SCHEMA.leaves());
        RowGroup group = footer.rowGroups().getFirst();
        var decoder = new PageDecoder(DecodeLimits.STANDARD);
        for (int i = 0; i < file.columns.size(); i++) {
            check(file, group.chunks().get(i), file.columns.get(i), decoder);
        }
    }

    private static void check(SampleFile file, ColumnChunk chunk, SampleFile.Column written, PageDecoder decoder) {
        ChunkReader reader = ChunkReader.open(chunk, file.reader(), decoder);
        var values = new ArrayList<Object>();
        var present = new ArrayList<Integer>();
        for (Optional<Page> page = reader.next(); page.isPresent(); page = reader.next()) {
            values.addAll(SampleFile.objects(page.get().values()));
            addLevels(present, page.get().levels());
        }
        assertThat(values).as(chunk.leaf().path()).isEqualTo(SampleFile.objects(written.values()));
        var expected = new ArrayList<Integer>();
        addLevels(expected, written.levels());
        assertThat(present).as(chunk.leaf().path()).isEqualTo(expected);
    }

    private static void addLevels(List<Integer> into, Levels levels) {
        for (int i = 0; i < levels.entryCount(); i++) {
            into.add(
                    switch (levels) {
                        case Levels.Required _ -> 1;
                        case Levels.Optional(long[] words, int entries) -> (int) (words[i >> 6] >>> i) & 1;
                        case Levels.Nested(byte[] repetition, byte[] definition, int entries) ->
                            repetition[i] * 16 + definition[i];
                    });
        }
    }

    @Test
    void aPageIsReadFromItsPlaceAlone() {
        var file = new SampleFile(5, 5000, 512);
        ChunkPlace place = file.places.get(6);
        long at = place.startOffset() + place.dictionaryBytes();
        for (int i = 0; i < 3; i++) at += place.pageBytes()[i];
        ByteSlice bytes = file.reader().read(at, place.pageBytes()[3]);
        var decoder = new PageDecoder(DecodeLimits.STANDARD);
        Page page = decoder.page(place.leaf(), place.codec(), bytes, PageDecoder.NO_DICTIONARY);
        assertThat(page.entryCount()).isEqualTo(512);
    }

    @Test
    void theDictionaryIsReadWithoutDataPagesAndHoldsOnlyWhatIsUsed() {
        var file = new SampleFile(6, 5000, 512);
        FileFooter footer = FileFooter.read(file.reader(), DecodeLimits.STANDARD);
        ColumnChunk chunk = footer.rowGroups().getFirst().chunks().get(5);
        var decoder = new PageDecoder(DecodeLimits.STANDARD);
        Values dictionary =
                ChunkReader.dictionaryOf(chunk, file.reader(), decoder).orElseThrow();
        assertThat(SampleFile.objects(dictionary))
                .containsExactlyInAnyOrder(
                        ByteSlice.utf8("a"),
                        ByteSlice.utf8("bb"),
                        ByteSlice.utf8(""),
                        ByteSlice.utf8("unused é"),
                        ByteSlice.utf8("dddd"));
    }
}
