package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/// Takes OTLP requests as bytes. Thread safe: call it on as many virtual threads as there are requests.
public final class Distributor {
    private final DistributorConfig config;
    private final SpanLog log;
    private final Clock clock;
    private final DistributorMetrics metrics;
    private final TenantLimits.Source limits;
    private final MemoryBudget memory;
    private final LargeRequests large;
    private final Map<TenantId, RateLimiter> limiters = new ConcurrentHashMap<>();
    /// Checkers are costly to make and used by one thread at a time; there are as many as requests were ever at once.
    private final ConcurrentLinkedQueue<RequestCheck> checks = new ConcurrentLinkedQueue<>();

    /// Likewise, for as many as were ever split at once.
    private final ConcurrentLinkedQueue<RequestSplitter> splitters = new ConcurrentLinkedQueue<>();

    /// What the distributor stands on.
    public record Parts(SpanLog log, TenantLimits.Source limits, MemoryBudget memory) {}

    public Distributor(DistributorConfig config, Parts parts, Clock clock, Metrics metrics) {
        this.config = config;
        this.log = parts.log();
        this.limits = parts.limits();
        this.memory = parts.memory();
        this.clock = clock;
        this.metrics = new DistributorMetrics(metrics);
        this.large = new LargeRequests(memory.maxBytes(), this.metrics.refusedLarge);
    }

    /// Begins a request: its receiver tells what it holds until the request is answered.
    public Reception receive() {
        return new Reception(memory.lease(MemoryUse.INGEST), large, config.retryAfter());
    }

    /// Returns when the spans are durable.
    ///
    /// @param sender asked only if the message can be decoded and holds a span; may throw what the client is told
    /// @param message an `ExportTraceServiceRequest`
    /// @param skipMetrics whether the sender declines metrics of it
    /// @throws RequestException if the request is refused; its message is for the client
    /// @throws UndecodableRequestException if it is no such message
    public void push(Supplier<TenantId> sender, ByteSlice message, boolean skipMetrics) {
        RequestCheck.Checked checked = check(message);
        int spans = checked.spans();
        if (spans == 0) return;
        TenantId tenant = sender.get();
        String name = tenant.value();
        metrics.receivedSpans.add(spans, name);
        metrics.receivedBytes.add(message.length(), name);
        TenantLimits own = limits.of(tenant);
        limit(tenant, own, checked.ratedBytes(), spans);
        if (checked.verdict() != RequestCheck.Verdict.GOOD) {
            metrics.discardedSpans.add(spans, checked.verdict().reason(), name);
            throw RequestException.invalid(checked.verdict().text());
        }
        AttributeCutter.Cut cut = AttributeCutter.cut(message, own.attributeBytesMax());
        cut.counts().forEach((scope, count) -> metrics.truncatedAttributes.add(count, name, scope));
        append(tenant, cut.message(), spans, skipMetrics);
    }

    /// All parts of the request in one append: they become durable together.
    private void append(TenantId tenant, ByteSlice message, int spans, boolean skipMetrics) {
        long started = clock.monotonicNanos();
        String name = tenant.value();
        Optional<String> header = Optional.of(name);
        long received = clock.wallUnixNanos();
        List<LogRecord> records = split(message).stream()
                .map(part -> new LogRecord(part.partition(), header, received, skipMetrics, part.message()))
                .toList();
        try {
            log.append(records, Deadline.after(clock, config.appendPatience()));
        } catch (SpanLogException e) {
            metrics.discardedSpans.add(spans, "unknown_error", name);
            // What is refused for good (a record larger than the log takes) is the sender's to make smaller.
            Fault fault = e.isRetryable() ? Fault.UNAVAILABLE : Fault.INVALID_ARGUMENT;
            throw new RequestException(fault, String.valueOf(e.getMessage()), e);
        }
        metrics.appendSeconds.observe((clock.monotonicNanos() - started) / 1e9);
        metrics.appendedRecords.add(records.size());
        metrics.acceptedSpans.add(spans, name);
    }

    private List<RequestPart> split(ByteSlice message) {
        RequestSplitter splitter = splitters.poll();
        if (splitter == null) splitter = new RequestSplitter(log.partitionCount());
        List<RequestPart> parts = splitter.split(message);
        splitters.add(splitter);
        return parts;
    }

    private RequestCheck.Checked check(ByteSlice message) {
        RequestCheck check = checks.poll();
        if (check == null) check = new RequestCheck();
        try {
            return check.check(message);
        } catch (CorruptDataException e) {
            throw new UndecodableRequestException(String.valueOf(e.getMessage()));
        } finally {
            checks.add(check);
        }
    }

    private void limit(TenantId tenant, TenantLimits own, long bytes, int spans) {
        long now = clock.monotonicNanos();
        // Limits may change while the process runs: then the bucket is a new one.
        RateLimiter limiter = limiters.compute(
                tenant,
                (id, before) -> before != null && before.has(own.rateBytes(), own.burstBytes())
                        ? before
                        : new RateLimiter(own.rateBytes(), own.burstBytes(), now));
        if (limiter.tryTake(bytes, now)) return;
        metrics.discardedSpans.add(spans, "rate_limited", tenant.value());
        String text = bytes > own.burstBytes()
                ? "RATE_LIMITED: batch size (%d bytes) exceeds ingestion limit (local: %d bytes/s, global: 0 bytes/s, burst: %d bytes) while adding %d bytes for user %s. consider reducing batch size or increasing rate limit."
                        .formatted(bytes, own.rateBytes(), own.burstBytes(), bytes, tenant.value())
                : "RATE_LIMITED: ingestion rate limit (local: %d bytes/s, global: 0 bytes/s, burst: %d bytes) exceeded while adding %d bytes for user %s. consider increasing the limit or reducing ingestion rate."
                        .formatted(own.rateBytes(), own.burstBytes(), bytes, tenant.value());
        throw new RetryLaterException(Fault.RATE_LIMITED, text, own.tellsRetry() ? config.retryAfter() : Duration.ZERO);
    }
}
