package io.tenuto.blocks.segment;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// Everything that a source shows, as lines that can be compared, whatever its dictionaries are like.
final class SourceDump {
    private final SpanSource source;
    private final List<String> lines = new ArrayList<>();

    private SourceDump(SpanSource source) {
        this.source = source;
    }

    /// All rows by a scan, and everything besides.
    static List<String> of(SpanSource source) {
        var dump = new SourceDump(source);
        dump.lines.add(source.facts().toString());
        dump.lines.add(source.keys().toString());
        for (AttributeKey key : source.keys()) {
            source.values(key).ifPresent(values -> dump.lines.add(key + " " + new TreeSet<>(values.texts())));
        }
        dump.traces();
        try (var cursor = source.scan(ScanRequest.of(dump.columns()), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) dump.batch(batch.get());
        }
        return dump.lines;
    }

    /// The given rows by a gather.
    static List<String> of(SpanSource source, int[] rows) {
        var dump = new SourceDump(source);
        dump.batch(source.gather(rows, ScanRequest.of(dump.columns()), Deadline.none()));
        return dump.lines;
    }

    private Set<ColumnKey> columns() {
        var columns = new HashSet<ColumnKey>();
        for (Intrinsic intrinsic : Intrinsic.values()) columns.add(ColumnKey.of(intrinsic));
        for (AttributeKey key : source.keys()) columns.add(new ColumnKey.Attribute(key));
        return columns;
    }

    private void traces() {
        TraceTable traces = source.traces();
        lines.add("services " + new TreeSet<>(traces.services()));
        for (int trace = 0; trace < traces.count(); trace++) {
            lines.add("%s [%d, %d] %s %s spans %d errors %d rows %s at %d"
                    .formatted(
                            traces.id(trace),
                            traces.startUnixNanos(trace),
                            traces.endUnixNanos(trace),
                            traces.rootService(trace),
                            traces.rootName(trace),
                            traces.spanCount(trace),
                            traces.errorCount(trace),
                            Arrays.toString(traces.rows(trace)),
                            traces.find(traces.id(trace))));
            traces.forEachService(trace, (name, spans, errors) -> lines.add(name + " " + spans + " " + errors));
        }
    }

    private void batch(SpanBatch batch) {
        for (RowKind kind : List.of(RowKind.EVENT, RowKind.LINK)) {
            lines.add(kind + " " + Arrays.toString(batch.childStarts(kind)));
        }
        for (int i = 0; i < batch.rowCount(); i++) lines.add("row " + batch.sourceRow(i));
        for (Intrinsic intrinsic : Intrinsic.values()) column(intrinsic.name(), batch.column(ColumnKey.of(intrinsic)));
        for (AttributeKey key : source.keys()) column(key.toString(), batch.column(new ColumnKey.Attribute(key)));
    }

    private void column(String name, Column column) {
        for (int entry = 0; entry < column.entryCount(); entry++) {
            var line = new StringBuilder(name);
            for (Vector vector : column.vectors()) {
                if (vector.presence().has(entry))
                    line.append(' ').append(valueOf(vector).apply(entry));
            }
            lines.add(line.toString());
        }
    }

    private static IntFunction<String> valueOf(Vector vector) {
        return switch (vector) {
            case Vector.Longs longs -> entry -> longs.type() + " " + longs.values()[entry];
            case Vector.Doubles doubles -> entry -> "double " + doubles.values()[entry];
            case Vector.Booleans booleans -> entry -> "boolean " + booleans.value(entry);
            case Vector.Strings strings -> entry -> "'" + strings.dictionary().value(strings.ids()[entry]) + "'";
            case Vector.Arrays arrays ->
                entry -> {
                    var elements = new ArrayList<String>();
                    for (int i = arrays.starts()[entry]; i < arrays.starts()[entry + 1]; i++) {
                        elements.add(valueOf(arrays.elements()).apply(i));
                    }
                    return elements.toString();
                };
        };
    }
}
