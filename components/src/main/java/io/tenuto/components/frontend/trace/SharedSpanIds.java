package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Zipkin clients and servers may share one span identifier. Readers expect each span to have its own: the server's
/// gets a new one and becomes the child of the client's, and what hung below the shared identifier hangs below it.
final class SharedSpanIds {
    private SharedSpanIds() {}

    static TraceParts resolve(TraceParts trace) {
        var used = new HashSet<ByteSlice>();
        var clients = new HashSet<ByteSlice>();
        var servers = new HashSet<ByteSlice>();
        for (TraceParts.Placed placed : trace.spans()) {
            SpanPart span = placed.span();
            used.add(span.id());
            if (span.kind() == SpanPart.KIND_CLIENT) clients.add(span.id());
            if (span.kind() == SpanPart.KIND_SERVER) servers.add(span.id());
        }
        clients.retainAll(servers);
        return clients.isEmpty() ? trace : resolve(trace, clients, used);
    }

    private static TraceParts resolve(TraceParts trace, Set<ByteSlice> shared, Set<ByteSlice> used) {
        Map<ByteSlice, ByteSlice> fresh = new HashMap<>();
        long next = 1;
        for (TraceParts.Placed placed : trace.spans()) {
            SpanPart span = placed.span();
            boolean isShared = span.kind() == SpanPart.KIND_SERVER && shared.contains(span.id());
            if (!isShared || fresh.containsKey(span.id())) continue;
            while (!used.add(id(next))) next++;
            fresh.put(span.id(), id(next));
        }
        return trace.map(span -> {
            ByteSlice own = fresh.getOrDefault(span.id(), ByteSlice.EMPTY);
            if (span.kind() == SpanPart.KIND_SERVER && !own.isEmpty()) return span.withIds(own, span.id());
            ByteSlice parent = fresh.getOrDefault(span.parentId(), ByteSlice.EMPTY);
            return parent.isEmpty() ? span : span.withIds(span.id(), parent);
        });
    }

    private static ByteSlice id(long number) {
        return ByteSlice.of(ByteBuffer.allocate(8).putLong(number).array());
    }
}
