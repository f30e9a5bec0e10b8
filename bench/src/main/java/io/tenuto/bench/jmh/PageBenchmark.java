package io.tenuto.bench.jmh;

import io.tenuto.base.ByteSlice;
import io.tenuto.parquet.Annotation;
import io.tenuto.parquet.ChunkReader;
import io.tenuto.parquet.ColumnChunk;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.DecodeLimits;
import io.tenuto.parquet.FileFooter;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.parquet.RangeReader;
import io.tenuto.parquet.Repetition;
import io.tenuto.parquet.Schema;
import io.tenuto.parquet.SchemaNode;
import io.tenuto.parquet.Values;
import io.tenuto.parquet.WriterOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Decoding one page, decompression and checksum included; the score is for one value.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PageBenchmark {
    private static final int ROWS = 8192;
    private static final int DICTIONARY = 40;

    /// What the page holds.
    public enum Content {
        /// Times that ascend unevenly, as differences.
        TIMES,
        /// One of 40 texts for each row.
        CODED_TEXTS,
        /// A text of its own for each row.
        UNIQUE_TEXTS,
        /// Eight random bytes for each row.
        IDENTIFIERS
    }

    @Param
    public Content content = Content.TIMES;

    private final PageDecoder decoder = new PageDecoder(DecodeLimits.STANDARD);
    private ByteSlice chunkBytes = ByteSlice.EMPTY;
    private List<ColumnChunk> chunks = List.of();

    @Setup(Level.Trial)
    public void write() {
        var out = new ByteArrayOutputStream();
        var options = new WriterOptions(3, ROWS, "bench");
        var schema = Schema.of("rows", List.of(node()));
        try (var writer = new ColumnFileWriter(schema, out::write, options)) {
            writer.beginRowGroup(ROWS);
            writer.column(new Levels.Required(ROWS), values());
            writer.endRowGroup();
            writer.finish(Map.of());
        }
        RangeReader file = RangeReader.of(ByteSlice.of(out.toByteArray()));
        chunks = FileFooter.read(file, DecodeLimits.STANDARD)
                .rowGroups()
                .getFirst()
                .chunks();
        ColumnChunk chunk = chunks.getFirst();
        chunkBytes = file.read(chunk.startOffset(), (int) chunk.compressedBytes());
    }

    private SchemaNode node() {
        return switch (content) {
            case TIMES -> SchemaNode.leaf("column", Repetition.REQUIRED, PhysicalType.INT64, Annotation.NONE);
            case CODED_TEXTS, UNIQUE_TEXTS ->
                SchemaNode.leaf("column", Repetition.REQUIRED, PhysicalType.BYTE_ARRAY, Annotation.UTF8);
            case IDENTIFIERS -> SchemaNode.fixed("column", Repetition.REQUIRED, Long.BYTES);
        };
    }

    private Values values() {
        var random = new SplittableRandom(1);
        return switch (content) {
            case TIMES -> {
                long[] values = new long[ROWS];
                for (int i = 0; i < ROWS; i++) {
                    values[i] = (i == 0 ? Fixtures.START_NANOS : values[i - 1]) + random.nextInt(1 << 30) - (1 << 27);
                }
                yield new Values.Longs(values, ROWS);
            }
            case CODED_TEXTS -> {
                int[] ids = random.ints(ROWS, 0, DICTIONARY).toArray();
                yield new Values.Coded(ids, ROWS, texts(DICTIONARY, random));
            }
            case UNIQUE_TEXTS -> texts(ROWS, random);
            case IDENTIFIERS -> {
                byte[] bytes = new byte[ROWS * Long.BYTES];
                random.nextBytes(bytes);
                yield new Values.Fixed(bytes, 0, Long.BYTES, ROWS);
            }
        };
    }

    private static Values.Bytes texts(int count, SplittableRandom random) {
        var heap = new ByteArrayOutputStream();
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            heap.writeBytes(("text-%08x".formatted(random.nextInt())).getBytes(StandardCharsets.UTF_8));
            starts[i + 1] = heap.size();
        }
        return new Values.Bytes(heap.toByteArray(), starts, count);
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Page decode() {
        return new ChunkReader(chunks.getFirst(), chunkBytes, decoder).next().orElseThrow();
    }
}
