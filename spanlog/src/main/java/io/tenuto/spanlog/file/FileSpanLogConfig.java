package io.tenuto.spanlog.file;

import io.tenuto.base.Check;
import java.nio.file.Path;
import java.time.Duration;

/// @param directory where the files lie; nothing else may be there
/// @param partitionCount lanes of the log; may grow over restarts, never shrink
/// @param fileBytesMax a file is ended at this size
/// @param queueBytesMax bytes waiting for the disk; above it appends wait
/// @param commitDelay how long a batch waits for company before it is forced: 0 for latency, more for throughput
/// @param retainBytesMax covered files are removed beyond this size
/// @param retainAgeMax covered files are removed when they have been ended for this long
public record FileSpanLogConfig(
        Path directory,
        int partitionCount,
        long fileBytesMax,
        long queueBytesMax,
        Duration commitDelay,
        long retainBytesMax,
        Duration retainAgeMax) {
    public FileSpanLogConfig {
        Check.argument(partitionCount > 0, "the log needs a partition, not %s", partitionCount);
        Check.argument(fileBytesMax > 0 && fileBytesMax <= 1L << 40, "log file size: %s", fileBytesMax);
        Check.argument(queueBytesMax > 0, "log queue: %s bytes", queueBytesMax);
        Check.argument(!commitDelay.isNegative(), "commit delay is negative: %s", commitDelay);
        Check.argument(retainBytesMax >= 0, "retained bytes: %s", retainBytesMax);
        Check.argument(!retainAgeMax.isNegative(), "retained age is negative: %s", retainAgeMax);
    }

    /// What an embedded log uses unless told otherwise.
    public static FileSpanLogConfig of(Path directory, int partitionCount) {
        return new FileSpanLogConfig(
                directory, partitionCount, 128L << 20, 64L << 20, Duration.ZERO, 256L << 20, Duration.ofMinutes(10));
    }
}
