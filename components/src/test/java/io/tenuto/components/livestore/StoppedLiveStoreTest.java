package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.file.FileSpanLog;
import io.tenuto.spanlog.file.FileSpanLogConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class StoppedLiveStoreTest {
    private static final Clock CLOCK = Clock.system();

    @Test
    void stoppingIsNoFailureWhereverTheThreadIs(@TempDir Path folder) throws Exception {
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var catalog = new ObjectStoreCatalog(new MemoryObjectStore(CLOCK), Entropy.system(), CLOCK, Deadline.none());
        var config = new LiveStoreConfig(
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                1 << 16,
                Duration.ofMinutes(1),
                1 << 14,
                1 << 26,
                SpillConfig.NONE);
        try (var log = new FileSpanLog(
                FileSpanLogConfig.of(folder, 2), Disk.local(), CLOCK, Entropy.system(), Metrics.none())) {
            for (int i = 0; i < 100; i++) {
                var live = new LiveStore(
                        config,
                        new LiveStore.Parts(
                                log, catalog, new TenantNaming(false), MemoryBudget.boundless(), Disk.local()),
                        CLOCK,
                        Metrics.none(),
                        failures::add);
                live.start();
                CLOCK.sleep(Duration.ofMillis(i % 10));
                live.close();
            }
        }
        assertThat(failures).isEmpty();
    }
}
