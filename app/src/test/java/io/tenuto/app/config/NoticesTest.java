package io.tenuto.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoticesTest {
    private final Notices notices = Notices.load();

    @Test
    void everyKeyHasAnEffectOrAReason() {
        for (Schema.Key key : Schema.load().all()) {
            if (key.isBlock()) continue;
            assertThatCode(() -> notices.reason(key.path())).as(key.path()).doesNotThrowAnyException();
        }
    }

    @Test
    void keysThatShapeAnswersAreNotToldToBeWithoutEffect() {
        for (String key : List.of(
                "multi_tenant_queries_enabled",
                "max_grpc_streaming_packet_size",
                "search.target_bytes_per_job",
                "metrics.concurrent_jobs",
                "metrics.target_bytes_per_job",
                "trace_by_id.query_shards",
                "trace_by_id.blocks_per_shard",
                "trace_by_id.concurrent_shards",
                "metrics.max_exemplars",
                "metrics.max_response_series",
                "trace_by_id.span_pruning_enabled",
                "trace_by_id.span_pruning_enabled_by_default")) {
            assertThat(notices.reason("query_frontend." + key)).as(key).isEmpty();
        }
    }

    @Test
    void theLongestNameDecides() {
        assertThat(notices.reason("server.http_listen_port")).isEmpty();
        assertThat(notices.reason("server.http_server_read_timeout")).isEmpty();
        assertThat(notices.reason("server.http_server_read_header_timeout")).isPresent();
        assertThat(notices.reason("storage.trace.blocklist_poll")).isEmpty();
        assertThat(notices.reason("storage.trace.blocklist_poll_concurrency")).isPresent();
    }
}
