package io.tenuto.app;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LogEndsTest {
    private static final Path FOLDER = Path.of("/data/log");

    private static MemorySpanLog log(int records) {
        var log = new MemorySpanLog(new LogIdentity("log"), 2);
        for (int i = 0; i < records; i++) {
            log.append(List.of(new LogRecord(1, Optional.empty(), 0, false, ByteSlice.utf8("x"))), Deadline.none());
        }
        return log;
    }

    @Test
    void aLogThatEndsBeforeItsCoverageIsRefused() {
        var catalog = new ObjectStoreCatalog(
                new MemoryObjectStore(Clock.system()), Entropy.seeded(1), Clock.system(), Deadline.none());
        var move = new CoverageMove(new LogPartition("log", 1), 0, 5);
        catalog.commit(new CatalogChange(List.of(), List.of(), List.of(move), List.of(), List.of()), Deadline.none());
        LogEnds.check(log(5), catalog.snapshot(), FOLDER);
        LogEnds.check(log(6), catalog.snapshot(), FOLDER);
        assertThatThrownBy(() -> LogEnds.check(log(4), catalog.snapshot(), FOLDER))
                .hasMessageContaining("the span log in /data/log ends at offset 4 of partition 1")
                .hasMessageContaining("up to 5");
        // Another log has nothing to do with it.
        LogEnds.check(new MemorySpanLog(new LogIdentity("new"), 1), catalog.snapshot(), FOLDER);
    }
}
