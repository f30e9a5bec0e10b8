package io.tenuto.spanlog.file;

import io.tenuto.base.Check;
import java.nio.file.Path;
import java.time.Duration;

/// @param directory where the files lie; nothing else may be there
/// @param partitionCount lanes of the log; a log that has more keeps them
/// @param fileBytesMax a file is ended at this size
/// @param queueBytesMax bytes waiting for the disk; above it appends wait
/// @param commitDelay how long a batch waits for company before it is forced: 0 for latency, more for throughput
/// @param retainBytesMax covered files are removed beyond this size
/// @param retainAgeMax covered files are removed when they have been ended for this long
/// @param placesBytesMax memory for where the records of ended files lie; those of the last few are kept in any case
public record FileSpanLogConfig(
        Path directory,
        int partitionCount,
        long fileBytesMax,
        long queueBytesMax,
        Duration commitDelay,
        long retainBytesMax,
        Duration retainAgeMax,
        long placesBytesMax) {
    private static final long PLACES_BYTES = 8 << 20;

    /// Each partition costs its readers a thread and every file a table; one disk gains nothing beyond a few dozen.
    public static final int PARTITIONS_MAX = 256;

    public FileSpanLogConfig {
        Check.argument(
                partitionCount > 0 && partitionCount <= PARTITIONS_MAX,
                "span_log.partition_count is %s, expected 1 to %s",
                partitionCount,
                PARTITIONS_MAX);
        Check.argument(fileBytesMax > 0 && fileBytesMax <= 1L << 40, "log file size: %s", fileBytesMax);
        Check.argument(queueBytesMax > 0, "log queue: %s bytes", queueBytesMax);
        Check.argument(!commitDelay.isNegative(), "commit delay is negative: %s", commitDelay);
        Check.argument(retainBytesMax >= 0, "retained bytes: %s", retainBytesMax);
        Check.argument(placesBytesMax >= 0, "memory for places: %s bytes", placesBytesMax);
        Check.argument(!retainAgeMax.isNegative(), "retained age is negative: %s", retainAgeMax);
    }

    public FileSpanLogConfig(
            Path directory,
            int partitionCount,
            long fileBytesMax,
            long queueBytesMax,
            Duration commitDelay,
            long retainBytesMax,
            Duration retainAgeMax) {
        this(
                directory,
                partitionCount,
                fileBytesMax,
                queueBytesMax,
                commitDelay,
                retainBytesMax,
                retainAgeMax,
                PLACES_BYTES);
    }

    /// What an embedded log uses unless told otherwise.
    public static FileSpanLogConfig of(Path directory, int partitionCount) {
        return new FileSpanLogConfig(
                directory, partitionCount, 128L << 20, 64L << 20, Duration.ZERO, 256L << 20, Duration.ofMinutes(10));
    }
}
