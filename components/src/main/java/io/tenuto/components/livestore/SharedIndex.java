package io.tenuto.components.livestore;

import io.tenuto.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Which records of a shared head are a tenant's: arrays instead of objects, so that a tenant of one record takes some
/// fifty bytes here. Guarded by its owner's lock.
final class SharedIndex {
    private static final int FIRST_COUNT = 16;

    /// Per record its offset, the end of its bytes, and the tenant's record before it or -1.
    private long[] offsets = new long[FIRST_COUNT];

    private int[] ends = new int[FIRST_COUNT];
    private int[] earlier = new int[FIRST_COUNT];
    private int recordCount;

    /// Per tenant the end of its name, its youngest record, and the bytes of all of its records.
    private byte[] names = new byte[64];

    private int[] nameEnds = new int[FIRST_COUNT];
    private int[] youngest = new int[FIRST_COUNT];
    private int[] tenantBytes = new int[FIRST_COUNT];
    private int tenantCount;

    /// Open addressing: tenants plus one.
    private int[] slots = new int[2 * FIRST_COUNT];

    int recordCount() {
        return recordCount;
    }

    int tenantCount() {
        return tenantCount;
    }

    long offset(int record) {
        return offsets[record];
    }

    int begin(int record) {
        return record == 0 ? 0 : ends[record - 1];
    }

    int end(int record) {
        return ends[record];
    }

    /// Notes a record that ends at `end` of the bytes.
    void add(TenantId tenant, long offset, int end) {
        int ordinal = ordinalOf(tenant);
        if (recordCount == offsets.length) {
            int capacity = recordCount + recordCount / 2;
            offsets = Arrays.copyOf(offsets, capacity);
            ends = Arrays.copyOf(ends, capacity);
            earlier = Arrays.copyOf(earlier, capacity);
        }
        offsets[recordCount] = offset;
        ends[recordCount] = end;
        earlier[recordCount] = youngest[ordinal];
        youngest[ordinal] = recordCount;
        tenantBytes[ordinal] += end - begin(recordCount);
        recordCount++;
    }

    private int ordinalOf(TenantId tenant) {
        byte[] name = bytesOf(tenant);
        int slot = slotOf(name);
        if (slots[slot] != 0) return slots[slot] - 1;
        int ordinal = addTenant(name);
        slots[slot] = ordinal + 1;
        if (tenantCount * 2 > slots.length) rehash();
        return ordinal;
    }

    private static byte[] bytesOf(TenantId tenant) {
        return tenant.value().getBytes(StandardCharsets.UTF_8);
    }

    /// Where the tenant is, or would be.
    private int slotOf(byte[] name) {
        int mask = slots.length - 1;
        int slot = hash(name, 0, name.length) & mask;
        while (slots[slot] != 0 && !isNamed(slots[slot] - 1, name)) slot = (slot + 1) & mask;
        return slot;
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) hash = 31 * hash + bytes[i];
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private int nameBegin(int ordinal) {
        return ordinal == 0 ? 0 : nameEnds[ordinal - 1];
    }

    private boolean isNamed(int ordinal, byte[] name) {
        return Arrays.equals(names, nameBegin(ordinal), nameEnds[ordinal], name, 0, name.length);
    }

    private int addTenant(byte[] name) {
        if (tenantCount == nameEnds.length) {
            int capacity = tenantCount + tenantCount / 2;
            nameEnds = Arrays.copyOf(nameEnds, capacity);
            youngest = Arrays.copyOf(youngest, capacity);
            tenantBytes = Arrays.copyOf(tenantBytes, capacity);
        }
        int begin = tenantCount == 0 ? 0 : nameEnds[tenantCount - 1];
        int end = begin + name.length;
        if (end > names.length) names = Arrays.copyOf(names, Math.max(end, names.length + names.length / 2));
        System.arraycopy(name, 0, names, begin, name.length);
        nameEnds[tenantCount] = end;
        youngest[tenantCount] = -1;
        return tenantCount++;
    }

    List<TenantId> tenants() {
        var tenants = new ArrayList<TenantId>(tenantCount);
        for (int ordinal = 0; ordinal < tenantCount; ordinal++) {
            int begin = nameBegin(ordinal);
            tenants.add(new TenantId(new String(names, begin, nameEnds[ordinal] - begin, StandardCharsets.UTF_8)));
        }
        return tenants;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        for (int ordinal = 0; ordinal < tenantCount; ordinal++) {
            int slot = hash(names, nameBegin(ordinal), nameEnds[ordinal]) & (wider.length - 1);
            while (wider[slot] != 0) slot = (slot + 1) & (wider.length - 1);
            wider[slot] = ordinal + 1;
        }
        slots = wider;
    }

    /// Bytes of the tenant's records.
    int bytesHeldFor(TenantId tenant) {
        int entry = slots[slotOf(bytesOf(tenant))];
        return entry == 0 ? 0 : tenantBytes[entry - 1];
    }

    /// The tenant's records of offsets `[from, upTo)`, ascending.
    int[] records(TenantId tenant, long from, long upTo) {
        int entry = slots[slotOf(bytesOf(tenant))];
        return entry == 0 ? new int[0] : records(entry - 1, from, upTo);
    }

    int[] records(int ordinal, long from, long upTo) {
        int count = 0;
        for (int record = youngest[ordinal]; record >= 0; record = earlier[record]) {
            if (offsets[record] >= from && offsets[record] < upTo) count++;
        }
        int[] found = new int[count];
        for (int record = youngest[ordinal]; record >= 0; record = earlier[record]) {
            if (offsets[record] >= from && offsets[record] < upTo) found[--count] = record;
        }
        return found;
    }

    /// Gives back what is not used; nothing is added afterwards.
    void trim() {
        offsets = Arrays.copyOf(offsets, recordCount);
        ends = Arrays.copyOf(ends, recordCount);
        earlier = Arrays.copyOf(earlier, recordCount);
        nameEnds = Arrays.copyOf(nameEnds, tenantCount);
        youngest = Arrays.copyOf(youngest, tenantCount);
        tenantBytes = Arrays.copyOf(tenantBytes, tenantCount);
        names = Arrays.copyOf(names, tenantCount == 0 ? 0 : nameEnds[tenantCount - 1]);
    }

    long memoryBytes() {
        return 16L * offsets.length + names.length + 12L * nameEnds.length + 4L * slots.length;
    }
}
