/// Columns of Parquet files: writing them from plain arrays over parquet-java's value encoders, and decoding them by a
/// decoder of our own. Open [ColumnFileWriter] to write, [FileFooter] and [ChunkReader] to read.
///
/// Knows files, row groups, chunks, pages and values; knows no spans. Whatever a file says of itself is checked: bad
/// bytes give a `CorruptDataException`, never an endless loop or memory out of proportion to [DecodeLimits].
@NullMarked
package io.tenuto.parquet;

import org.jspecify.annotations.NullMarked;
