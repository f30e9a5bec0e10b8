package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.ValueSummary;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Distinct values of those keys that have few, for completing what people type.
final class StoredValues {
    /// More values than this are not listed; then readers look at the columns.
    private static final int VALUES_MAX = 1000;

    private static final AttributeScope[] SCOPES = AttributeScope.values();
    private static final ValueType[] TYPES = ValueType.values();

    private final Map<AttributeKey, ValueSummary> summaries;

    private StoredValues(Map<AttributeKey, ValueSummary> summaries) {
        this.summaries = summaries;
    }

    static ByteSlice encode(Segment segment) {
        var out = new ProtoWriter(16 << 10);
        Set<AttributeKey> tooMany = new HashSet<>();
        SegmentData data = segment.data();
        note(tooMany, AttributeScope.SPAN, data.attributes());
        note(tooMany, AttributeScope.RESOURCE, data.resources().columns());
        note(tooMany, AttributeScope.INSTRUMENTATION, data.scopes().columns());
        note(tooMany, AttributeScope.EVENT, data.events().attributes());
        note(tooMany, AttributeScope.LINK, data.links().attributes());
        for (AttributeKey key : segment.keys()) {
            int mark = out.begin(1);
            out.varint(1, key.scope().ordinal());
            out.text(2, key.name());
            Optional<ValueSummary> summary = tooMany.contains(key) ? Optional.empty() : segment.values(key);
            if (summary.isPresent() && summary.get().texts().size() <= VALUES_MAX) {
                out.varint(3, summary.get().isComplete() ? 1 : 0);
                for (int i = 0; i < summary.get().texts().size(); i++) {
                    int value = out.begin(4);
                    out.varint(1, summary.get().types().get(i).ordinal());
                    out.text(2, summary.get().texts().get(i));
                    out.end(value);
                }
            }
            out.end(mark);
        }
        return out.toSlice();
    }

    private static void note(Set<AttributeKey> tooMany, AttributeScope scope, List<SparseColumn> columns) {
        for (SparseColumn column : columns) {
            boolean areTooMany = column.type() == ColumnType.STRING
                    ? column.dictionary().size() > VALUES_MAX
                    : column.distinctNumbers().isEmpty();
            if (areTooMany) tooMany.add(new AttributeKey(scope, column.name()));
        }
    }

    static StoredValues decode(ByteSlice bytes) {
        var summaries = new HashMap<AttributeKey, ValueSummary>();
        var in = new ProtoReader(bytes);
        while (in.next()) {
            if (in.field() == 1) decodeKey(in.readSlice(), summaries);
            else in.skip();
        }
        return new StoredValues(summaries);
    }

    private static void decodeKey(ByteSlice bytes, Map<AttributeKey, ValueSummary> into) {
        int scope = 0;
        String name = "";
        long complete = -1;
        var types = new ArrayList<ValueType>();
        var texts = new ArrayList<String>();
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> scope = (int) in.readVarint();
                case 2 -> name = in.readSlice().toUtf8();
                case 3 -> complete = in.readVarint();
                case 4 -> decodeValue(in.readSlice(), types, texts);
                default -> in.skip();
            }
        }
        Check.data(scope >= 0 && scope < SCOPES.length, "scope %s", scope);
        if (complete >= 0) {
            into.put(new AttributeKey(SCOPES[scope], name), new ValueSummary(types, texts, complete == 1));
        }
    }

    private static void decodeValue(ByteSlice bytes, List<ValueType> types, List<String> texts) {
        int type = 0;
        String text = "";
        var in = new ProtoReader(bytes);
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = (int) in.readVarint();
                case 2 -> text = in.readSlice().toUtf8();
                default -> in.skip();
            }
        }
        Check.data(type >= 0 && type < TYPES.length, "value type %s", type);
        types.add(TYPES[type]);
        texts.add(text);
    }

    Optional<ValueSummary> of(AttributeKey key) {
        return Optional.ofNullable(summaries.get(key));
    }
}
