package io.tenuto.parquet;

import io.tenuto.base.Check;

/// How a file is written.
///
/// @param zstdLevel effort of compression, 1 to 22
/// @param pageRows rows of each page: every column's pages end at the same rows, so that a page index of row counts
/// serves all of them
/// @param createdBy stands in the footer
public record WriterOptions(int zstdLevel, int pageRows, String createdBy) {
    public WriterOptions {
        Check.argument(zstdLevel >= 1 && zstdLevel <= 22, "zstd level %s", zstdLevel);
        Check.argument(pageRows > 0, "pages of %s rows", pageRows);
    }
}
