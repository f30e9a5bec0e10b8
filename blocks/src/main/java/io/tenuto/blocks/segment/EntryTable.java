package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Distinct resources, or distinct scopes: each kept as it came, with its attributes as columns. Appended by one
/// thread.
final class EntryTable {
    private static final ByteSlice SERVICE_NAME = ByteSlice.utf8("service.name");
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final boolean isScope;
    /// Four bytes length of the message, the message, the schema URL: equal bytes are one entry.
    private final StringTable entries = new StringTable(false);

    private final StringTable names = new StringTable(false);
    private final ColumnSet columns;
    private final ProtoReader reader = new ProtoReader();
    private byte[] key = new byte[256];
    /// `service.name` of each resource, or name of each scope, as an id of `names`; 0 is "".
    private int[] nameIds = new int[16];

    private int[] versionIds = new int[16];

    /// @param learnedBytes takes the bytes that questions to its columns make
    EntryTable(boolean isScope, AtomicLong learnedBytes) {
        this.isScope = isScope;
        this.columns = new ColumnSet(learnedBytes);
        names.intern(ByteSlice.EMPTY);
    }

    /// The id of the message `[from, to)` of `bytes` with schema URL `[urlFrom, urlTo)`.
    int intern(byte[] bytes, int from, int to, int urlFrom, int urlTo) {
        int length = 4 + to - from + urlTo - urlFrom;
        if (key.length < length) key = new byte[length * 2];
        INTS.set(key, 0, to - from);
        System.arraycopy(bytes, from, key, 4, to - from);
        System.arraycopy(bytes, urlFrom, key, 4 + to - from, urlTo - urlFrom);
        int before = entries.size();
        int id = entries.intern(key, 0, length);
        if (id == before) read(id, bytes, from, to);
        return id;
    }

    private void read(int id, byte[] bytes, int from, int to) {
        if (id >= nameIds.length) {
            nameIds = Arrays.copyOf(nameIds, id * 2);
            versionIds = Arrays.copyOf(versionIds, id * 2);
        }
        columns.beginEntry();
        reader.reset(bytes, from, to);
        int attributes = isScope ? OtlpFields.SCOPE_ATTRIBUTES : OtlpFields.RESOURCE_ATTRIBUTES;
        while (reader.next()) {
            if (reader.field() == attributes) {
                reader.readBytes();
                columns.add(id, reader);
                if (!isScope) noteServiceName(id);
            } else if (isScope && reader.field() == OtlpFields.SCOPE_NAME) {
                reader.readBytes();
                nameIds[id] = names.intern(bytes, reader.valueStart(), reader.valueEnd());
            } else if (isScope && reader.field() == OtlpFields.SCOPE_VERSION) {
                reader.readBytes();
                versionIds[id] = names.intern(bytes, reader.valueStart(), reader.valueEnd());
            } else {
                reader.skip();
            }
        }
        columns.endEntry();
    }

    /// Looks whether the attribute just read is `service.name` with a string; the first one counts.
    private void noteServiceName(int id) {
        if (nameIds[id] != 0) return;
        var pair = new ProtoReader(reader.value());
        boolean matches = false;
        while (pair.next()) {
            if (pair.field() == OtlpFields.KEY) {
                ByteSlice name = pair.readSlice();
                matches = name.equals(SERVICE_NAME);
            } else if (pair.field() == OtlpFields.VALUE && matches) {
                var value = new ProtoReader(pair.readSlice());
                while (value.next()) {
                    if (value.field() == OtlpFields.VALUE_STRING) nameIds[id] = names.intern(value.readSlice());
                    else value.skip();
                }
            } else {
                pair.skip();
            }
        }
    }

    int nameId(int id) {
        return nameIds[id];
    }

    Dictionary names() {
        return names.dictionary();
    }

    Entries view() {
        int count = entries.size();
        return new Entries(
                count,
                entries.dictionary(),
                Arrays.copyOf(nameIds, count),
                Arrays.copyOf(versionIds, count),
                columns.view());
    }

    long memoryBytes() {
        return entries.memoryBytes() + names.memoryBytes() + columns.memoryBytes() + 8L * nameIds.length;
    }
}
