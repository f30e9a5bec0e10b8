package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.Shapes;
import io.tenuto.parquet.Bounds;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.wire.ProtoWriter;
import java.util.Arrays;
import java.util.List;

/// Writes the core section as a protobuf message; fields are numbered in docs/formats/tenuto1.md.
final class CoreEncoder {
    private final ProtoWriter out = new ProtoWriter(64 << 10);

    ByteSlice encode(CoreIndex index) {
        out.varint(1, Tenuto1Format.VERSION);
        out.varint(2, index.rowCount());
        out.varint(3, index.pageRows());
        for (LeafColumn leaf : index.leaves()) leaf(leaf);
        for (StoredGroup group : index.groups()) group(group);
        attributes(6, index.spans());
        attributes(7, index.events());
        attributes(8, index.links());
        shapes(9, index.spanShapes());
        shapes(10, index.eventShapes());
        shapes(11, index.linkShapes());
        dictionary(12, index.resources());
        dictionary(13, index.scopes());
        return out.toSlice();
    }

    private void leaf(LeafColumn leaf) {
        int mark = out.begin(4);
        for (String name : leaf.names()) out.text(1, name);
        out.varint(2, leaf.type().ordinal());
        out.varint(3, leaf.fixedLength());
        out.varint(4, leaf.maxRepetition());
        out.varint(5, leaf.maxDefinition());
        out.end(mark);
    }

    private void group(StoredGroup group) {
        int mark = out.begin(5);
        out.varint(1, group.firstRow());
        out.varint(2, group.rowCount());
        out.varint(3, group.startOffset());
        for (StoredChunk chunk : group.chunks()) chunk(chunk);
        out.bytes(5, Packed.deltas(group.resources(), group.resources().length));
        out.bytes(6, Packed.deltas(group.residual(), group.residual().length));
        out.end(mark);
    }

    private void chunk(StoredChunk chunk) {
        int mark = out.begin(4);
        out.varint(1, chunk.codec().ordinal());
        out.varint(2, chunk.dictionaryBytes());
        out.bytes(3, Packed.of(chunk.pageBytes(), chunk.pageBytes().length));
        out.varint(4, chunk.entryCount());
        out.varint(5, chunk.nullCount());
        out.varint(6, chunk.distinctCount());
        switch (chunk.bounds()) {
            case Bounds.Unknown _ -> {}
            case Bounds.OfLongs(long min, long max) -> out.bytes(7, Packed.of(new long[] {min, max}, 2));
            case Bounds.OfDoubles(double min, double max) -> {
                out.doubleValue(8, min);
                out.doubleValue(9, max);
            }
            // Strings are pruned by dictionaries and filters, which are sharper.
            case Bounds.OfBytes _ -> {}
        }
        if (chunk.filterBytes() > 0) {
            out.varint(10, chunk.filterOffset());
            out.varint(11, chunk.filterBytes());
        }
        out.end(mark);
    }

    private void attributes(int field, List<AttributeColumn> attributes) {
        for (AttributeColumn attribute : attributes) {
            int mark = out.begin(field);
            out.bytes(1, attribute.key());
            out.varint(2, attribute.type().ordinal());
            out.varint(3, attribute.leaf() + 1);
            out.end(mark);
        }
    }

    private void shapes(int field, Shapes shapes) {
        int mark = out.begin(field);
        int[] lengths = new int[shapes.size()];
        for (int i = 0; i < lengths.length; i++) lengths[i] = shapes.length(i);
        out.bytes(1, Packed.of(lengths, lengths.length));
        int total = shapes.size() == 0 ? 0 : shapes.starts()[shapes.size()];
        out.bytes(2, Packed.of(Arrays.copyOf(shapes.heap(), total), total));
        out.end(mark);
    }

    private void dictionary(int field, Dictionary values) {
        for (int i = 0; i < values.size(); i++) out.bytes(field, values.value(i));
    }
}
