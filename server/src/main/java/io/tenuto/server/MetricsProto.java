package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Answers of metrics queries as protobuf, in packets that do not get too large.
final class MetricsProto {
    private final MetricsApi.Answer answer;
    private final MetricsResult result;

    private MetricsProto(MetricsApi.Answer answer) {
        this.answer = answer;
        this.result = answer.finished();
    }

    /// The whole answer in one message.
    static ByteSlice message(MetricsApi.Answer answer) {
        var messages = new ArrayList<ByteSlice>();
        whole(answer, 0, messages::add);
        return messages.getFirst();
    }

    /// The whole answer, each message made when the one before has been taken.
    ///
    /// @param packetBytesMax series are cut into several messages beyond it; 0 for one message
    static void whole(MetricsApi.Answer answer, int packetBytesMax, Consumer<ByteSlice> to) {
        var proto = new MetricsProto(answer);
        proto.packets(proto.result.series(), packetBytesMax, true, to);
    }

    /// What was not told before, while more is still being read.
    ///
    /// @param packetBytesMax as above
    static void changes(MetricsApi.Answer answer, SentSamples sent, int packetBytesMax, Consumer<ByteSlice> to) {
        var proto = new MetricsProto(answer);
        boolean isInstant = answer.request().isInstant();
        proto.packets(isInstant ? proto.result.series() : sent.changed(proto.result), packetBytesMax, false, to);
    }

    /// @param isFinal whether status and message may be told
    private void packets(List<Series> all, int packetBytesMax, boolean isFinal, Consumer<ByteSlice> to) {
        var out = new ProtoWriter(4096);
        for (Series series : all) {
            ByteSlice one = series(series);
            if (packetBytesMax > 0 && out.size() > 0 && out.size() + one.length() > packetBytesMax) {
                metrics(out);
                to.accept(out.toSlice());
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
        to.accept(out.toSlice());
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
