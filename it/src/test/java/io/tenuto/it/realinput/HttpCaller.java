package io.tenuto.it.realinput;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// A plain HTTP client program, run under the OpenTelemetry agent. Arguments: how often, then the address.
public final class HttpCaller {
    private HttpCaller() {}

    public static void main(String[] arguments) throws Exception {
        int calls = Integer.parseInt(arguments[0]);
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < calls; i++) {
                URI address = URI.create(arguments[1] + "?call=" + i);
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
            }
        }
    }
}
