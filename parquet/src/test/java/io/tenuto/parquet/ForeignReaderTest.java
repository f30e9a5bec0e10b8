package io.tenuto.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DuckDB as an independent reader of what we write and writer of what we read.
final class ForeignReaderTest {
    @TempDir
    Path directory;

    @Test
    void duckDbReadsWhatWeWrite() throws Exception {
        var file = new SampleFile(11, 5003, 512);
        Path path = directory.resolve("ours.parquet");
        Files.write(path, file.bytes.slice().toByteArray());
        var longs = (Values.Longs) file.columns.get(1).values();
        long sum = 0;
        for (int i = 0; i < longs.count(); i++) sum += longs.values()[i];
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String table = "'" + path + "'";
            assertThat(number(statement, "select count(*) from " + table)).isEqualTo(5003);
            assertThat(number(statement, "select sum(maybe) from " + table)).isEqualTo(sum);
            assertThat(number(statement, "select count(url) from " + table))
                    .isEqualTo(file.columns.get(6).values().count());
            assertThat(number(statement, "select count(*) from " + table + " where \"name.with.dots\" = 'bb'"))
                    .isEqualTo(SampleFile.objects(file.columns.get(5).values()).stream()
                            .filter(ByteSlice.utf8("bb")::equals)
                            .count());
            assertThat(number(statement, "select sum(len(attrs)) from " + table))
                    .isEqualTo(file.columns.get(9).values().count());
            var urls = (Values.Coded) file.columns.get(6).values();
            String url = ((Values.Bytes) urls.dictionary()).value(77).toUtf8();
            assertThat(number(statement, "select count(*) from " + table + " where url = '" + url + "'"))
                    .isEqualTo(1);
            for (SchemaNode node : SampleFile.SCHEMA.root().children()) {
                number(statement, "select count(distinct \"" + node.name() + "\") from " + table);
            }
        }
    }

    @Test
    void weReadWhatDuckDbWrites() throws Exception {
        for (String codec : List.of("snappy", "zstd", "gzip", "lz4_raw", "uncompressed")) {
            for (String version : List.of("V1", "V2")) readBack(codec, version);
        }
    }

    private void readBack(String codec, String version) throws SQLException {
        Path path = directory.resolve(codec + version + ".parquet");
        String rows = "select i as a, case when i % 3 = 0 then null else 'text ' || (i % 700) end as b, "
                + "i / 7.0::double as c, i % 2 = 0 as d, [i, i + 1] as e, 'unique ' || (i * 7919) as f, "
                + "(i * 31)::integer as g from range(20000) t(i)";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (" + rows + ") to '" + path + "' (format parquet, codec '" + codec
                    + "', parquet_version '" + version + "', row_group_size 5000)");
            List<List<Object>> ours = columns(path);
            try (ResultSet expected = statement.executeQuery(rows)) {
                int row = 0;
                int text = 0;
                while (expected.next()) {
                    assertThat(ours.get(0).get(row)).isEqualTo(expected.getLong(1));
                    String b = expected.getString(2);
                    if (b != null) assertThat(ours.get(1).get(text++)).isEqualTo(ByteSlice.utf8(b));
                    assertThat(ours.get(2).get(row)).isEqualTo(expected.getDouble(3));
                    assertThat(ours.get(3).get(row)).isEqualTo(expected.getBoolean(4));
                    assertThat(ours.get(4).get(2 * row + 1)).isEqualTo(expected.getLong(1) + 1);
                    assertThat(ours.get(5).get(row)).isEqualTo(ByteSlice.utf8(expected.getString(6)));
                    assertThat(ours.get(6).get(row)).isEqualTo(expected.getLong(7));
                    row++;
                }
                assertThat(row).isEqualTo(20000);
            }
        }
    }

    private static List<List<Object>> columns(Path path) {
        RangeReader file = RangeReader.of(ByteSlice.of(read(path)));
        FileFooter footer = FileFooter.read(file, DecodeLimits.STANDARD);
        var columns = new ArrayList<List<Object>>();
        var decoder = new PageDecoder(DecodeLimits.STANDARD);
        for (LeafColumn leaf : footer.schema().leaves()) {
            var values = new ArrayList<Object>();
            for (RowGroup group : footer.rowGroups()) {
                ChunkReader reader = ChunkReader.open(group.chunks().get(leaf.index()), file, decoder);
                for (Optional<Page> page = reader.next(); page.isPresent(); page = reader.next()) {
                    values.addAll(SampleFile.objects(page.get().values()));
                }
            }
            columns.add(values);
        }
        return columns;
    }

    private static byte[] read(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
