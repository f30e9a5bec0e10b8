package io.tenuto.server;

import io.tenuto.wire.JsonWriter;
import java.nio.charset.StandardCharsets;

/// Writes the samples of many series over the same intervals: what all samples of an interval share is made once.
final class SampleTexts {
    /// About what is held for an interval.
    private static final int INTERVAL_BYTES = 128;

    private final long[] timestamps;
    /// A sample of each interval whose value is 0, and up to its value what any other is; empty if each is written by
    /// itself.
    private final byte[][] zeros;

    private final byte[][] others;

    /// @param areShared whether there are several series
    SampleTexts(long[] timestamps, boolean areShared) {
        this.timestamps = timestamps;
        this.zeros = new byte[areShared ? timestamps.length : 0][];
        this.others = new byte[zeros.length][];
        for (int i = 0; i < zeros.length; i++) {
            String begin = "{\"timestampMs\":\"" + timestamps[i] + '"';
            zeros[i] = (begin + '}').getBytes(StandardCharsets.US_ASCII);
            others[i] = (begin + ",\"value\":").getBytes(StandardCharsets.US_ASCII);
        }
    }

    long bytes() {
        return (long) zeros.length * INTERVAL_BYTES;
    }

    /// The samples of the intervals `[from, to)`; where there is no value there is none.
    void write(double[] values, int from, int to, JsonWriter out) {
        for (int i = from; i < to; i++) {
            double value = values[i];
            if (Double.isNaN(value)) continue;
            if (zeros.length == 0) writeAlone(timestamps[i], value, out);
            else if (value == 0) out.raw(zeros[i]);
            else out.rawUpToValue(others[i]).number(value).endObject();
        }
    }

    private static void writeAlone(long timestamp, double value, JsonWriter out) {
        out.beginObject().key("timestampMs").bigNumber(timestamp);
        if (value != 0) out.key("value").number(value);
        out.endObject();
    }
}
