package io.tenuto.blocks.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentFileTest {
    @TempDir
    private Path folder;

    /// A segment and where its records began.
    private record Made(Segment segment, LogStretch stretch) {}

    private static Made made(long seed, int records, int spansOfEach) {
        var random = new RandomOtlp(seed, 12);
        var builder = new SegmentBuilder();
        long[] offsets = new long[records];
        int[] firstRows = new int[records];
        for (int i = 0; i < records; i++) {
            offsets[i] = 100 + 3L * i;
            firstRows[i] = builder.rowCount();
            builder.append(ByteSlice.of(random.request(spansOfEach).toByteArray()));
        }
        return new Made(builder.seal(), new LogStretch("log", 3, "acme", offsets, firstRows, records));
    }

    private static Path name(long seed) {
        return Path.of("/live/" + seed + ".segment");
    }

    @Test
    void aFileShowsWhatTheSegmentShowed() throws IOException {
        var disk = new SimulatedDisk(1);
        for (int seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            Made made = made(seed, 1 + random.nextInt(6), 1 + random.nextInt(40));
            Segment segment = made.segment();
            SegmentFile file = SegmentFile.write(disk, name(seed), segment, made.stretch(), 1 + random.nextInt(70));
            FileSegment opened = file.open();
            assertThat(SourceDump.of(opened)).as("seed %s", seed).isEqualTo(SourceDump.of(segment));
            for (int i = 0; i < 5; i++) {
                int[] rows = some(segment, random);
                if (rows.length == 0) continue;
                assertThat(SourceDump.of(file.open(), rows)).isEqualTo(SourceDump.of(segment, rows));
            }
            assertThat(traces(opened, segment)).isEqualTo(traces(segment));
        }
    }

    private static int[] some(Segment segment, SplittableRandom random) {
        int part = 1 + random.nextInt(10);
        return IntStream.range(0, segment.facts().rowCount())
                .filter(row -> random.nextInt(part) == 0)
                .toArray();
    }

    private static List<String> traces(Segment segment) {
        var found = new ArrayList<String>();
        for (int trace = 0; trace < segment.traces().count(); trace++) {
            found.add(segment.trace(segment.traces().id(trace)).orElseThrow().toUtf8());
        }
        return found;
    }

    private static List<String> traces(FileSegment opened, Segment segment) {
        var found = new ArrayList<String>();
        for (int trace = 0; trace < segment.traces().count(); trace++) {
            TraceId id = segment.traces().id(trace);
            found.add(opened.trace(id, 0, Integer.MAX_VALUE).orElseThrow().toUtf8());
        }
        return found;
    }

    /// More rows than a batch, and dictionaries of which only parts are read.
    @Test
    void aLargeFileShowsWhatTheSegmentShowed() throws IOException {
        var random = new RandomOtlp(9, 3000);
        var builder = new SegmentBuilder();
        while (builder.rowCount() < 9000)
            builder.append(ByteSlice.of(random.request(500).toByteArray()));
        Segment segment = builder.seal();
        var stretch = new LogStretch("log", 0, "acme", new long[1], new int[1], 1);
        SegmentFile file = SegmentFile.write(Disk.local(), folder.resolve("large"), segment, stretch);
        assertThat(SourceDump.of(file.open())).isEqualTo(SourceDump.of(segment));
        assertThat(traces(file.open(), segment)).isEqualTo(traces(segment));
        int[] far = {0, 7, 8191, 8192, 8999};
        assertThat(SourceDump.of(file.open(), far)).isEqualTo(SourceDump.of(segment, far));
        assertThat(file.file().tryClose()).isTrue();
    }

    @Test
    void offsetsLeadToRows() throws IOException {
        Made made = made(5, 6, 4);
        FileSegment opened = SegmentFile.write(new SimulatedDisk(1), name(5), made.segment(), made.stretch(), 2)
                .open();
        int[] firstRows = made.stretch().firstRows();
        assertThat(opened.firstRowFrom(0)).isZero();
        for (int i = 0; i < 6; i++) {
            assertThat(opened.firstRowFrom(100 + 3 * i)).isEqualTo(firstRows[i]);
            assertThat(opened.firstRowFrom(98 + 3 * i)).isEqualTo(firstRows[i]);
        }
        assertThat(opened.firstRowFrom(116)).isEqualTo(made.segment().facts().rowCount());
    }

    /// Whatever byte is changed, nothing wrong is shown: reading says so, or the byte is none that counts.
    @Test
    void noChangedByteIsBelieved() throws IOException {
        Made made = made(11, 2, 6);
        Path path = folder.resolve("good");
        SegmentFile.write(Disk.local(), path, made.segment(), made.stretch(), 5);
        byte[] good = Files.readAllBytes(path);
        List<String> expected = SourceDump.of(made.segment());
        expected.addAll(traces(made.segment()));
        int refused = 0;
        for (int i = 0; i < good.length; i += i < 64 || i > good.length - 64 ? 1 : 13) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << i % 8);
            Path changed = folder.resolve("changed-" + i);
            Files.write(changed, bad);
            try {
                FileSegment opened = SegmentFile.open(Disk.local(), changed).open();
                List<String> shown = SourceDump.of(opened);
                shown.addAll(traces(opened, made.segment()));
                assertThat(shown).as("byte %s", i).isEqualTo(expected);
            } catch (CorruptDataException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(good.length / 15);
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        Made made = made(11, 2, 6);
        Path path = folder.resolve("good");
        SegmentFile.write(Disk.local(), path, made.segment(), made.stretch());
        byte[] good = Files.readAllBytes(path);
        for (int length : new int[] {0, 1, 16, 40, good.length / 2, good.length - 1}) {
            Path torn = folder.resolve("torn-" + length);
            Files.write(torn, Arrays.copyOf(good, length));
            assertThatThrownBy(() -> SegmentFile.open(Disk.local(), torn)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void damageIsRemembered() throws IOException {
        Made made = made(4, 3, 20);
        Path path = folder.resolve("fading");
        SegmentFile file = SegmentFile.write(Disk.local(), path, made.segment(), made.stretch());
        assertThat(SourceDump.of(file.open())).isNotEmpty();
        byte[] bytes = Files.readAllBytes(path);
        bytes[LiveFile.HEADER_BYTES + 1] ^= 1;
        Files.write(path, bytes);
        assertThat(file.file().isDamaged()).isFalse();
        assertThatThrownBy(() -> SourceDump.of(file.open())).isInstanceOf(SegmentDamagedException.class);
        assertThat(file.file().isDamaged()).isTrue();
    }

    @Test
    void aFullDiskKeepsNothing() throws IOException {
        Made made = made(4, 3, 50);
        for (int room = 0; room < 30_000; room += 997) {
            var disk = new SimulatedDisk(1);
            disk.limitTo(room);
            try {
                SegmentFile.write(disk, name(0), made.segment(), made.stretch());
            } catch (IOException e) {
                assertThat(disk.list(Path.of("/live"))).isEmpty();
            }
        }
    }

    @Test
    void whoReadsOnIsTold() throws IOException {
        Made made = made(4, 3, 50);
        Path path = folder.resolve("leaving");
        SegmentFile file = SegmentFile.write(Disk.local(), path, made.segment(), made.stretch());
        FileSegment opened = file.open();
        file.file().unlink();
        assertThat(path).doesNotExist();
        assertThat(SourceDump.of(opened)).isEqualTo(SourceDump.of(made.segment()));
        assertThat(file.file().tryClose()).isTrue();
        assertThat(file.file().tryClose()).isTrue();
        assertThatThrownBy(() -> SourceDump.of(opened)).isInstanceOf(SegmentGoneException.class);
        assertThatThrownBy(file::open).isInstanceOf(SegmentGoneException.class);
    }
}
