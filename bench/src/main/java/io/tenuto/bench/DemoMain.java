package io.tenuto.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// `demo [REQUESTS]`: realistic traffic, one request of about 850 spans a second, to a server on the default ports of
/// this machine.
public final class DemoMain {
    private DemoMain() {}

    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600;
        long seed = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int sent = 0; sent < requests; sent++) {
                var generator = new TrafficGenerator(seed + sent, System.currentTimeMillis() * 1_000_000);
                HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:4318/v1/traces"))
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                generator.request().toByteArray()))
                        .build();
                int status = client.send(post, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                System.out.printf("%d spans of %d traces: %d%n", generator.spans(), generator.traces(), status);
                Thread.sleep(1000);
            }
        }
    }
}
