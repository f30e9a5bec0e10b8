package io.tenuto.spanlog.file;

import java.util.Arrays;

/// Where the records of one log file lie: per partition, the position of the frame that holds each, in the order of
/// offsets. Guarded by its owner.
final class FramePlaces {
    private static final int FIRST = 16;

    private final long[][] positions;
    private final int[] counts;

    FramePlaces(int partitions) {
        this.positions = new long[partitions][FIRST];
        this.counts = new int[partitions];
    }

    void add(int partition, long position) {
        int count = counts[partition]++;
        if (count == positions[partition].length) positions[partition] = Arrays.copyOf(positions[partition], count * 2);
        positions[partition][count] = position;
    }

    int count(int partition) {
        return counts[partition];
    }

    /// @param index of the record among the partition's in this file
    long position(int partition, int index) {
        return positions[partition][index];
    }

    long bytes() {
        long bytes = 0;
        for (long[] each : positions) bytes += (long) each.length * Long.BYTES;
        return bytes;
    }
}
