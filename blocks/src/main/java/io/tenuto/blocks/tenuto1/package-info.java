/// The block format `tenuto1`, version 0: one Parquet file of flat span rows with an index of our own inside. The bytes
/// are described in docs/formats/tenuto1.md.
///
/// Open [io.tenuto.blocks.tenuto1.Tenuto1Format] first. [io.tenuto.blocks.tenuto1.BlockWriter] sorts a segment and
/// stores it; [io.tenuto.blocks.tenuto1.BlockSource] presents what is stored to the query engine, and gives traces back
/// as OTLP.
@NullMarked
package io.tenuto.blocks.tenuto1;

import org.jspecify.annotations.NullMarked;
