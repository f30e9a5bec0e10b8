package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.parquet.Repetition;
import java.util.List;

/// Whether the columns that an index names have the types and levels that readers of them take for granted.
final class ColumnCheck {
    private ColumnCheck() {}

    /// The columns that every block has.
    static void fixed(List<LeafColumn> leaves) {
        Check.data(leaves.size() >= FixedLeaf.ALL.length, "index of %s columns", leaves.size());
        for (FixedLeaf fixed : FixedLeaf.ALL) {
            int repeated = fixed.group().isEmpty() ? 0 : 1;
            int defined = repeated + (fixed.node().repetition() == Repetition.OPTIONAL ? 1 : 0);
            LeafColumn leaf = leaves.get(fixed.ordinal());
            check(leaf, fixed.node().type(), repeated, defined);
            Check.data(
                    leaf.fixedLength() == fixed.node().fixedLength(),
                    "column %s of %s bytes",
                    leaf.path(),
                    leaf.fixedLength());
        }
    }

    /// The columns of attributes: of spans they are flat, of events one level deeper; links have none.
    static void attributes(int owner, List<AttributeColumn> attributes, List<LeafColumn> leaves) {
        int repeated = owner == Residue.SPAN ? 0 : 1;
        for (AttributeColumn attribute : attributes) {
            if (!attribute.hasColumn()) continue;
            Check.data(
                    owner != Residue.LINK && attribute.leaf() < leaves.size(),
                    "attribute %s in column %s",
                    attribute.key(),
                    attribute.leaf());
            check(leaves.get(attribute.leaf()), typeOf(attribute.type()), repeated, repeated + 1);
        }
    }

    private static PhysicalType typeOf(ColumnType type) {
        return switch (type) {
            case STRING, ODD, NONE -> PhysicalType.BYTE_ARRAY;
            case INT -> PhysicalType.INT64;
            case DOUBLE -> PhysicalType.DOUBLE;
            case BOOLEAN -> PhysicalType.BOOLEAN;
        };
    }

    private static void check(LeafColumn leaf, PhysicalType type, int repeated, int defined) {
        Check.data(
                leaf.type() == type && leaf.maxRepetition() == repeated && leaf.maxDefinition() == defined,
                "column %s is of type %s, levels %s and %s, not %s, %s and %s",
                leaf.path(),
                leaf.type(),
                leaf.maxRepetition(),
                leaf.maxDefinition(),
                type,
                repeated,
                defined);
    }
}
