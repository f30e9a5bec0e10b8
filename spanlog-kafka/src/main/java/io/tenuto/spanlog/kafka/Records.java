package io.tenuto.spanlog.kafka;

import io.tenuto.base.ByteSlice;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Log records as Kafka's and back. A record without our headers was written by somebody else and is taken as well.
final class Records {
    private static final byte[] PROTOBUF = "application/x-protobuf".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_VALUE = {};

    private Records() {}

    static ProducerRecord<byte[], byte[]> toKafka(String topic, LogRecord record) {
        var kafka = new ProducerRecord<byte[], byte[]>(
                topic, record.partition(), null, null, record.value().toByteArray());
        Headers headers = kafka.headers();
        record.tenant()
                .ifPresent(tenant -> headers.add(LogRecord.TENANT_HEADER, tenant.getBytes(StandardCharsets.UTF_8)));
        String received = Long.toString(record.receivedUnixNanos());
        headers.add(LogRecord.RECEIVED_HEADER, received.getBytes(StandardCharsets.US_ASCII));
        headers.add(LogRecord.CONTENT_TYPE_HEADER, PROTOBUF);
        if (record.skipMetrics()) headers.add(LogRecord.NO_GENERATE_METRICS_HEADER, TRUE);
        return kafka;
    }

    static boolean isForeign(ConsumerRecord<byte[], byte[]> kafka) {
        return kafka.headers().lastHeader(LogRecord.RECEIVED_HEADER) == null;
    }

    static StoredRecord fromKafka(ConsumerRecord<byte[], byte[]> kafka) {
        Headers headers = kafka.headers();
        byte[] value = kafka.value() == null ? NO_VALUE : kafka.value();
        return new StoredRecord(
                kafka.offset(),
                new LogRecord(
                        kafka.partition(),
                        text(headers, LogRecord.TENANT_HEADER),
                        received(kafka),
                        headers.lastHeader(LogRecord.NO_GENERATE_METRICS_HEADER) != null,
                        ByteSlice.of(value)));
    }

    /// When the distributor took it in; of records by others when the broker or its producer stamped it.
    private static long received(ConsumerRecord<byte[], byte[]> kafka) {
        Optional<String> text = text(kafka.headers(), LogRecord.RECEIVED_HEADER);
        if (text.isPresent() && text.get().matches("-?[0-9]{1,18}")) return Long.parseLong(text.get());
        return Math.max(0, kafka.timestamp()) * 1_000_000L;
    }

    private static Optional<String> text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) return Optional.empty();
        return Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }
}
