package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

@Timeout(30)
final class StreamingQuerierTest {
    private static final Clock HASTY = new SteppedFrontend.HastyClock();

    /// Three blocks, the newest trace is 30.
    private final SteppedFrontend frontend =
            new SteppedFrontend(List.of(List.of(span(10, "a")), List.of(span(20, "b")), List.of(span(30, "a"))));

    private final StreamingQuerier querier = new StreamingQuerier(
            frontend.queries, QueryConfig.DEFAULT, tenant -> TenantLimits.DEFAULT, ApiPrefix.NONE, HASTY);

    @AfterEach
    void close() {
        frontend.close();
    }

    private static TestSpan span(long trace, String value) {
        return TestSpan.of(trace, 1, 0).with(AttributeScope.SPAN, "key", new Static.Text(value));
    }

    @Test
    void searchSendsTracesWhenTheyAreFoundAndAtLastAllOfThem() {
        var message = new ProtoWriter();
        message.text(8, "{ }");
        message.varint(5, 1);
        message.varint(6, 100);
        assertThat(answers("Search", message))
                .extracting(answer -> texts(answer, 1, 1))
                .containsExactly(List.of(id(30)), List.of(id(20)), List.of(id(30), id(20), id(10)));
    }

    private static String id(long trace) {
        return "7%016x".formatted(trace);
    }

    @Test
    void valuesAreSentOnceAndAtLastTogether() {
        var message = new ProtoWriter();
        message.text(1, "span.key");
        message.varint(4, 1);
        message.varint(5, 100);
        assertThat(answers("SearchTagValuesV2", message))
                .extracting(answer -> texts(answer, 1, 2))
                .containsExactly(List.of("a"), List.of("b"), List.of("a", "b"));
    }

    @Test
    void samplesAreSentWhenTheyChangeAndAtLastTogether() {
        List<ByteSlice> answers = answers("MetricsQueryRange", metrics("{ } | count_over_time()"));
        List<List<Double>> values = answers.stream()
                .map(StreamingQuerierTest::samples)
                .map(all -> all.stream().filter(value -> value > 0).toList())
                .toList();
        assertThat(values).containsExactly(List.of(1.0), List.of(1.0), List.of(1.0, 1.0, 1.0));
        // All intervals are told once, then only the one that has changed, then all.
        assertThat(answers.stream().map(answer -> samples(answer).size()).toList())
                .containsExactly(6, 1, 6);
    }

    @Test
    void anInstantAnswerIsReplacedByTheNext() {
        assertThat(answers("MetricsQueryInstant", metrics("{ } | count_over_time()")))
                .extracting(answer -> doubles(messages(answer, 1).getFirst(), 2))
                .containsExactly(List.of(1.0), List.of(2.0), List.of(3.0));
    }

    private static ProtoWriter metrics(String query) {
        var message = new ProtoWriter();
        message.text(1, query);
        message.varint(2, 5_000_000_000L);
        message.varint(3, 35_000_000_000L);
        message.varint(4, 5_000_000_000L);
        return message;
    }

    @Test
    void aReaderThatDoesNotReadGetsNoMessagesBetweenAndIsLeftAtTheDeadline() {
        var reader = new LazyReader();
        var message = new ProtoWriter();
        message.text(8, "{ }");
        message.varint(5, 1);
        message.varint(6, 100);
        HttpResponseWriter out = HttpResponse.streaming();
        out.subscribe(reader, ImmediateEventExecutor.INSTANCE);
        Deadline deadline = Deadline.after(Clock.system(), Duration.ofMillis(300));
        var caller = new StreamingQuerier.Caller(List.of(TenantId.SINGLE), deadline, new Told());
        var stream = new MessageStream(out, deadline, HASTY);
        assertThatThrownBy(() -> querier.method("Search").orElseThrow().answer(caller, message.toSlice(), stream))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.DEADLINE_EXCEEDED));
        assertThat(stream.isDue()).isFalse();
        reader.read(10);
        assertThat(reader.received).hasSize(1);
    }

    @Test
    void aReaderThatGoesAwayEndsTheCall() {
        HttpResponseWriter out = HttpResponse.streaming();
        var stream = new MessageStream(out, Deadline.none(), HASTY);
        out.abort();
        assertThatThrownBy(() -> stream.send(ByteSlice.EMPTY))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refused -> assertThat(refused.fault()).isEqualTo(Fault.CANCELLED));
    }

    private List<ByteSlice> answers(String method, ProtoWriter message) {
        var reader = new LazyReader();
        HttpResponseWriter out = HttpResponse.streaming();
        out.subscribe(reader, ImmediateEventExecutor.INSTANCE);
        reader.read(Long.MAX_VALUE);
        var caller = new StreamingQuerier.Caller(List.of(TenantId.SINGLE), Deadline.none(), new Told());
        var stream = new MessageStream(out, Deadline.none(), HASTY);
        querier.method(method).orElseThrow().answer(caller, message.toSlice(), stream);
        stream.drain();
        return reader.received.stream()
                .map(frame -> ByteSlice.of(frame, GrpcUnary.PREFIX_BYTES, frame.length - GrpcUnary.PREFIX_BYTES))
                .toList();
    }

    private static List<ByteSlice> messages(ByteSlice message, int field) {
        var found = new ArrayList<ByteSlice>();
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field && reader.wireType() == ProtoReader.BYTES) found.add(reader.readSlice());
            else reader.skip();
        }
        return found;
    }

    private static List<String> texts(ByteSlice message, int field, int innerField) {
        return messages(message, field).stream()
                .flatMap(inner -> messages(inner, innerField).stream())
                .map(ByteSlice::toUtf8)
                .toList();
    }

    private static List<Double> doubles(ByteSlice message, int field) {
        var found = new ArrayList<Double>();
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field && reader.wireType() == ProtoReader.FIXED64) found.add(reader.readDouble());
            else reader.skip();
        }
        return found;
    }

    /// Values of all samples of the only series, 0 where none is written.
    private static List<Double> samples(ByteSlice message) {
        return messages(message, 1).stream()
                .flatMap(series -> messages(series, 2).stream())
                .map(sample -> doubles(sample, 1))
                .map(values -> values.isEmpty() ? 0.0 : values.getFirst())
                .toList();
    }

    /// Takes as many objects as it is told to.
    private static final class LazyReader implements Subscriber<HttpObject> {
        final List<byte[]> received = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();

        void read(long count) {
            subscription.thenAccept(known -> known.request(count));
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(HttpObject object) {
            if (object instanceof HttpData data) received.add(data.array());
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
