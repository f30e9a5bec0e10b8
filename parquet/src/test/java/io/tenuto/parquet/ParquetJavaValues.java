package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForDouble;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForFloat;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForInteger;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesReaderForLong;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesReader;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayReader;
import org.apache.parquet.column.values.plain.BinaryPlainValuesReader;
import org.apache.parquet.column.values.plain.PlainValuesReader;

/// The values of a page by parquet-java's own readers, to compare ours with.
final class ParquetJavaValues {
    private ParquetJavaValues() {}

    /// The values in the order and the form of [SampleFile#objects], or empty if it has no reader for that or refuses.
    static Optional<List<Object>> read(PhysicalType type, int encoding, int count, ByteSlice body) {
        Optional<ValuesReader> reader = reader(type, encoding);
        if (reader.isEmpty() || count == 0) return Optional.empty();
        try {
            ValuesReader values = reader.get();
            values.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(body.toByteArray())));
            Supplier<Object> next = next(type, values);
            var all = new ArrayList<Object>();
            for (int i = 0; i < count; i++) all.add(next.get());
            return Optional.of(all);
        } catch (IOException | RuntimeException e) {
            // It refuses in many ways, and less often than we do: that is no concern here.
            return Optional.empty();
        }
    }

    private static Supplier<Object> next(PhysicalType type, ValuesReader values) {
        return switch (type) {
            case INT32 -> () -> (long) values.readInteger();
            case INT64 -> values::readLong;
            case FLOAT -> () -> (double) values.readFloat();
            case DOUBLE -> values::readDouble;
            default -> () -> ByteSlice.of(values.readBytes().getBytes());
        };
    }

    private static Optional<ValuesReader> reader(PhysicalType type, int encoding) {
        return Optional.ofNullable(
                switch (encoding) {
                    case Encoding.PLAIN -> plain(type);
                    case Encoding.DELTA_BINARY_PACKED ->
                        type == PhysicalType.INT32 || type == PhysicalType.INT64
                                ? new DeltaBinaryPackingValuesReader()
                                : null;
                    case Encoding.DELTA_LENGTH_BYTE_ARRAY ->
                        type == PhysicalType.BYTE_ARRAY ? new DeltaLengthByteArrayValuesReader() : null;
                    case Encoding.DELTA_BYTE_ARRAY ->
                        type == PhysicalType.BYTE_ARRAY ? new DeltaByteArrayReader() : null;
                    case Encoding.BYTE_STREAM_SPLIT -> split(type);
                    default -> null;
                });
    }

    private static ValuesReader plain(PhysicalType type) {
        return switch (type) {
            case INT32 -> new PlainValuesReader.IntegerPlainValuesReader();
            case INT64 -> new PlainValuesReader.LongPlainValuesReader();
            case FLOAT -> new PlainValuesReader.FloatPlainValuesReader();
            case DOUBLE -> new PlainValuesReader.DoublePlainValuesReader();
            case BYTE_ARRAY -> new BinaryPlainValuesReader();
            default -> null;
        };
    }

    private static ValuesReader split(PhysicalType type) {
        return switch (type) {
            case INT32 -> new ByteStreamSplitValuesReaderForInteger();
            case INT64 -> new ByteStreamSplitValuesReaderForLong();
            case FLOAT -> new ByteStreamSplitValuesReaderForFloat();
            case DOUBLE -> new ByteStreamSplitValuesReaderForDouble();
            default -> null;
        };
    }
}
