package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.StoredBlock;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.Optional;

/// An open foreign block.
final class ForeignBlock implements StoredBlock {
    private final ForeignFile file;
    private final ForeignSource source;
    private final TraceFilter filter;

    ForeignBlock(ForeignFile file, ForeignSource source, TraceFilter filter) {
        this.file = file;
        this.source = source;
        this.filter = filter;
    }

    @Override
    public SpanSource source() {
        return source;
    }

    @Override
    public Optional<ByteSlice> trace(TraceId id, Deadline deadline) {
        if (!filter.mayContain(id, deadline)) return Optional.empty();
        for (int group = 0; group < file.groupCount(); group++) {
            if (!file.mayHold(group, id)) continue;
            Segment segment = file.segment(group, deadline);
            Optional<ByteSlice> found = segment.trace(id);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }
}
