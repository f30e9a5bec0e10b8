package io.tenuto.it.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Sends OTLP protobuf bodies over HTTP. Thread safe.
public final class OtlpSender implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI target;

    public OtlpSender(int port) {
        this.target = URI.create("http://127.0.0.1:" + port + "/v1/traces");
    }

    /// How sending one request ended.
    public enum Outcome {
        ACKNOWLEDGED,
        REFUSED,
        /// No connection: the spans cannot be there.
        NOT_SENT,
        UNKNOWN
    }

    /// Sends once, never again. UNKNOWN when no answer came: the spans may be there or not.
    public Outcome send(byte[] body) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Content-Type", "application/x-protobuf")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 200 ? Outcome.ACKNOWLEDGED : status < 500 ? Outcome.REFUSED : Outcome.UNKNOWN;
        } catch (ConnectException e) {
            return Outcome.NOT_SENT;
        } catch (IOException e) {
            return Outcome.UNKNOWN;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
