package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.List;

/// Distinct resources or scopes at one moment.
///
/// @param raw per entry: four bytes little-endian length of the message, the message, the schema URL
/// @param serviceIds per resource its `service.name`, per scope its name, as ids of the names dictionary; 0 is ""
/// @param versionIds per scope its version
/// @param columns the attributes; rows are entry ids
public record Entries(int count, Dictionary raw, int[] serviceIds, int[] versionIds, List<SparseColumn> columns) {
    public ByteSlice message(int id) {
        ByteSlice all = raw.value(id);
        return all.slice(4, 4 + messageLength(all));
    }

    public ByteSlice schemaUrl(int id) {
        ByteSlice all = raw.value(id);
        return all.slice(4 + messageLength(all), all.length());
    }

    private static int messageLength(ByteSlice all) {
        return (all.at(0) & 0xFF) | (all.at(1) & 0xFF) << 8 | (all.at(2) & 0xFF) << 16 | (all.at(3) & 0xFF) << 24;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
