/// The embedded span log: one append stream of files for all partitions. Format: docs/formats/span-log.md.
///
/// Open [io.tenuto.spanlog.file.FileSpanLog] first.
@NullMarked
package io.tenuto.spanlog.file;

import org.jspecify.annotations.NullMarked;
