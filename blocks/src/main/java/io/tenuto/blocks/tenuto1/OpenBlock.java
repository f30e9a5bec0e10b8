package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.Optional;

/// A block that is ready to answer.
final class OpenBlock implements StoredBlock {
    private final BlockFile file;
    private final BlockSource source;

    OpenBlock(BlockFile file) {
        this.file = file;
        this.source = new BlockSource(file);
    }

    @Override
    public SpanSource source() {
        return source;
    }

    @Override
    public Optional<ByteSlice> trace(TraceId id, Deadline deadline) {
        if (!file.filter(deadline).mayContain(ByteSlice.of(id.toByteArray()))) return Optional.empty();
        StoredTraces traces = file.traces(deadline);
        int ordinal = traces.find(id);
        if (ordinal < 0) return Optional.empty();
        int first = traces.firstRow(ordinal);
        return Optional.of(RowsReader.readTrace(file, first, first + traces.spanCount(ordinal), deadline));
    }
}
