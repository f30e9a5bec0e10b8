package io.tenuto.traceql.source;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Trace fragments of one source by ordinal from 0: what this source knows of each trace. Safe for many threads.
public interface TraceTable {
    int count();

    long idHigh(int trace);

    long idLow(int trace);

    /// Smallest span start, nanoseconds since 1970.
    long startUnixNanos(int trace);

    /// Largest span end.
    long endUnixNanos(int trace);

    /// `service.name` of the root's resource; empty optional if this fragment has no root, "" if the root has none.
    Optional<ByteSlice> rootService(int trace);

    Optional<ByteSlice> rootName(int trace);

    int spanCount(int trace);

    int errorCount(int trace);

    /// Each service ("" where missing) with its counts.
    void forEachService(int trace, ServiceVisitor visitor);

    /// Every service that occurs, "" among them where a resource names none.
    default Set<ByteSlice> services() {
        var services = new HashSet<ByteSlice>();
        for (int trace = 0; trace < count(); trace++) {
            forEachService(trace, (service, spans, errors) -> services.add(service));
        }
        return services;
    }

    /// Source rows of the fragment, ascending.
    int[] rows(int trace);

    /// The ordinal of `id`, or -1.
    int find(TraceId id);

    default TraceId id(int trace) {
        return new TraceId(idHigh(trace), idLow(trace));
    }

    /// Receives a service's span and error counts.
    interface ServiceVisitor {
        void service(ByteSlice name, int spanCount, int errorCount);
    }
}
