package io.tenuto.blocks.vparquet5;

import io.tenuto.parquet.ChunkReader;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.RangeReader;
import io.tenuto.parquet.RowGroup;
import io.tenuto.parquet.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The columns of one row group by path. A column that the file lacks is empty. Used by one thread.
final class GroupReader {
    private final Schema schema;
    private final RowGroup group;
    private final RangeReader file;
    private final PageDecoder decoder;
    private final Map<String, WholeColumn> columns = new HashMap<>();

    GroupReader(Schema schema, RowGroup group, RangeReader file, PageDecoder decoder) {
        this.schema = schema;
        this.group = group;
        this.file = file;
        this.decoder = decoder;
    }

    int traceCount() {
        return Math.toIntExact(group.rowCount());
    }

    boolean has(String path) {
        return schema.leaf(path).isPresent();
    }

    WholeColumn column(String path) {
        WholeColumn known = columns.get(path);
        if (known != null) return known;
        Optional<LeafColumn> leaf = schema.leaf(path);
        WholeColumn read = leaf.isEmpty()
                ? WholeColumn.ABSENT
                : WholeColumn.read(
                        ChunkReader.open(group.chunks().get(leaf.get().index()), file, decoder));
        columns.put(path, read);
        return read;
    }
}
