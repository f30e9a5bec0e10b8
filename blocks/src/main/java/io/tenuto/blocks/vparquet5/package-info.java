/// Reads blocks of Grafana Tempo's format vParquet5 in place. Nothing is written, ever.
///
/// Open [io.tenuto.blocks.vparquet5.Vparquet5Format] first; [io.tenuto.blocks.vparquet5.ForeignBlocks] finds the blocks
/// of
/// a store. Row groups are turned into segments when they are needed, so that the query engine sees nothing new.
@NullMarked
package io.tenuto.blocks.vparquet5;

import org.jspecify.annotations.NullMarked;
