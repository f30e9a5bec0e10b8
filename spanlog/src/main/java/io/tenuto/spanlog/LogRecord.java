package io.tenuto.spanlog;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.Optional;

/// One record to append: an OTLP `ExportTraceServiceRequest` of one tenant whose traces all belong to `partition`.
///
/// @param tenant empty when a foreign producer wrote no tenant header
/// @param receivedUnixNanos when the distributor took the request in
/// @param skipMetrics whether metrics generation was declined for this request
public record LogRecord(
        int partition, Optional<String> tenant, long receivedUnixNanos, boolean skipMetrics, ByteSlice value) {
    public static final String TENANT_HEADER = "tenuto-tenant";
    public static final String RECEIVED_HEADER = "tenuto-received-unix-nanos";
    public static final String CONTENT_TYPE_HEADER = "content-type";
    public static final String NO_GENERATE_METRICS_HEADER = "no-generate-metrics";

    public LogRecord {
        Check.argument(partition >= 0, "partition %s is negative", partition);
    }

    /// The same record with a value that shares no array.
    public LogRecord withOwnBytes() {
        return new LogRecord(partition, tenant, receivedUnixNanos, skipMetrics, value.copy());
    }
}
