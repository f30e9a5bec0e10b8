package io.tenuto.blocks.tenuto1;

import static io.tenuto.parquet.Annotation.NONE;
import static io.tenuto.parquet.Annotation.TIMESTAMP_NANOS;
import static io.tenuto.parquet.Annotation.UINT32;
import static io.tenuto.parquet.Annotation.UTF8;
import static io.tenuto.parquet.PhysicalType.BOOLEAN;
import static io.tenuto.parquet.PhysicalType.BYTE_ARRAY;
import static io.tenuto.parquet.PhysicalType.DOUBLE;
import static io.tenuto.parquet.PhysicalType.INT32;
import static io.tenuto.parquet.PhysicalType.INT64;
import static io.tenuto.parquet.Repetition.OPTIONAL;
import static io.tenuto.parquet.Repetition.REQUIRED;

import io.tenuto.parquet.Annotation;
import io.tenuto.parquet.PhysicalType;
import io.tenuto.parquet.Repetition;
import io.tenuto.parquet.SchemaNode;
import io.tenuto.traceql.source.Intrinsic;
import java.util.Optional;

/// Columns that every block has: the first of the file, in this order. Columns of event attributes follow within the
/// group of events, then those of spans; links have none, since their attributes are too few.
enum FixedLeaf {
    TRACE_ID("", "trace_id", REQUIRED, 16),
    SPAN_ID("", "span_id", REQUIRED, 8),
    /// Row of the parent in this file; absent for roots and where the parent is not here.
    PARENT_ROW("", "parent_row", OPTIONAL, INT32, NONE),
    /// Only where the parent is not here.
    PARENT_SPAN_ID("", "parent_span_id", OPTIONAL, 8),
    NESTED_LEFT("", "nested_left", REQUIRED, INT32, NONE),
    NESTED_RIGHT("", "nested_right", REQUIRED, INT32, NONE),
    CHILD_COUNT("", "child_count", REQUIRED, INT32, NONE),
    /// Place among the trace's spans as they came in, from 0.
    ARRIVAL("", "arrival", REQUIRED, INT32, NONE),
    /// Over the whole content as received: tells a span that came twice from one that shares its identifier.
    CONTENT_HASH("", "content_hash", REQUIRED, INT32, NONE),
    START("", "start_time", REQUIRED, INT64, TIMESTAMP_NANOS),
    DURATION("", "duration_nanos", REQUIRED, INT64, NONE),
    NAME("", "name", REQUIRED, BYTE_ARRAY, UTF8),
    KIND("", "kind", REQUIRED, INT32, NONE),
    /// Absent where the span had no status at all.
    STATUS_CODE("", "status_code", OPTIONAL, INT32, NONE),
    STATUS_MESSAGE("", "status_message", OPTIONAL, BYTE_ARRAY, UTF8),
    TRACE_STATE("", "trace_state", OPTIONAL, BYTE_ARRAY, UTF8),
    /// Absent means 0.
    FLAGS("", "flags", OPTIONAL, INT32, UINT32),
    RESOURCE_ID("", "resource_id", REQUIRED, INT32, NONE),
    SCOPE_ID("", "scope_id", REQUIRED, INT32, NONE),
    SHAPE_ID("", "shape_id", REQUIRED, INT32, NONE),
    EXTRA("", "extra", OPTIONAL, BYTE_ARRAY, NONE),
    /// How many spans this one stands for; absent means 1.
    WEIGHT("", "weight", OPTIONAL, INT64, NONE),
    /// True where the row is to be treated as gone.
    DELETED("", "deleted", OPTIONAL, BOOLEAN, NONE),
    /// 0 the span, 1 an event, 2 a link.
    OTHER_OF("other", "of", REQUIRED, INT32, NONE),
    /// Which event or link of the span.
    OTHER_INDEX("other", "index", REQUIRED, INT32, NONE),
    OTHER_KEY("other", "key", REQUIRED, BYTE_ARRAY, UTF8),
    OTHER_STRING("other", "string", OPTIONAL, BYTE_ARRAY, UTF8),
    OTHER_INT("other", "int", OPTIONAL, INT64, NONE),
    OTHER_DOUBLE("other", "double", OPTIONAL, DOUBLE, NONE),
    OTHER_BOOL("other", "bool", OPTIONAL, BOOLEAN, NONE),
    /// An encoded AnyValue.
    OTHER_ANY("other", "any", OPTIONAL, BYTE_ARRAY, NONE),
    LINK_TRACE_ID("links", "trace_id", REQUIRED, 16),
    LINK_SPAN_ID("links", "span_id", REQUIRED, 8),
    LINK_SHAPE("links", "shape_id", REQUIRED, INT32, NONE),
    LINK_EXTRA("links", "extra", OPTIONAL, BYTE_ARRAY, NONE),
    EVENT_TIME("events", "time_since_start", REQUIRED, INT64, NONE),
    EVENT_NAME("events", "name", REQUIRED, BYTE_ARRAY, UTF8),
    EVENT_SHAPE("events", "shape_id", REQUIRED, INT32, NONE),
    EVENT_EXTRA("events", "extra", OPTIONAL, BYTE_ARRAY, NONE);

    static final FixedLeaf[] ALL = values();

    private final String group;
    private final SchemaNode.Leaf node;

    FixedLeaf(String group, String name, Repetition repetition, PhysicalType type, Annotation annotation) {
        this.group = group;
        this.node = SchemaNode.leaf(name, repetition, type, annotation);
    }

    FixedLeaf(String group, String name, Repetition repetition, int length) {
        this.group = group;
        this.node = SchemaNode.fixed(name, repetition, length);
    }

    /// The repeated group in which it stands, "" for none.
    String group() {
        return group;
    }

    SchemaNode.Leaf node() {
        return node;
    }

    /// The names from below the root, joined by a dot.
    String path() {
        return group.isEmpty() ? node.name() : group + "." + node.name();
    }

    /// The column of the file whose numbers an intrinsic has as they are.
    static Optional<FixedLeaf> ofNumbers(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case SPAN_ID -> Optional.of(SPAN_ID);
            case START -> Optional.of(START);
            case DURATION -> Optional.of(DURATION);
            case KIND -> Optional.of(KIND);
            case STATUS -> Optional.of(STATUS_CODE);
            case NESTED_SET_LEFT -> Optional.of(NESTED_LEFT);
            case NESTED_SET_RIGHT -> Optional.of(NESTED_RIGHT);
            case CHILD_COUNT -> Optional.of(CHILD_COUNT);
            case CONTENT_HASH -> Optional.of(CONTENT_HASH);
            default -> Optional.empty();
        };
    }
}
