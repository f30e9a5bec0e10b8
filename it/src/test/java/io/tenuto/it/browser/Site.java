package io.tenuto.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A server with known traces, and a browser to look at them: what every test of the page needs.
final class Site implements AutoCloseable {
    static final Path SCREENSHOTS = Path.of("target", "screenshots");
    static final int PURCHASES = 24;

    final ServerProcess server;
    final Chromium browser;
    final OtlpSender sender;
    /// When the sent traces began, in seconds.
    final long nowSeconds = System.currentTimeMillis() / 1000;

    private Site(ServerProcess server, Chromium browser) {
        this.server = server;
        this.browser = browser;
        this.sender = new OtlpSender(server.ports().otlpHttp());
    }

    static Site open(Path folder, String yaml) {
        ServerProcess server = ServerProcess.start(folder.resolve("server"), yaml);
        try {
            return new Site(server, Chromium.start(folder.resolve("chromium")));
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    void send(byte[] body) throws InterruptedException {
        assertThat(sender.send(body)).isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
    }

    /// Purchases of the last twenty minutes, oldest first, every fourth of them failed; half in a block, half live.
    List<TraceId> sendPurchases() throws InterruptedException {
        var ids = new ArrayList<TraceId>();
        for (int i = 0; i < PURCHASES; i++) {
            var id = new TraceId(0x5afe_0000_0000_0000L, 1000 + i);
            TraceId linked = ids.isEmpty() ? id : ids.getLast();
            long start = (nowSeconds - 60L * (PURCHASES - i) / 2 - 60) * 1_000_000_000L;
            send(PageTraces.purchase(id, linked, start, i % 4 == 3, 1 + i % 5));
            ids.add(id);
            if (i == PURCHASES / 2) server.flush();
        }
        return ids;
    }

    URI uri(String path) {
        return server.uri(path);
    }

    @Override
    public void close() {
        sender.close();
        browser.close();
        server.close();
    }
}
