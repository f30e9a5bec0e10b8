package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    private final Map<Integer, Values.Bytes> filtered = new TreeMap<>();
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
    public void column(Levels levels, Values values) {
        Check.state(openRows >= 0, "no row group is open");
        LeafColumn leaf = schema.leaves().get(open.size());
        open.add(chunks.write(leaf, openRows, levels, chunks.chosen(values)));
    }

    /// Like [#column], with a membership filter if the values end up without a dictionary.
    public void filteredColumn(Levels levels, Values values) {
        Check.state(openRows >= 0, "no row group is open");
        Values chosen = chunks.chosen(values);
        if (chosen instanceof Values.Bytes bytes && bytes.count() > 0) filtered.put(open.size(), bytes);
        open.add(chunks.write(schema.leaves().get(open.size()), openRows, levels, chosen));
    }

    /// Ends the row group; the places of its columns in the order of the schema.
    public List<ChunkPlace> endRowGroup() {
        Check.state(
                open.size() == schema.leaves().size(),
                "%s columns of %s",
                open.size(),
                schema.leaves().size());
        filtered.forEach((index, values) -> open.set(index, chunks.filter(open.get(index), values)));
        filtered.clear();
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

    /// Puts bytes of the caller between row groups and footer, where readers of Parquet do not look; their offset.
    public long aside(ByteSlice bytes) {
        Check.state(openRows < 0, "a row group is open");
        long at = chunks.position();
        chunks.raw(bytes.array(), bytes.offset(), bytes.length());
        return at;
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
