package io.tenuto.spanlog.kafka;

import io.tenuto.base.Deadline;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topic behind a log: found or made at start, and looked at for settings that would lose what was acknowledged.
///
/// @param warnings what makes the topic unsafe, for people
record Topic(LogIdentity identity, int partitionCount, List<String> warnings) {
    private static final short SAFE_REPLICAS = 3;
    private static final long RETENTION_MILLIS_MIN = Duration.ofHours(24).toMillis();

    Topic {
        warnings = List.copyOf(warnings);
    }

    /// Finds the topic, or makes it where the configuration allows.
    ///
    /// @throws SpanLogException retryable if no broker answers, else if there is no topic or it cannot be a log
    static Topic open(Admin admin, KafkaSpanLogConfig config, Deadline deadline) {
        Optional<TopicDescription> found = describe(admin, config, deadline);
        if (found.isEmpty()) {
            if (!config.createsTopic()) throw new SpanLogException("no topic " + config.topic(), false);
            create(admin, config, deadline);
            while (found.isEmpty() && !deadline.hasPassed()) found = describe(admin, config, deadline);
        }
        TopicDescription topic = found.orElseThrow(
                () -> new SpanLogException("topic " + config.topic() + " was made but is not seen", true));
        return new Topic(
                new LogIdentity(topic.topicId().toString()),
                topic.partitions().size(),
                warnings(admin, topic, deadline));
    }

    static Optional<TopicDescription> describe(Admin admin, KafkaSpanLogConfig config, Deadline deadline) {
        try {
            Map<String, TopicDescription> found =
                    get(admin.describeTopics(List.of(config.topic())).allTopicNames(), deadline);
            return Optional.ofNullable(found.get(config.topic()));
        } catch (ExecutionException e) {
            if (cause(e) instanceof UnknownTopicOrPartitionException) return Optional.empty();
            throw failure("describe topic " + config.topic(), cause(e));
        }
    }

    private static void create(Admin admin, KafkaSpanLogConfig config, Deadline deadline) {
        var topic = new NewTopic(config.topic(), Optional.of(config.partitionCount()), Optional.empty());
        try {
            get(admin.createTopics(List.of(topic)).all(), deadline);
        } catch (ExecutionException e) {
            // Somebody else was faster: then it is there.
            if (!(cause(e) instanceof TopicExistsException)) {
                throw failure("create topic " + config.topic(), cause(e));
            }
        }
    }

    private static List<String> warnings(Admin admin, TopicDescription topic, Deadline deadline) {
        var warnings = new ArrayList<String>();
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (replicas < SAFE_REPLICAS) {
            warnings.add("topic %s has %d replicas: the loss of %s loses what was acknowledged"
                    .formatted(topic.name(), replicas, replicas < 2 ? "one broker" : "two brokers"));
        }
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config settings;
        try {
            settings = get(admin.describeConfigs(List.of(resource)).all(), deadline)
                    .getOrDefault(resource, new Config(List.of()));
        } catch (ExecutionException e) {
            warnings.add("settings of topic " + topic.name() + " cannot be read: " + cause(e).getMessage());
            return warnings;
        }
        if (number(settings, "min.insync.replicas") < 2 && replicas > 1) {
            warnings.add("min.insync.replicas is below 2: one broker alone acknowledges");
        }
        if (text(settings, "unclean.leader.election.enable").equals("true")) {
            warnings.add("unclean.leader.election.enable: a replica that lags may win, and acknowledged spans go");
        }
        long retention = number(settings, "retention.ms");
        if (retention >= 0 && retention < RETENTION_MILLIS_MIN) {
            warnings.add("retention.ms is %d: spans that no block covers yet may be removed after %s"
                    .formatted(retention, Duration.ofMillis(retention)));
        }
        if (text(settings, "cleanup.policy").contains("compact")) {
            throw new SpanLogException("topic " + topic.name() + " is compacted: it would lose records", false);
        }
        return warnings;
    }

    private static String text(Config settings, String name) {
        ConfigEntry entry = settings.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private static long number(Config settings, String name) {
        String text = text(settings, name);
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    static <T> T get(KafkaFuture<T> future, Deadline deadline) throws ExecutionException {
        try {
            return future.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpanLogException("interrupted", true, e);
        } catch (TimeoutException e) {
            throw new SpanLogException("kafka does not answer in time", true, e);
        }
    }

    /// What made a future fail.
    static Throwable cause(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : cause;
    }

    static SpanLogException failure(String what, Throwable cause) {
        boolean isRetryable = cause instanceof RetriableException;
        return new SpanLogException(what + ": " + cause.getMessage(), isRetryable, cause);
    }
}
