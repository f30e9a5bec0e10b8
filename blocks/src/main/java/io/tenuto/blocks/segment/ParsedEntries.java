package io.tenuto.blocks.segment;

import io.tenuto.base.Check;
import io.tenuto.traceql.source.Dictionary;
import java.util.concurrent.atomic.AtomicLong;

/// Resources or scopes read from where they were stored.
///
/// @param names what `entries.serviceIds()` and `entries.versionIds()` refer to
public record ParsedEntries(Entries entries, Dictionary names) {
    /// @param raw per entry: four bytes little-endian length of the message, the message, the schema URL
    /// @throws io.tenuto.base.CorruptDataException if they cannot be decoded or are not distinct
    public static ParsedEntries of(Dictionary raw, boolean isScope) {
        var table = new EntryTable(isScope, new AtomicLong());
        for (int i = 0; i < raw.size(); i++) {
            int start = raw.start(i);
            int length = raw.length(i);
            Check.data(length >= 4, "entry %s has %s bytes", i, length);
            byte[] heap = raw.heap();
            int message = (heap[start] & 0xFF)
                    | (heap[start + 1] & 0xFF) << 8
                    | (heap[start + 2] & 0xFF) << 16
                    | (heap[start + 3] & 0xFF) << 24;
            Check.data(message >= 0 && message <= length - 4, "entry %s has a message of %s bytes", i, message);
            int from = start + 4;
            int id = table.intern(heap, from, from + message, from + message, start + length);
            Check.data(id == i, "entry %s is stored twice", i);
        }
        return new ParsedEntries(table.view(), table.names());
    }
}
