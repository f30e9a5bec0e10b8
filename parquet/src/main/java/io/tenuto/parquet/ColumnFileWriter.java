package io.tenuto.parquet;

import io.tenuto.base.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes one Parquet file, row group by row group, each column as whole arrays. Used by one thread.
///
/// Data pages are V1 with delta encodings, zstd and checksums; coded values keep their dictionary where that is
/// smaller. All columns' pages end at the same rows. Nothing is buffered beyond one page.
public final class ColumnFileWriter implements AutoCloseable {
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

    private final Schema schema;
    private final WriterOptions options;
    private final ChunkWriter chunks;
    private final List<FooterEncoder.Group> groups = new ArrayList<>();
    private List<ChunkPlace> open = new ArrayList<>();
    private int openRows = -1;

    public ColumnFileWriter(Schema schema, ByteSink sink, WriterOptions options) {
        this.schema = schema;
        this.options = options;
        this.chunks = new ChunkWriter(options, sink);
        chunks.raw(MAGIC, 0, MAGIC.length);
    }

    /// Begins a row group; the columns follow by [#column] in the order of the schema.
    public void beginRowGroup(int rowCount) {
        Check.state(openRows < 0, "a row group is open");
        Check.argument(rowCount > 0, "row group of %s rows", rowCount);
        openRows = rowCount;
        open = new ArrayList<>();
    }

    /// Writes the next column of the row group.
    ///
    /// @param values the values that are present; coded ones are spelled out where a dictionary does not pay
    public ChunkPlace column(Levels levels, Values values) {
        Check.state(openRows >= 0, "no row group is open");
        LeafColumn leaf = schema.leaves().get(open.size());
        ChunkPlace place = chunks.write(leaf, openRows, levels, values);
        open.add(place);
        return place;
    }

    public List<ChunkPlace> endRowGroup() {
        Check.state(
                open.size() == schema.leaves().size(),
                "%s columns of %s",
                open.size(),
                schema.leaves().size());
        groups.add(new FooterEncoder.Group(openRows, List.copyOf(open)));
        openRows = -1;
        return List.copyOf(open);
    }

    /// Writes the footer; returns the length of the file.
    public long finish(Map<String, String> keyValues) {
        Check.state(openRows < 0, "a row group is open");
        var footer = new GrowingBytes(64 << 10);
        FooterEncoder.encode(schema, groups, keyValues, options.createdBy(), footer);
        int length = footer.length();
        footer.putIntLittleEndian(length);
        footer.write(MAGIC, 0, MAGIC.length);
        chunks.raw(footer.array(), 0, footer.length());
        return chunks.position();
    }

    /// Bytes written so far.
    public long position() {
        return chunks.position();
    }

    @Override
    public void close() {
        chunks.close();
    }
}
