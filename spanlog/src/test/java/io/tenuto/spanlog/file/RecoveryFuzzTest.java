package io.tenuto.spanlog.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.DiskFile;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as the files of a log: it is recovered to just what the slow reader finds and takes appends, or refuses to
/// open. Nothing that is whole is removed.
///
/// Input: flags (1: right checksums, 2: two files, 4: one bit damaged after that), u16 where the second file begins,
/// u16 which byte is damaged, the files.
final class RecoveryFuzzTest {
    private static final int HEAD_BYTES = 5;
    private static final long MEMORY_FACTOR = 4096;
    /// What two logs take that hold nothing: their writers' buffers.
    private static final long LOG_BYTES = 4 << 20;
    private static final Path FOLDER = Path.of("/log");
    private static final FileSpanLogConfig CONFIG =
            new FileSpanLogConfig(FOLDER, 2, 1 << 20, 1 << 20, Duration.ZERO, 1 << 20, Duration.ofDays(1));

    static Stream<Arguments> seeds() {
        byte[] first = LogBytes.file(1, new long[] {0, 7}, "a", "b");
        byte[] second = LogBytes.file(2, new long[] {1, 8}, "c");
        byte[] grown = LogBytes.file(2, new long[] {1, 8, 0});
        byte[] replacing = LogBytes.file(2, new long[] {1, 7}, "d");
        return Stream.of(
                        input(0, first),
                        input(1, first),
                        input(4, first),
                        input(3, first, second),
                        input(3, first, grown),
                        input(7, first, replacing),
                        input(2, first, Arrays.copyOf(second, 30)))
                .map(input -> Arguments.of((Object) input));
    }

    private static byte[] input(int flags, byte[]... files) {
        int split = files[0].length;
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) flags, (byte) split, (byte) (split >> 8), 70, 0});
        for (byte[] file : files) out.writeBytes(file);
        return out.toByteArray();
    }

    @MethodSource("seeds")
    @FuzzTest
    void filesAreRecoveredAsTheSlowReaderDoes(byte[] input) {
        if (input.length < HEAD_BYTES) return;
        List<byte[]> files = files(input);
        Optional<Map<String, String>> expected = expected(files);
        if (expected.isEmpty() && !SlowLog.hasHeader(files.getLast())) {
            // Being created when power failed: removed if nothing whole is in it, and the others stand.
            expected = expected(files.subList(0, files.size() - 1));
            if (isRefused(disk(files))) return;
        }
        if (expected.isEmpty()) {
            assertThat(isRefused(disk(files))).isTrue();
            return;
        }
        Map<String, String> records = expected.get();
        Allocation.within(
                LOG_BYTES + MEMORY_FACTOR * input.length, () -> readAndAppend(disk(files), new TreeMap<>(records)));
    }

    private static SimulatedDisk disk(List<byte[]> files) {
        var disk = new SimulatedDisk(1);
        disk.createDirectories(FOLDER);
        try {
            for (int i = 0; i < files.size(); i++) {
                try (DiskFile file = disk.create(FOLDER.resolve(LogFile.nameOf(i + 1)))) {
                    file.append(ByteBuffer.wrap(files.get(i)));
                    file.force();
                }
            }
            disk.forceDirectory(FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return disk;
    }

    private static boolean isRefused(SimulatedDisk disk) {
        try (FileSpanLog log = open(disk, 1)) {
            return log.identity().value().isEmpty();
        } catch (CorruptDataException e) {
            assertThat(e.getMessage()).isNotBlank();
            return true;
        }
    }

    private static FileSpanLog open(SimulatedDisk disk, long seed) {
        return new FileSpanLog(CONFIG, disk, Clock.system(), Entropy.seeded(seed), Metrics.none());
    }

    private static List<byte[]> files(byte[] input) {
        int flags = input[0];
        byte[] all = Arrays.copyOfRange(input, HEAD_BYTES, input.length);
        int split = (flags & 2) == 0 ? all.length : Math.min(all.length, u16(input, 1));
        var files = new ArrayList<byte[]>();
        files.add(Arrays.copyOf(all, split));
        if ((flags & 2) != 0) files.add(Arrays.copyOfRange(all, split, all.length));
        if ((flags & 1) != 0) {
            for (int i = 0; i < files.size(); i++) files.set(i, LogBytes.withChecksums(files.get(i), i + 1));
        }
        byte[] last = files.getLast();
        if ((flags & 4) != 0 && last.length > 0) last[u16(input, 3) % last.length] ^= 4;
        return files;
    }

    private static int u16(byte[] bytes, int at) {
        return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
    }

    /// What the log must hold, by place; empty if it must refuse to open.
    private static Optional<Map<String, String>> expected(List<byte[]> files) {
        var found = new TreeMap<String, String>();
        try {
            List<SlowLog> logs = files.stream().map(SlowLog::read).toList();
            for (int i = 0; i < logs.size(); i++) {
                SlowLog log = logs.get(i);
                boolean isLast = i + 1 == logs.size();
                if (!log.identity.equals(logs.getFirst().identity) || log.sequence != i + 1) return Optional.empty();
                if (!isLast && !continues(log, logs.get(i + 1))) return Optional.empty();
                for (Map.Entry<String, String> record : log.records.entrySet()) {
                    String[] place = record.getKey().split("/");
                    int partition = Integer.parseInt(place[0]);
                    long limit = isLast ? Long.MAX_VALUE : logs.get(i + 1).start(partition);
                    if (Long.parseLong(place[1]) < limit) found.put(record.getKey(), record.getValue());
                }
            }
        } catch (CorruptDataException e) {
            return Optional.empty();
        }
        return Optional.of(found);
    }

    /// Whether `next` begins at or before the end of `log` in each partition, and not before its start.
    private static boolean continues(SlowLog log, SlowLog next) {
        for (int p = 0; p < Math.max(log.partitionCount(), next.partitionCount()); p++) {
            if (next.start(p) < log.start(p) || next.start(p) > log.end(p)) return false;
        }
        return true;
    }

    private static void readAndAppend(SimulatedDisk disk, Map<String, String> expected) {
        String appended;
        try (FileSpanLog log = open(disk, 2)) {
            assertThat(read(log)).isEqualTo(expected);
            var record = new LogRecord(1, Optional.of("t"), 5, false, ByteSlice.utf8("new"));
            appended = "1/" + log.append(List.of(record), Deadline.none()).getFirst();
        }
        expected.put(appended, "new");
        try (FileSpanLog log = open(disk, 3)) {
            assertThat(read(log)).isEqualTo(expected);
        }
    }

    private static Map<String, String> read(FileSpanLog log) {
        var found = new TreeMap<String, String>();
        for (int p = 0; p < log.partitionCount(); p++) {
            try (LogReader reader = log.open(p, log.startOffset(p))) {
                while (reader.nextOffset() < log.endOffset(p)) {
                    for (StoredRecord stored : reader.poll(100, 1 << 20, Deadline.none())) {
                        byte[] value = stored.record().value().toByteArray();
                        found.put(p + "/" + stored.offset(), new String(value, StandardCharsets.ISO_8859_1));
                    }
                }
            }
        }
        return found;
    }
}
