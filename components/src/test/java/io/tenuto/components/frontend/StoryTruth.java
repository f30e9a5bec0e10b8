package io.tenuto.components.frontend;

import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.model.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What was ever appended to the log of a story. Each record has one span, whose identifier has the tenant's number in
/// its lowest bit.
final class StoryTruth {
    static final List<TenantId> TENANTS = List.of(new TenantId("a"), new TenantId("b"));

    /// Identifiers of the spans of each partition, by offset.
    private final List<List<Long>> appended = new ArrayList<>();

    /// Those of records that cannot be decoded.
    private final Set<Long> poison = new HashSet<>();

    private long nextId = 2;

    StoryTruth(int partitions) {
        for (int p = 0; p < partitions; p++) appended.add(new ArrayList<>());
    }

    /// The identifier of one more span.
    long append(int partition, int tenant, boolean isPoison) {
        long id = nextId++ << 1 | tenant;
        appended.get(partition).add(id);
        if (isPoison) poison.add(id);
        return id;
    }

    int partitions() {
        return appended.size();
    }

    List<Long> lane(int partition) {
        return appended.get(partition);
    }

    boolean isPoison(long id) {
        return poison.contains(id);
    }

    /// Each span of a tenant once, up to where blocks and live rows reach.
    Map<Long, Integer> each(int tenant, CatalogSnapshot snapshot, Map<LogPartition, Long> ends) {
        Map<Long, Integer> each = new TreeMap<>();
        for (int p = 0; p < appended.size(); p++) {
            var partition = new LogPartition("story", p);
            long upTo = Math.max(snapshot.coverage(partition), ends.getOrDefault(partition, 0L));
            for (long id : appended.get(p).subList(0, (int) upTo)) if ((id & 1) == tenant) each.put(id, 1);
        }
        return each;
    }
}
