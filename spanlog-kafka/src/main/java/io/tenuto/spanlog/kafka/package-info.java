/// The span log on a Kafka topic: one record a part of a request, offsets and partitions those of the topic. Begin with
/// [io.tenuto.spanlog.kafka.KafkaSpanLog]. Knows nothing of what records hold.
@NullMarked
package io.tenuto.spanlog.kafka;

import org.jspecify.annotations.NullMarked;
