package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Cuts attribute keys and string values that are too long. Messages that hold none stay the bytes they are.
final class AttributeCutter {
    private final int bytesMax;
    private final Map<String, Integer> counts = new TreeMap<>();

    private AttributeCutter(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @param counts attributes cut, by scope
    record Cut(ByteSlice message, Map<String, Integer> counts) {}

    static Cut cut(ByteSlice message, int bytesMax) {
        // A message shorter than the limit cannot hold anything longer.
        if (bytesMax == 0 || message.length() <= bytesMax || !holdsLonger(message, bytesMax)) {
            return new Cut(message, Map.of());
        }
        var cutter = new AttributeCutter(bytesMax);
        var out = new ProtoWriter(message.length());
        cutter.copy(message, Level.REQUEST, out);
        return new Cut(out.toSlice(), cutter.counts);
    }

    /// The messages on the way to attributes: which of their fields to follow.
    private enum Level {
        REQUEST,
        RESOURCE_SPANS,
        RESOURCE,
        SCOPE_SPANS,
        SCOPE,
        SPAN,
        EVENT,
        LINK;

        /// The level of a field's message, or this level itself for an attribute; REQUEST for what is copied as it is.
        Level below(int field) {
            return switch (this) {
                case REQUEST -> field == OtlpFields.RESOURCE_SPANS ? RESOURCE_SPANS : REQUEST;
                case RESOURCE_SPANS ->
                    field == OtlpFields.RESOURCE_SPANS_RESOURCE
                            ? RESOURCE
                            : field == OtlpFields.RESOURCE_SPANS_SCOPE_SPANS ? SCOPE_SPANS : REQUEST;
                case SCOPE_SPANS ->
                    field == OtlpFields.SCOPE_SPANS_SCOPE
                            ? SCOPE
                            : field == OtlpFields.SCOPE_SPANS_SPANS ? SPAN : REQUEST;
                case SPAN ->
                    switch (field) {
                        case OtlpFields.SPAN_EVENTS -> EVENT;
                        case OtlpFields.SPAN_LINKS -> LINK;
                        case OtlpFields.SPAN_ATTRIBUTES -> SPAN;
                        default -> REQUEST;
                    };
                case RESOURCE -> field == OtlpFields.RESOURCE_ATTRIBUTES ? RESOURCE : REQUEST;
                case SCOPE -> field == OtlpFields.SCOPE_ATTRIBUTES ? SCOPE : REQUEST;
                case EVENT -> field == OtlpFields.EVENT_ATTRIBUTES ? EVENT : REQUEST;
                case LINK -> field == OtlpFields.LINK_ATTRIBUTES ? LINK : REQUEST;
            };
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static boolean holdsLonger(ByteSlice message, int bytesMax) {
        var probe = new AttributeCutter(bytesMax);
        return probe.find(message, Level.REQUEST);
    }

    private boolean find(ByteSlice message, Level level) {
        if (message.length() <= bytesMax) return false;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            Level below = level.below(reader.field());
            if (below == Level.REQUEST || reader.wireType() != ProtoReader.BYTES) {
                reader.skip();
                continue;
            }
            ByteSlice inner = reader.readSlice();
            if (below == level ? isLong(inner) : find(inner, below)) return true;
        }
        return false;
    }

    private boolean isLong(ByteSlice pair) {
        if (pair.length() <= bytesMax) return false;
        var reader = new ProtoReader(pair);
        while (reader.next()) {
            if (reader.field() == OtlpFields.KEY) {
                if (reader.readSlice().length() > bytesMax) return true;
            } else if (reader.field() == OtlpFields.VALUE) {
                if (stringLength(reader.readSlice()) > bytesMax) return true;
            } else {
                reader.skip();
            }
        }
        return false;
    }

    private static int stringLength(ByteSlice value) {
        var reader = new ProtoReader(value);
        int length = 0;
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUE_STRING)
                length = reader.readSlice().length();
            else reader.skip();
        }
        return length;
    }

    private void copy(ByteSlice message, Level level, ProtoWriter out) {
        var reader = new ProtoReader(message);
        while (reader.next()) {
            Level below = level.below(reader.field());
            int field = reader.field();
            if (below == Level.REQUEST || reader.wireType() != ProtoReader.BYTES) {
                reader.skip();
                out.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
                continue;
            }
            ByteSlice inner = reader.readSlice();
            int mark = out.begin(field);
            if (below == level) copyPair(inner, level, out);
            else copy(inner, below, out);
            out.end(mark);
        }
    }

    private void copyPair(ByteSlice pair, Level level, ProtoWriter out) {
        var reader = new ProtoReader(pair);
        while (reader.next()) {
            if (reader.field() == OtlpFields.KEY) {
                out.bytes(OtlpFields.KEY, shortened(reader.readSlice(), level));
            } else if (reader.field() == OtlpFields.VALUE) {
                int mark = out.begin(OtlpFields.VALUE);
                copyValue(reader.readSlice(), level, out);
                out.end(mark);
            } else {
                reader.skip();
                out.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
            }
        }
    }

    private void copyValue(ByteSlice value, Level level, ProtoWriter out) {
        var reader = new ProtoReader(value);
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUE_STRING) {
                out.bytes(OtlpFields.VALUE_STRING, shortened(reader.readSlice(), level));
            } else {
                reader.skip();
                out.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
            }
        }
    }

    private ByteSlice shortened(ByteSlice text, Level level) {
        if (text.length() <= bytesMax) return text;
        counts.merge(level.label(), 1, Integer::sum);
        return text.slice(0, bytesMax);
    }
}
