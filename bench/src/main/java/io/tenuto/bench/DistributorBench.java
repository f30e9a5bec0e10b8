package io.tenuto.bench;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.DistributorConfig;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What checking and splitting requests costs, over a log that keeps nothing: CPU time of one thread, median of rounds.
final class DistributorBench {
    private static final int REQUESTS = 200;
    private static final int ROUNDS = 15;
    private static final int[] PARTITIONS = {1, 4, 16, 64};

    private DistributorBench() {}

    /// Takes appends and forgets them.
    private static final class NoLog implements SpanLog {
        private final int partitionCount;
        private long records;
        private long bytes;

        NoLog(int partitionCount) {
            this.partitionCount = partitionCount;
        }

        @Override
        public LogIdentity identity() {
            return new LogIdentity("none");
        }

        @Override
        public int partitionCount() {
            return partitionCount;
        }

        @Override
        public List<Long> append(List<LogRecord> parts, Deadline deadline) {
            records += parts.size();
            for (LogRecord part : parts) bytes += part.value().length();
            return Collections.nCopies(parts.size(), 0L);
        }

        @Override
        public LogReader open(int partition, long offset) {
            throw new UnsupportedOperationException("nothing is kept");
        }

        @Override
        public long startOffset(int partition) {
            return 0;
        }

        @Override
        public long endOffset(int partition) {
            return 0;
        }

        @Override
        public void coveredUpTo(int partition, long offset) {}

        @Override
        public void close() {}
    }

    static void run() {
        var traffic = new TrafficGenerator(1, 1_700_000_000_000_000_000L);
        var requests = new ArrayList<ByteSlice>();
        for (int i = 0; i < REQUESTS; i++) requests.add(traffic.request());
        long bytes = requests.stream().mapToLong(ByteSlice::length).sum();
        System.out.printf(
                "%d requests, %d spans, %.0f bytes per span%n",
                REQUESTS, traffic.spans(), (double) bytes / traffic.spans());
        System.out.printf("%10s %14s %16s %14s%n", "partitions", "nanos/span", "records/request", "bytes grown by");
        for (int partitions : PARTITIONS) measure(partitions, requests, traffic.spans(), bytes);
    }

    private static void measure(int partitions, List<ByteSlice> requests, long spans, long bytes) {
        var limits = new TenantLimits(
                Long.MAX_VALUE / 4,
                Long.MAX_VALUE / 4,
                TenantLimits.DEFAULT.attributeBytesMax(),
                true,
                TenantLimits.DEFAULT.reads());
        var log = new NoLog(partitions);
        var distributor = new Distributor(
                new DistributorConfig(Duration.ofSeconds(1), Duration.ZERO),
                new Distributor.Parts(log, tenant -> limits, MemoryBudget.boundless()),
                Clock.system(),
                Metrics.none());
        var threads = ManagementFactory.getThreadMXBean();
        var nanos = new ArrayList<Long>();
        for (int round = 0; round < ROUNDS; round++) {
            long started = threads.getCurrentThreadCpuTime();
            for (ByteSlice request : requests) distributor.push(() -> TenantId.SINGLE, request, false);
            nanos.add(threads.getCurrentThreadCpuTime() - started);
        }
        Collections.sort(nanos);
        System.out.printf(
                "%10d %14.0f %16.1f %13.1f%%%n",
                partitions,
                (double) nanos.get(ROUNDS / 2) / spans,
                (double) log.records / ROUNDS / requests.size(),
                100.0 * log.bytes / ROUNDS / bytes - 100);
    }
}
