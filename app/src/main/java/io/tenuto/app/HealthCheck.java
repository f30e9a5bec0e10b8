package io.tenuto.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// `-health`: asks another process whether it is ready, for container probes without curl.
final class HealthCheck {
    private static final String DEFAULT_URL = "http://localhost:3200/ready";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private HealthCheck() {}

    /// The exit code: 0 if the answer is 200.
    static int run(String url, Console console) {
        String asked = url.isEmpty() ? DEFAULT_URL : url;
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            URI uri = URI.create(asked);
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) return 0;
            console.err().println("Health check failed: " + asked + " answered " + answer.statusCode());
        } catch (ConnectException e) {
            URI uri = URI.create(asked);
            console.err()
                    .println("Health check failed: Get \"%s\": dial tcp %s:%d: connect: connection refused"
                            .formatted(asked, uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
        } catch (IOException | IllegalArgumentException e) {
            console.err().println("Health check failed: Get \"" + asked + "\": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.err().println("Health check failed: interrupted");
        }
        return 1;
    }
}
