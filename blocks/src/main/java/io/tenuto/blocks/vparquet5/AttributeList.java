package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/// The attributes of all owners (resources, scopes, spans, events or links) of one row group, generic and dedicated
/// ones, in the order in which they are to be given back.
final class AttributeList {
    private static final int STRING = 0;
    private static final int INT = 1;
    private static final int DOUBLE = 2;
    private static final int BOOLEAN = 3;
    private static final String[] VALUES = {"Value", "ValueInt", "ValueDouble", "ValueBool"};

    /// Definition level of an owner that is there; its attributes are one deeper.
    private final int level;
    private final WholeColumn keys;
    private final WholeColumn isArray;
    private final WholeColumn[] values = new WholeColumn[4];
    private final WholeColumn unsupported;
    private final int[] ownerStarts;
    private final int[][] valueStarts = new int[4][];
    private final boolean[] isUnsupported;
    private final int[] unsupportedAt;
    private final List<Dedicated> dedicated = new ArrayList<>();

    private record Dedicated(ByteSlice key, WholeColumn column, int[] starts, boolean isString) {}

    /// @param path of the owner, its attributes being `path.Attrs`
    /// @param level how many repeated fields lie above an owner's own fields
    AttributeList(GroupReader group, String path, int level, int owners, List<DedicatedColumn> dedicatedColumns) {
        this.level = level;
        String attributes = path + ".Attrs.";
        keys = group.column(attributes + "Key");
        isArray = group.column(attributes + "IsArray");
        ownerStarts = childStarts(keys, level, level + 1, owners);
        int count = ownerStarts[owners];
        Check.data(keys.count() == count && isArray.count() == count, "attributes of %s are uneven", path);
        for (int i = 0; i < 4; i++) {
            values[i] = group.column(attributes + VALUES[i]);
            valueStarts[i] = childStarts(values[i], level + 1, level + 2, count);
        }
        unsupported = group.column(attributes + "ValueUnsupported");
        isUnsupported = new boolean[count];
        unsupportedAt = new int[count];
        markUnsupported();
        for (DedicatedColumn column : dedicatedColumns) {
            String name = path + ".DedicatedAttributes." + column.column();
            if (!group.has(name)) continue;
            WholeColumn own = group.column(name);
            int[] starts = childStarts(own, level, level + 1, owners);
            boolean isString = column.column().startsWith("String");
            dedicated.add(new Dedicated(ByteSlice.utf8(column.attribute()), own, starts, isString));
        }
    }

    /// For each parent the position of its first child value. An entry belongs to a new parent when it repeats at most
    /// at the parent's level and the parent is there; it has a child when its definition reaches `childLevel`.
    static int[] childStarts(WholeColumn column, int parentLevel, int childLevel, int parents) {
        int[] starts = new int[parents + 1];
        int parent = -1;
        int children = 0;
        for (int i = 0; i < column.entryCount(); i++) {
            int definition = column.definition()[i];
            if (column.repetition()[i] <= parentLevel && definition >= parentLevel) {
                Check.data(++parent < parents, "a column has more than %s parents", parents);
                starts[parent] = children;
            }
            if (definition >= childLevel) children++;
        }
        Check.data(
                parent == parents - 1 || column.entryCount() == 0,
                "a column has %s parents of %s",
                parent + 1,
                parents);
        starts[parents] = children;
        return starts;
    }

    /// `ValueUnsupported` is optional within an attribute, not repeated.
    private void markUnsupported() {
        int attribute = -1;
        int next = 0;
        for (int i = 0; i < unsupported.entryCount(); i++) {
            int definition = unsupported.definition()[i];
            if (definition >= level + 1) {
                Check.data(++attribute < isUnsupported.length, "more unsupported values than attributes");
                isUnsupported[attribute] = definition > level + 1;
                if (isUnsupported[attribute]) unsupportedAt[attribute] = next++;
            }
        }
    }

    /// Takes one attribute after the other.
    interface Sink {
        /// A scalar string, as bytes `[from, to)`.
        void string(ByteSlice key, byte[] bytes, int from, int to);

        /// A scalar number of the OTLP value field `kind`; doubles as raw bits.
        void number(ByteSlice key, int kind, long value);

        /// Anything else, as an encoded AnyValue.
        void encoded(ByteSlice key, ByteSlice anyValue);
    }

    /// Hands over the attributes of one owner.
    void visit(int owner, Sink sink) {
        for (int i = ownerStarts[owner]; i < ownerStarts[owner + 1]; i++) {
            ByteSlice key = keys.texts().value(keys.ids()[i]);
            if (isArray.longs()[i] != 0) sink.encoded(key, array(i));
            else scalar(i, key, sink);
        }
        for (Dedicated column : dedicated) {
            int from = column.starts()[owner];
            int count = column.starts()[owner + 1] - from;
            if (count == 0) continue;
            int type = column.isString() ? STRING : INT;
            if (count == 1) one(column.key(), column.column(), type, from, sink);
            else sink.encoded(column.key(), array(column.column(), type, from, count));
        }
    }

    private void scalar(int attribute, ByteSlice key, Sink sink) {
        for (int type = 0; type < 4; type++) {
            int from = valueStarts[type][attribute];
            if (valueStarts[type][attribute + 1] > from) {
                one(key, values[type], type, from, sink);
                return;
            }
        }
        if (isUnsupported[attribute]) {
            int id = unsupported.ids()[unsupportedAt[attribute]];
            sink.encoded(key, AnyValueJson.toProto(unsupported.texts().value(id)));
        }
    }

    private static void one(ByteSlice key, WholeColumn column, int type, int at, Sink sink) {
        switch (type) {
            case STRING -> {
                int id = column.ids()[at];
                int from = column.texts().start(id);
                sink.string(
                        key, column.texts().heap(), from, from + column.texts().length(id));
            }
            case INT -> sink.number(key, OtlpFields.VALUE_INT, column.longs()[at]);
            case DOUBLE -> sink.number(key, OtlpFields.VALUE_DOUBLE, column.longs()[at]);
            default -> sink.number(key, OtlpFields.VALUE_BOOL, column.longs()[at]);
        }
    }

    private ByteSlice array(int attribute) {
        for (int type = 0; type < 4; type++) {
            int from = valueStarts[type][attribute];
            int count = valueStarts[type][attribute + 1] - from;
            if (count > 0) return array(values[type], type, from, count);
        }
        return array(values[STRING], STRING, 0, 0);
    }

    private static ByteSlice array(WholeColumn column, int type, int from, int count) {
        var out = new ProtoWriter(64);
        int array = out.begin(OtlpFields.VALUE_ARRAY);
        for (int i = from; i < from + count; i++) {
            int element = out.begin(OtlpFields.VALUES);
            switch (type) {
                case STRING -> out.bytes(OtlpFields.VALUE_STRING, column.texts().value(column.ids()[i]));
                case INT -> out.varint(OtlpFields.VALUE_INT, column.longs()[i]);
                case DOUBLE -> out.fixed64(OtlpFields.VALUE_DOUBLE, column.longs()[i]);
                default -> out.bool(OtlpFields.VALUE_BOOL, column.longs()[i] != 0);
            }
            out.end(element);
        }
        out.end(array);
        return out.toSlice();
    }
}
