package io.tenuto.spanlog.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Power is lost at random moments; what was acknowledged is there, at its offset. `-Dtenuto.seeds=10000` for the long
/// run.
final class PowerLossTest {
    private static final long SEEDS = Long.getLong("tenuto.seeds", 150);
    private static final int PARTITIONS = 2;

    @Test
    void nothingAcknowledgedIsLost() {
        for (long seed = 0; seed < SEEDS; seed++) run(seed);
    }

    private static void run(long seed) {
        var random = new SplittableRandom(seed);
        var disk = new SimulatedDisk(random.nextLong());
        var acknowledged = new TreeMap<String, String>();
        String identity = "";
        int number = 0;
        for (int life = 0; life < 4; life++) {
            try (FileSpanLog log = open(disk, seed)) {
                if (!acknowledged.isEmpty())
                    assertThat(log.identity().value()).as("seed %s", seed).isEqualTo(identity);
                identity = log.identity().value();
                check(log, acknowledged, seed);
                disk.failForces(random.nextInt(4) == 0 ? 0.2 : 0);
                for (int i = random.nextInt(12); i > 0; i--) appendOne(log, random, number++, acknowledged);
                // Power fails while appends may be under way: their outcome is open, the acknowledged ones' is not.
                disk.failForces(0);
                disk.crash();
            }
        }
        try (FileSpanLog log = open(disk, seed)) {
            check(log, acknowledged, seed);
        }
    }

    private static FileSpanLog open(SimulatedDisk disk, long seed) {
        var config =
                new FileSpanLogConfig(Path.of("/log"), PARTITIONS, 300, 1 << 20, Duration.ZERO, 0, Duration.ofDays(1));
        return new FileSpanLog(config, disk, Clock.system(), Entropy.seeded(seed), Metrics.none());
    }

    private static void appendOne(
            FileSpanLog log, SplittableRandom random, int number, TreeMap<String, String> acknowledged) {
        var records = new ArrayList<LogRecord>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            String value = "record " + number + "/" + i + "x".repeat(random.nextInt(60));
            records.add(
                    new LogRecord(random.nextInt(PARTITIONS), Optional.of("t"), number, false, ByteSlice.utf8(value)));
        }
        try {
            List<Long> offsets = log.append(records, Deadline.none());
            for (int i = 0; i < records.size(); i++) {
                acknowledged.put(
                        records.get(i).partition() + "/" + offsets.get(i),
                        records.get(i).value().toUtf8());
            }
        } catch (SpanLogException e) {
            // Not acknowledged: it may be there or not, but takes nobody's offset.
        }
    }

    private static void check(FileSpanLog log, TreeMap<String, String> acknowledged, long seed) {
        var found = new TreeMap<String, String>();
        for (int p = 0; p < PARTITIONS; p++) {
            try (LogReader reader = log.open(p, 0)) {
                while (reader.nextOffset() < log.endOffset(p)) {
                    for (StoredRecord stored : reader.poll(100, 1 << 20, Deadline.none())) {
                        found.put(
                                p + "/" + stored.offset(),
                                stored.record().value().toUtf8());
                    }
                }
            }
        }
        assertThat(found).as("seed %s", seed).containsAllEntriesOf(acknowledged);
    }
}
