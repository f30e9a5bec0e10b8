package io.tenuto.spanlog.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Settings of Kafka's clients: what durability asks for is not left to defaults.
final class ClientSettings {
    private static final int DELIVERY_FACTOR = 2;

    private ClientSettings() {}

    private static Map<String, Object> common(KafkaSpanLogConfig config) {
        var settings = new HashMap<String, Object>(config.security());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.address());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, "tenuto");
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int)
                config.requestTimeout().toMillis());
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2000);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 50);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, 1000);
        settings.put("enable.metrics.push", false);
        return settings;
    }

    static Map<String, Object> admin(KafkaSpanLogConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) config.requestTimeout().toMillis() * DELIVERY_FACTOR);
        return settings;
    }

    static Map<String, Object> producer(KafkaSpanLogConfig config) {
        Map<String, Object> settings = common(config);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, config.lingerMillis());
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.recordBytesMax());
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, config.bufferBytes());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.requestTimeout().toMillis());
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) config.requestTimeout().toMillis() * DELIVERY_FACTOR + config.lingerMillis());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return settings;
    }

    static Map<String, Object> consumer(KafkaSpanLogConfig config) {
        Map<String, Object> settings = common(config);
        // An offset that is gone must be told, never replaced by another.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 8 << 20);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1000);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return settings;
    }
}
