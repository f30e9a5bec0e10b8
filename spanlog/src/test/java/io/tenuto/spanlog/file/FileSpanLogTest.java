package io.tenuto.spanlog.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogContract;
import io.tenuto.spanlog.SpanLogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSpanLogTest extends SpanLogContract {
    @TempDir
    Path folder;

    @Override
    protected SpanLog openLog() {
        return open(Disk.local(), FileSpanLogConfig.of(folder.resolve("log"), 3));
    }

    @Override
    protected Optional<SpanLog> reopen(SpanLog log) {
        log.close();
        return Optional.of(openLog());
    }

    private static FileSpanLog open(Disk disk, FileSpanLogConfig config) {
        return new FileSpanLog(config, disk, Clock.system(), Entropy.seeded(1), Metrics.none());
    }

    @Test
    void aLogThatTookNothingIsTheSameLogAfterAKill() {
        var disk = new SimulatedDisk(4);
        // Nobody closes it: the process is killed, then power fails.
        SpanLog killed = open(disk, FileSpanLogConfig.of(Path.of("/log"), 1));
        disk.crash();
        var config = FileSpanLogConfig.of(Path.of("/log"), 1);
        try (SpanLog again = new FileSpanLog(config, disk, Clock.system(), Entropy.seeded(2), Metrics.none())) {
            assertThat(again.identity()).isEqualTo(killed.identity());
        }
    }

    @Test
    void aTornTailIsDroppedAndWritingGoesOn() throws IOException {
        SpanLog log = openLog();
        append(log, record(0, "kept"));
        log.close();
        Path file = folder.resolve("log").resolve(LogFile.nameOf(1));
        Files.write(file, new byte[] {9, 0, 0, 0, 1, 2, 3, 4, 5}, StandardOpenOption.APPEND);
        try (SpanLog again = openLog()) {
            assertThat(again.endOffset(0)).isEqualTo(1);
            append(again, record(0, "new"));
            assertThat(read(again, 0, 0, 2)).containsExactly("kept", "new");
        }
        try (SpanLog third = openLog()) {
            assertThat(read(third, 0, 0, 2)).containsExactly("kept", "new");
        }
    }

    @Test
    void aNewestFileWhoseHeaderIsDamagedIsNotThrownAwayWithItsRecords() throws IOException {
        SpanLog log = openLog();
        append(log, record(0, "acknowledged"));
        log.close();
        Path file = folder.resolve("log").resolve(LogFile.nameOf(1));
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(this::openLog).isInstanceOf(CorruptDataException.class);
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void coveredFilesAreRemovedAndUncoveredOnesNever() {
        var config =
                new FileSpanLogConfig(folder.resolve("small"), 2, 200, 1 << 20, Duration.ZERO, 0, Duration.ofDays(1));
        try (SpanLog log = open(Disk.local(), config)) {
            for (int i = 0; i < 30; i++) append(log, record(i % 2, "record number " + i));
            assertThat(log.startOffset(0)).isZero();
            log.coveredUpTo(0, 10);
            assertThat(log.startOffset(0)).isZero();
            log.coveredUpTo(1, 10);
            await().until(() -> log.startOffset(0) > 5);
            assertThat(log.startOffset(0)).isLessThanOrEqualTo(10);
            assertThat(read(log, 0, log.startOffset(0), 1)).isNotEmpty();
            try (LogReader reader = log.open(0, 0)) {
                assertThatThrownBy(() -> reader.poll(1, 1, Deadline.none())).isInstanceOf(OffsetGoneException.class);
            }
        }
    }

    private FileSpanLogConfig manyForgetfulFiles() {
        return new FileSpanLogConfig(
                folder.resolve("forgetful"), 3, 1000, 1 << 20, Duration.ZERO, Long.MAX_VALUE, Duration.ofDays(1), 0);
    }

    @Test
    void filesThatForgotWhereTheirRecordsLieReadThemselvesAgain() throws IOException {
        FileSpanLogConfig config = manyForgetfulFiles();
        var random = new SplittableRandom(1);
        List<List<String>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int session = 0; session < 3; session++) {
            try (SpanLog log = open(Disk.local(), config)) {
                for (int i = 0; i < 150; i++) {
                    int partition = random.nextInt(3);
                    String text = session + "/" + i + "x".repeat(random.nextInt(60));
                    append(log, record(partition, text));
                    expected.get(partition).add(text);
                }
                for (int i = 0; i < 200; i++) {
                    int partition = random.nextInt(3);
                    List<String> all = expected.get(partition);
                    int from = random.nextInt(all.size());
                    int count = 1 + random.nextInt(Math.min(30, all.size() - from));
                    assertThat(read(log, partition, from, count))
                            .startsWith(all.subList(from, from + count).toArray(String[]::new));
                }
            }
        }
        try (var files = Files.list(folder.resolve("forgetful"))) {
            assertThat(files.count()).isGreaterThan(20);
        }
    }

    @Test
    void aForgetfulFileWithADamagedFrameGivesWhatStandsBefore() throws IOException {
        try (SpanLog log = open(Disk.local(), manyForgetfulFiles())) {
            for (int i = 0; i < 100; i++) append(log, record(0, "%03d".formatted(i) + "x".repeat(200)));
            Path first;
            try (var files = Files.list(folder.resolve("forgetful"))) {
                first = files.filter(file -> file.toString().endsWith(".log"))
                        .sorted()
                        .findFirst()
                        .orElseThrow();
            }
            byte[] bytes = Files.readAllBytes(first);
            int second = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("001xx");
            bytes[second]++;
            Files.write(first, bytes, StandardOpenOption.WRITE);
            assertThat(read(log, 0, 0, 1)).containsExactly("000" + "x".repeat(200));
            assertThatThrownBy(() -> read(log, 0, 1, 1)).isInstanceOf(CorruptDataException.class);
            assertThatThrownBy(() -> read(log, 0, 2, 1))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("behind a damaged frame");
            assertThat(read(log, 0, 50, 1)).startsWith("050" + "x".repeat(200));
        }
    }

    @Test
    void partitionsGrowAtARestartAndNeverShrink() {
        Path directory = folder.resolve("grown");
        try (SpanLog log = open(Disk.local(), FileSpanLogConfig.of(directory, 1))) {
            append(log, record(0, "a"));
        }
        try (SpanLog log = open(Disk.local(), FileSpanLogConfig.of(directory, 4))) {
            assertThat(log.partitionCount()).isEqualTo(4);
            assertThat(append(log, record(3, "d"), record(0, "b"))).containsExactly(0L, 1L);
        }
        try (SpanLog log = open(Disk.local(), FileSpanLogConfig.of(directory, 2))) {
            assertThat(log.partitionCount()).isEqualTo(4);
            append(log, record(3, "e"));
            assertThat(read(log, 0, 0, 2)).containsExactly("a", "b");
            assertThat(read(log, 3, 0, 2)).containsExactly("d", "e");
        }
    }

    @Test
    void aTornRequestIsGoneFromAllItsPartitions() throws IOException {
        SpanLog log = openLog();
        append(log, record(0, "kept"), record(1, "kept"));
        append(log, record(0, "torn"), record(1, "torn"), record(2, "torn"));
        log.close();
        Path file = folder.resolve("log").resolve(LogFile.nameOf(1));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        try (SpanLog again = openLog()) {
            assertThat(List.of(again.endOffset(0), again.endOffset(1), again.endOffset(2)))
                    .containsExactly(1L, 1L, 0L);
        }
    }

    @Test
    void recordsOfSharedFramesKeepTheirOwnBytesOnly() {
        try (SpanLog log = openLog()) {
            append(log, record(0, "small"), record(1, "x".repeat(100_000)));
            try (LogReader reader = log.open(0, 0)) {
                var stored = reader.poll(1, 1, Deadline.none()).getFirst();
                assertThat(stored.record().value().array()).hasSize("small".length());
            }
        }
    }

    @Test
    void aFullDiskRefusesAndServiceResumesByItself() {
        var disk = new SimulatedDisk(1);
        disk.limitTo(2000);
        try (SpanLog log = open(disk, FileSpanLogConfig.of(Path.of("/log"), 1))) {
            append(log, record(0, "first"));
            assertThatThrownBy(() -> append(log, record(0, "x".repeat(5000))))
                    .isInstanceOfSatisfying(
                            SpanLogException.class,
                            e -> assertThat(e.isRetryable()).isTrue());
            append(log, record(0, "small"));
            disk.limitTo(1 << 20);
            append(log, record(0, "y".repeat(5000)));
            assertThat(read(log, 0, 0, 3)).hasSize(3).startsWith("first", "small");
        }
    }

    @Test
    void aFullDiskRetainsNothingThatIsCovered() {
        var disk = new SimulatedDisk(1);
        disk.limitTo(6000);
        var config =
                new FileSpanLogConfig(Path.of("/log"), 1, 1500, 1 << 20, Duration.ZERO, 1 << 20, Duration.ofDays(1));
        try (SpanLog log = open(disk, config)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) append(log, record(0, "x".repeat(500)));
                    })
                    .isInstanceOf(SpanLogException.class);
            long end = log.endOffset(0);
            assertThat(log.startOffset(0)).isZero();
            log.coveredUpTo(0, end - 1);
            await().until(() -> log.startOffset(0) > 0);
            append(log, record(0, "there is room"));
            assertThat(read(log, 0, end - 1, 2)).hasSize(2).endsWith("there is room");
        }
    }

    @Test
    void aReadOnlyDiskRefusesAndServiceResumesByItself() {
        var disk = new SimulatedDisk(1);
        try (SpanLog log = open(disk, FileSpanLogConfig.of(Path.of("/log"), 1))) {
            append(log, record(0, "before"));
            disk.setReadOnly(true);
            assertThatThrownBy(() -> append(log, record(0, "refused"))).isInstanceOf(SpanLogException.class);
            disk.setReadOnly(false);
            append(log, record(0, "after"));
            assertThat(read(log, 0, 0, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aFailedForceFailsItsRequestsAndNoLaterOnes() {
        var disk = new SimulatedDisk(3);
        try (SpanLog log = open(disk, FileSpanLogConfig.of(Path.of("/log"), 1))) {
            append(log, record(0, "before"));
            disk.failForces(1);
            assertThatThrownBy(() -> append(log, record(0, "lost"))).isInstanceOf(SpanLogException.class);
            disk.failForces(0);
            assertThat(append(log, record(0, "after"))).isEqualTo(List.of(1L));
            assertThat(read(log, 0, 0, 2)).containsExactly("before", "after");
        }
        disk.crash();
        try (SpanLog log = open(disk, FileSpanLogConfig.of(Path.of("/log"), 1))) {
            assertThat(read(log, 0, 0, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void aFileThatCouldNotBeDeletedLeavesNoHoleInTheLog() {
        var disk = new SimulatedDisk(1);
        var config = new FileSpanLogConfig(Path.of("/log"), 1, 1500, 1 << 20, Duration.ZERO, 2000, Duration.ofDays(1));
        long end;
        try (SpanLog log = open(disk, config)) {
            for (int i = 0; i < 20; i++) append(log, record(0, "x".repeat(500)));
            int before = disk.list(Path.of("/log")).size();
            assertThat(before).isGreaterThan(5);
            disk.setReadOnly(true);
            // Covered files are due by size, but the disk lets none go.
            for (int i = 0; i < 3; i++) {
                log.coveredUpTo(0, 9 + i);
                assertThatThrownBy(() -> append(log, record(0, "refused"))).isInstanceOf(SpanLogException.class);
            }
            assertThat(disk.list(Path.of("/log"))).hasSize(before);
            disk.setReadOnly(false);
            log.coveredUpTo(0, 12);
            await().until(() -> disk.list(Path.of("/log")).size() < before);
            append(log, record(0, "after"));
            end = log.endOffset(0);
        }
        disk.crash();
        try (SpanLog log = open(disk, config)) {
            assertThat(log.endOffset(0)).isEqualTo(end);
            assertThat(read(log, 0, end - 1, 1)).containsExactly("after");
        }
    }

    @Test
    void aFileWithoutHeaderBetweenOthersHoldsNothing() throws IOException {
        Path directory = folder.resolve("holed");
        var config = FileSpanLogConfig.of(directory, 1);
        try (SpanLog log = open(Disk.local(), config)) {
            append(log, record(0, "a"));
        }
        Path empty = directory.resolve(LogFile.nameOf(2));
        Files.write(empty, new byte[] {1, 2, 3});
        Path aside = folder.resolve("aside");
        Files.move(empty, aside);
        try (SpanLog log = open(Disk.local(), config)) {
            append(log, record(0, "b"));
        }
        Files.move(directory.resolve(LogFile.nameOf(2)), folder.resolve("second"));
        try (SpanLog log = open(Disk.local(), config)) {
            assertThat(log.endOffset(0)).isEqualTo(1);
        }
        Files.move(folder.resolve("second"), directory.resolve(LogFile.nameOf(2)), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(aside, directory.resolve("0".repeat(19) + "1a.log"));
        try (SpanLog log = open(Disk.local(), config)) {
            assertThat(read(log, 0, 0, 2)).containsExactly("a", "b");
        }
        assertThat(directory.resolve("0".repeat(19) + "1a.log")).doesNotExist();
    }

    /// The memory of requests whose callers have gone stays counted until the disk is done with them.
    @Test
    void aDiskThatStandsStillHoldsABoundedQueue() throws Exception {
        var stalled = new StalledDisk(Disk.local());
        var config = new FileSpanLogConfig(
                folder.resolve("stalled"), 1, 1 << 20, 64 << 10, Duration.ZERO, 1 << 20, Duration.ofDays(1));
        try (SpanLog log = open(stalled.disk(), config)) {
            append(log, record(0, "before"));
            stalled.stall();
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> appendBriefly(log, 30 << 10)).hasMessageContaining("not durable");
            }
            // The first is being written and keeps its room; those behind it were taken back.
            assertThat(stalled.waiting()).isOne();
            assertThatThrownBy(() -> appendBriefly(log, 50 << 10)).hasMessageContaining("no room");
            stalled.resume();
            append(log, record(0, "after"));
            assertThat(log.endOffset(0)).isEqualTo(3);
        }
    }

    private static void appendBriefly(SpanLog log, int bytes) {
        log.append(List.of(record(0, "x".repeat(bytes))), Deadline.after(Clock.system(), Duration.ofMillis(100)));
    }
}
