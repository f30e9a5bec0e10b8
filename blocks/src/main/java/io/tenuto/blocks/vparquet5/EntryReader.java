package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ParsedEntries;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts the resources, or the scopes, of a row group together as messages, equal ones once.
final class EntryReader {
    private static final ByteSlice SERVICE_NAME = ByteSlice.utf8("service.name");
    private static final int RESOURCE_DROPPED = 2;
    private static final int SCOPE_DROPPED = 4;

    private final Map<ByteSlice, Integer> known = new HashMap<>();
    private final WholeColumn.Texts raw = new WholeColumn.Texts();
    private final int[] ids;

    private EntryReader(int count) {
        this.ids = new int[count];
    }

    /// @param ids for each entry of the row group the entry among the distinct ones
    record Result(int[] ids, ParsedEntries entries) {}

    static Result resources(GroupReader group, int count, List<DedicatedColumn> dedicated) {
        String path = "rs.Resource";
        var attributes = new AttributeList(group, path, 1, count, dedicated);
        WholeColumn service = group.column(path + ".ServiceName", count);
        WholeColumn dropped = group.column(path + ".DroppedAttributesCount");
        var reader = new EntryReader(count);
        var out = new ProtoWriter(512);
        var sink = new MessageAttributes(out, OtlpFields.RESOURCE_ATTRIBUTES);
        for (int i = 0; i < count; i++) {
            out.clear();
            attributes.visit(i, sink);
            ByteSlice name = service.texts().value(service.ids()[i]);
            if (!name.isEmpty()) sink.string(SERVICE_NAME, name.array(), name.offset(), name.offset() + name.length());
            if (dropped.count() > i) out.varintIfSet(RESOURCE_DROPPED, dropped.longs()[i] & 0xFFFF_FFFFL);
            reader.add(i, out.view());
        }
        return new Result(reader.ids, ParsedEntries.of(reader.raw.dictionary(), false));
    }

    static Result scopes(GroupReader group, int count) {
        String path = "rs.ss.Scope";
        var attributes = new AttributeList(group, path, 2, count, List.of());
        WholeColumn name = group.column(path + ".Name", count);
        WholeColumn version = group.column(path + ".Version", count);
        WholeColumn dropped = group.column(path + ".DroppedAttributesCount");
        var reader = new EntryReader(count);
        var out = new ProtoWriter(256);
        var sink = new MessageAttributes(out, OtlpFields.SCOPE_ATTRIBUTES);
        for (int i = 0; i < count; i++) {
            out.clear();
            out.bytesIfSet(OtlpFields.SCOPE_NAME, name.texts().value(name.ids()[i]));
            out.bytesIfSet(OtlpFields.SCOPE_VERSION, version.texts().value(version.ids()[i]));
            attributes.visit(i, sink);
            if (dropped.count() > i) out.varintIfSet(SCOPE_DROPPED, dropped.longs()[i] & 0xFFFF_FFFFL);
            reader.add(i, out.view());
        }
        return new Result(reader.ids, ParsedEntries.of(reader.raw.dictionary(), true));
    }

    private void add(int index, ByteSlice message) {
        Integer id = known.get(message);
        if (id == null) {
            byte[] entry = new byte[4 + message.length()];
            for (int b = 0; b < 4; b++) entry[b] = (byte) (message.length() >>> (8 * b));
            System.arraycopy(message.array(), message.offset(), entry, 4, message.length());
            id = raw.add(entry, 0, entry.length);
            known.put(message.copy(), id);
        }
        ids[index] = id;
    }
}
