package io.tenuto.blocks.vparquet5;

import io.tenuto.base.Check;
import io.tenuto.parquet.ChunkReader;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.RangeReader;
import io.tenuto.parquet.RowGroup;
import io.tenuto.parquet.Schema;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The columns of one row group by path. A column that the file lacks is empty. Used by one thread.
final class GroupReader {
    /// Names that hold text or identifiers; all others hold numbers or booleans.
    private static final Pattern TEXTS = Pattern.compile(
            "Key|Value|ValueUnsupported|Name|Version|ServiceName|TraceState|StatusMessage|SpanID|ParentSpanID|TraceID"
                    + "|String\\d\\d");

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
        long count = group.rowCount();
        Check.data(count >= 0 && count <= Integer.MAX_VALUE, "a row group of %s traces", count);
        return (int) count;
    }

    boolean has(String path) {
        return schema.leaf(path).isPresent();
    }

    private static void checkType(LeafColumn leaf) {
        boolean isText = TEXTS.matcher(leaf.names().getLast()).matches();
        boolean fits = switch (leaf.type()) {
            case BYTE_ARRAY -> isText;
            case BOOLEAN, INT32, INT64, DOUBLE, FLOAT -> !isText;
            case INT96, FIXED -> false;
        };
        Check.data(fits, "column %s is of type %s", leaf.path(), leaf.type());
    }

    /// A column that every one of `count` owners has a value in.
    WholeColumn column(String path, int count) {
        WholeColumn column = column(path);
        Check.data(column.count() == count, "column %s has %s values, not %s", path, column.count(), count);
        return column;
    }

    WholeColumn column(String path) {
        WholeColumn known = columns.get(path);
        if (known != null) return known;
        Optional<LeafColumn> leaf = schema.leaf(path);
        leaf.ifPresent(GroupReader::checkType);
        WholeColumn read = leaf.isEmpty()
                ? WholeColumn.ABSENT
                : WholeColumn.read(
                        ChunkReader.open(group.chunks().get(leaf.get().index()), file, decoder));
        columns.put(path, read);
        return read;
    }
}
