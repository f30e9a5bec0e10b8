package io.tenuto.traceql.source;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// Distinct or nearly distinct byte strings by id from 0. Value i is `heap[starts[i], starts[i + 1])`.
///
/// Compared by identity: batches that share an instance share the meaning of its ids, so results computed per entry may
/// be kept with it. Immutable by agreement; only the first `size` entries are valid, a live writer may append behind.
public final class Dictionary {
    private final byte[] heap;
    private final int[] starts;
    private final int size;

    public Dictionary(byte[] heap, int[] starts, int size) {
        Check.argument(starts.length > size, "%s starts for %s entries", starts.length, size);
        this.heap = heap;
        this.starts = starts;
        this.size = size;
    }

    public int size() {
        return size;
    }

    public byte[] heap() {
        return heap;
    }

    public int[] starts() {
        return starts;
    }

    public int start(int id) {
        return starts[id];
    }

    public int length(int id) {
        return starts[id + 1] - starts[id];
    }

    /// Views of the values of `ids`.
    public Set<ByteSlice> values(BitSet ids) {
        var values = new HashSet<ByteSlice>();
        for (int id = ids.nextSetBit(0); id >= 0; id = ids.nextSetBit(id + 1)) values.add(value(id));
        return values;
    }

    /// A view of value `id`; makes an object, so not for inner loops.
    public ByteSlice value(int id) {
        return ByteSlice.of(heap, starts[id], length(id));
    }
}
