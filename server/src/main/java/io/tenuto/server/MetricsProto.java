package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/// Answers of metrics queries as protobuf, in packets that do not get too large.
final class MetricsProto {
    private final MetricsApi.Answer answer;
    private final MetricsResult result;

    private MetricsProto(MetricsApi.Answer answer) {
        this.answer = answer;
        this.result = answer.finished();
    }

    /// The whole answer.
    ///
    /// @param packetBytesMax series are cut into several messages beyond it; 0 for one message
    static List<ByteSlice> whole(MetricsApi.Answer answer, int packetBytesMax) {
        var proto = new MetricsProto(answer);
        return proto.packets(proto.result.series(), packetBytesMax, true);
    }

    /// What was not told before, while more is still being read.
    ///
    /// @param packetBytesMax as above
    static List<ByteSlice> changes(MetricsApi.Answer answer, SentSamples sent, int packetBytesMax) {
        var proto = new MetricsProto(answer);
        boolean isInstant = answer.request().isInstant();
        return proto.packets(isInstant ? proto.result.series() : sent.changed(proto.result), packetBytesMax, false);
    }

    /// @param isFinal whether status and message may be told
    private List<ByteSlice> packets(List<Series> all, int packetBytesMax, boolean isFinal) {
        var packets = new ArrayList<ByteSlice>();
        var out = new ProtoWriter(4096);
        for (Series series : all) {
            ByteSlice one = series(series);
            if (packetBytesMax > 0 && out.size() > 0 && out.size() + one.length() > packetBytesMax) {
                metrics(out);
                packets.add(out.toSlice().copy());
                out.clear();
            }
            out.bytes(1, one);
        }
        metrics(out);
        String message = answer.message(result);
        if (isFinal && !message.isEmpty()) {
            out.varint(3, 1);
            out.text(4, message);
        }
        packets.add(out.toSlice().copy());
        return packets;
    }

    private ByteSlice series(Series series) {
        var out = new ProtoWriter(1024);
        for (Series.Label label : series.labels()) ValueProto.pair(1, label.name(), label.value(), out);
        double[] values = series.values();
        if (answer.request().isInstant()) {
            out.doubleValue(2, values[0]);
            return out.toSlice();
        }
        for (int i = 0; i < result.timestampsMillis().length; i++) {
            if (Double.isNaN(values[i])) continue;
            int sample = out.begin(2);
            if (values[i] != 0) out.doubleValue(1, values[i]);
            out.varint(2, result.timestampsMillis()[i]);
            out.end(sample);
        }
        for (Series.Exemplar exemplar : series.exemplars()) {
            int mark = out.begin(4);
            for (Series.Label label : exemplar.labels()) ValueProto.pair(1, label.name(), label.value(), out);
            out.doubleValue(2, exemplar.value());
            out.varint(3, exemplar.timestampMillis());
            out.end(mark);
        }
        return out.toSlice();
    }

    private void metrics(ProtoWriter out) {
        int mark = out.begin(2);
        out.varintIfSet(2, result.inspectedBytes());
        out.varintIfSet(3, answer.answer().blockCount());
        out.varintIfSet(4, answer.answer().completedJobCount());
        out.varintIfSet(5, answer.answer().jobCount());
        out.varintIfSet(6, answer.answer().blockBytes());
        out.varintIfSet(7, result.inspectedSpans());
        out.end(mark);
    }
}
