package io.tenuto.parquet;

import java.util.Arrays;

/// Brings coded values down to the dictionary entries that they use, or spells them out where that is smaller.
final class DictionaryChoice {
    private int[] newIds = new int[0];

    /// The values with a dictionary of exactly the used entries in order of first use, or plain.
    Values choose(Values.Coded coded) {
        int size = coded.dictionary().count();
        if (newIds.length < size) newIds = new int[Math.max(size, newIds.length * 2)];
        Arrays.fill(newIds, 0, size, -1);
        int[] used = new int[Math.min(size, coded.count())];
        int[] ids = new int[coded.count()];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            int old = coded.ids()[i];
            int id = newIds[old];
            if (id < 0) {
                id = count;
                newIds[old] = id;
                used[count++] = old;
            }
            ids[i] = id;
        }
        return paysOff(coded, used, count)
                ? new Values.Coded(ids, ids.length, gather(coded.dictionary(), used, count))
                : gather(coded.dictionary(), coded.ids(), coded.count());
    }

    private static boolean paysOff(Values.Coded coded, int[] used, int usedCount) {
        int idBits = 32 - Integer.numberOfLeadingZeros(Math.max(0, usedCount - 1));
        long idBytes = (long) coded.count() * idBits / 8;
        if (coded.dictionary() instanceof Values.Bytes bytes) {
            long entries = 4L * usedCount;
            for (int i = 0; i < usedCount; i++) entries += length(bytes, used[i]);
            long plain = coded.count() / 2;
            for (int i = 0; i < coded.count(); i++) plain += length(bytes, coded.ids()[i]);
            return entries + idBytes < plain;
        }
        return usedCount <= coded.count() / 4 || usedCount <= 16;
    }

    private static int length(Values.Bytes bytes, int index) {
        return bytes.starts()[index + 1] - bytes.starts()[index];
    }

    /// Values `indexes[0, count)` of `values`.
    static Values gather(Values values, int[] indexes, int count) {
        return switch (values) {
            case Values.Bytes bytes -> gatherBytes(bytes, indexes, count);
            case Values.Longs(long[] longs, int entries) -> {
                long[] out = new long[count];
                for (int i = 0; i < count; i++) out[i] = longs[indexes[i]];
                yield new Values.Longs(out, count);
            }
            case Values.Doubles(double[] doubles, int entries) -> {
                double[] out = new double[count];
                for (int i = 0; i < count; i++) out[i] = doubles[indexes[i]];
                yield new Values.Doubles(out, count);
            }
            case Values.Fixed(byte[] heap, int offset, int width, int entries) -> {
                byte[] out = new byte[count * width];
                for (int i = 0; i < count; i++) {
                    System.arraycopy(heap, offset + indexes[i] * width, out, i * width, width);
                }
                yield new Values.Fixed(out, 0, width, count);
            }
            case Values.Booleans _, Values.Coded _ ->
                throw new IllegalArgumentException(
                        "a dictionary of " + values.getClass().getSimpleName());
        };
    }

    private static Values.Bytes gatherBytes(Values.Bytes bytes, int[] indexes, int count) {
        int[] starts = new int[count + 1];
        int total = 0;
        for (int i = 0; i < count; i++) {
            starts[i] = total;
            total = Math.addExact(total, length(bytes, indexes[i]));
        }
        starts[count] = total;
        byte[] heap = new byte[total];
        for (int i = 0; i < count; i++) {
            System.arraycopy(bytes.heap(), bytes.starts()[indexes[i]], heap, starts[i], starts[i + 1] - starts[i]);
        }
        return new Values.Bytes(heap, starts, count);
    }
}
