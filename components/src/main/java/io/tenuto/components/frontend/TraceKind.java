package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/// Trace by identifier: every source is asked for what it has.
record TraceKind(TraceId id, TimeRange range) implements QueryKind<TraceKind.Fragments> {
    /// OTLP messages that together hold the trace; spans may repeat.
    record Fragments(List<ByteSlice> fragments) {
        Fragments {
            fragments = List.copyOf(fragments);
        }
    }

    @Override
    public String name() {
        return "trace";
    }

    @Override
    public Sight sight() {
        return Sight.OWN;
    }

    @Override
    public Fragments run(JobInput input, Deadline deadline) {
        return new Fragments(input.trace(id));
    }

    @Override
    public Fragments empty() {
        return new Fragments(List.of());
    }

    @Override
    public Fragments merge(Fragments first, Fragments second) {
        var all = new ArrayList<>(first.fragments());
        all.addAll(second.fragments());
        return new Fragments(all);
    }
}
