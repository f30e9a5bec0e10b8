package io.tenuto.server;

import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection: what is under way on it, and whether its client does its part. Lives on its event loop.
///
/// Three things end it: a request that does not become whole, an answer that is not taken, and somebody else's need
/// of its place. Connections without requests are the listener's to end.
final class Connection extends ChannelDuplexHandler {
    private final Connections home;
    /// Requests whose answer is not sent to its last byte.
    private final Map<ServiceRequestContext, UnderWay> underWay = new HashMap<>();

    private boolean readWaits;
    /// When bytes came that belong to no request yet and were not answered.
    private long loneBytesNanos;

    private boolean hasLoneBytes;
    private volatile boolean isBusy;
    private volatile long movedNanos;
    // Null until the channel is active.
    private volatile @Nullable ChannelHandlerContext channel;
    private @Nullable Future<?> checks;

    /// One of them. The answer's time is set by whichever thread makes it.
    private static final class UnderWay {
        private static final long NOT_YET = Long.MIN_VALUE;

        private final long begunNanos;
        /// When the answer was there as a whole; answers that come piece by piece have no such time.
        private volatile long answeredNanos = NOT_YET;

        UnderWay(long begunNanos) {
            this.begunNanos = begunNanos;
        }

        /// @param timeoutMillis the time that the listener gives the request, 0 for any
        boolean isLate(long now, long timeoutMillis, long answerNanos) {
            if (answeredNanos != NOT_YET) return now - answeredNanos > answerNanos;
            // The listener ends it at its own time, if it is not answered by then.
            return timeoutMillis > 0 && now - begunNanos > TimeUnit.MILLISECONDS.toNanos(timeoutMillis) + answerNanos;
        }
    }

    Connection(Connections home) {
        this.home = home;
        this.movedNanos = home.nanos();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        channel = context;
        long every = home.checkEvery().toNanos();
        checks = context.executor().scheduleAtFixedRate(this::check, every, every, TimeUnit.NANOSECONDS);
        home.opened(context.channel().remoteAddress(), this);
        super.channelActive(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (checks != null) checks.cancel(false);
        home.closed(context.channel().remoteAddress());
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        long now = home.nanos();
        movedNanos = now;
        if (underWay.isEmpty() && !hasLoneBytes) {
            hasLoneBytes = true;
            loneBytesNanos = now;
        }
        super.channelRead(context, message);
    }

    /// Whoever sends requests without waiting for answers is not read from while too many are under way.
    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        if (underWay.size() > home.limits().requestsMax()) readWaits = true;
        else super.read(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        movedNanos = home.nanos();
        hasLoneBytes = false;
        super.write(context, message, promise);
    }

    /// A request's head is there; until its answer is sent, it counts.
    void begins(ServiceRequestContext request) {
        hasLoneBytes = false;
        isBusy = true;
        var begun = new UnderWay(home.nanos());
        underWay.put(request, begun);
        request.log().whenAvailable(RequestLogProperty.RESPONSE_HEADERS).thenAccept(log -> {
            if (log.responseHeaders().contentLength() >= 0) begun.answeredNanos = home.nanos();
        });
        request.log().whenComplete().thenRun(() -> request.eventLoop().execute(() -> ended(request)));
    }

    private void ended(ServiceRequestContext request) {
        underWay.remove(request);
        isBusy = !underWay.isEmpty();
        ChannelHandlerContext open = channel;
        if (readWaits && open != null && underWay.size() <= home.limits().requestsMax()) {
            readWaits = false;
            open.read();
        }
    }

    private void check() {
        long now = home.nanos();
        if (hasLoneBytes && now - loneBytesNanos > home.limits().request().toNanos()) {
            end("slow_request");
            return;
        }
        long answerNanos = home.limits().answer().toNanos();
        boolean isLate = underWay.entrySet().stream()
                .anyMatch(each -> each.getValue().isLate(now, each.getKey().requestTimeoutMillis(), answerNanos));
        if (isLate) end("slow_answer");
    }

    /// Closes it at once. Any thread may.
    void end(String reason) {
        ChannelHandlerContext open = channel;
        if (open == null) return;
        home.ended(reason);
        open.close();
    }

    boolean isBusy() {
        return isBusy;
    }

    /// When bytes last came or went.
    long movedNanos() {
        return movedNanos;
    }
}
