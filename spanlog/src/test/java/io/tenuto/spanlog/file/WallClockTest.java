package io.tenuto.spanlog.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.spanlog.LogRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever the wall clock shows, acknowledging and removing go by monotonic time.
@Timeout(60)
final class WallClockTest {
    private static final Instant RIGHT = Instant.ofEpochSecond(1_700_000_000L);
    private static final List<Duration> JUMPS =
            List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(3653), Duration.ofDays(-3653));
    private static final Duration RETAINED = Duration.ofMinutes(10);

    private final JumpingClock clock = new JumpingClock();
    private final Disk disk = new SimulatedDisk(1);
    private long next;

    private FileSpanLog open() {
        var config = new FileSpanLogConfig(Path.of("/log"), 1, 200, 1 << 20, Duration.ZERO, 1 << 30, RETAINED);
        return new FileSpanLog(config, disk, clock, Entropy.seeded(1), Metrics.none());
    }

    private void append(FileSpanLog log) {
        var record = new LogRecord(0, Optional.empty(), clock.wallUnixNanos(), false, ByteSlice.utf8("x".repeat(90)));
        assertThat(log.append(List.of(record), Deadline.after(clock, Duration.ofSeconds(1))))
                .containsExactly(next++);
    }

    @Test
    void jumpsNeitherRefuseARequestNorRemoveWhatIsRetained() {
        try (FileSpanLog log = open()) {
            for (Duration jump : JUMPS) {
                clock.wall = RIGHT;
                append(log);
                append(log);
                log.coveredUpTo(0, next);
                clock.wall = RIGHT.plus(jump);
                append(log);
                append(log);
                clock.advance(Duration.ofMinutes(1));
                append(log);
                assertThat(log.startOffset(0)).isZero();
            }
            // A jump back does not keep anything for longer either.
            clock.wall = RIGHT.minus(Duration.ofDays(3653));
            clock.advance(RETAINED);
            append(log);
            log.coveredUpTo(0, next);
            append(log);
            await().until(() -> log.startOffset(0) > 0);
        }
    }

    @Test
    void aJumpWhileTheProcessIsDownChangesNothing() {
        try (FileSpanLog log = open()) {
            for (int i = 0; i < 10; i++) append(log);
            log.coveredUpTo(0, next);
        }
        for (Duration jump : JUMPS) {
            clock.wall = RIGHT.plus(jump);
            try (FileSpanLog log = open()) {
                assertThat(log.endOffset(0)).isEqualTo(next);
                log.coveredUpTo(0, next);
                append(log);
                append(log);
                append(log);
                assertThat(log.startOffset(0)).isZero();
            }
        }
    }
}
