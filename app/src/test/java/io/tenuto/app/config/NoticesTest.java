package io.tenuto.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
    void theLongestNameDecides() {
        assertThat(notices.reason("server.http_listen_port")).isEmpty();
        assertThat(notices.reason("server.http_server_read_timeout")).isPresent();
        assertThat(notices.reason("storage.trace.blocklist_poll")).isEmpty();
        assertThat(notices.reason("storage.trace.blocklist_poll_concurrency")).isPresent();
    }
}
