package io.tenuto.spanlog.kafka;

import io.tenuto.base.Check;
import java.time.Duration;
import java.util.Map;

/// Where the topic is and how it is used.
///
/// @param address `host:port` of brokers, separated by commas
/// @param partitionCount partitions of a topic that is created; one that exists keeps its own
/// @param createsTopic whether a missing topic is created
/// @param consumerGroup whose committed offsets tell others how far blocks cover the log; only a gauge
/// @param recordBytesMax largest record that is sent
/// @param bufferBytes memory for records on their way
/// @param lingerMillis how long a record may wait for others
/// @param requestTimeout how long one request to a broker may take
/// @param security settings of the client as Kafka names them (`security.protocol`, `sasl.*`, `ssl.*`)
public record KafkaSpanLogConfig(
        String address,
        String topic,
        int partitionCount,
        boolean createsTopic,
        String consumerGroup,
        int recordBytesMax,
        long bufferBytes,
        int lingerMillis,
        Duration requestTimeout,
        Map<String, String> security) {
    public KafkaSpanLogConfig {
        Check.argument(!address.isEmpty(), "ingest.kafka.address must not be empty");
        Check.argument(!topic.isEmpty(), "ingest.kafka.topic must not be empty");
        Check.argument(partitionCount > 0, "partitions must be positive, not %s", partitionCount);
        Check.argument(recordBytesMax >= 1 << 20, "the largest record is at least 1 MiB, not %s", recordBytesMax);
        security = Map.copyOf(security);
    }

    public static KafkaSpanLogConfig of(String address, String topic, int partitionCount) {
        return new KafkaSpanLogConfig(
                address,
                topic,
                partitionCount,
                true,
                "tenuto-block-builder",
                24 << 20,
                64L << 20,
                2,
                Duration.ofSeconds(10),
                Map.of());
    }
}
