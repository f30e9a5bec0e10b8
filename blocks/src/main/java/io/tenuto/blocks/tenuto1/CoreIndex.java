package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.Shapes;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.traceql.source.Dictionary;
import java.util.List;

/// What every use of a block needs to know; replaces the file's footer for our readers.
///
/// @param leaves the file's columns
/// @param spans span attributes in the order in which shapes refer to them
/// @param resources per resource as it came: four bytes length of the message, the message, the schema URL
record CoreIndex(
        int rowCount,
        int pageRows,
        List<LeafColumn> leaves,
        List<StoredGroup> groups,
        List<AttributeColumn> spans,
        List<AttributeColumn> events,
        List<AttributeColumn> links,
        Shapes spanShapes,
        Shapes eventShapes,
        Shapes linkShapes,
        Dictionary resources,
        Dictionary scopes) {
    CoreIndex {
        leaves = List.copyOf(leaves);
        groups = List.copyOf(groups);
        spans = List.copyOf(spans);
        events = List.copyOf(events);
        links = List.copyOf(links);
    }

    List<AttributeColumn> attributes(int owner) {
        return switch (owner) {
            case Residue.SPAN -> spans;
            case Residue.EVENT -> events;
            default -> links;
        };
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
