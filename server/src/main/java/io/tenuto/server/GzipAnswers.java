package io.tenuto.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;

/// Compresses answers of the query API for clients that ask for gzip by its name; other encodings are not spoken.
final class GzipAnswers {
    /// Shorter bodies go as they are.
    static final int BYTES_MIN = 1024;

    private static final String GZIP = "gzip";

    private GzipAnswers() {}

    /// The answer in the form that the request accepts. Every answer says that there are two: caches between must keep
    /// them apart.
    static HttpResponse of(RequestHeaders request, HttpResponse answer) {
        boolean isAccepted = accepts(request.get(HttpHeaderNames.ACCEPT_ENCODING, ""));
        var isCompressed = new AtomicBoolean();
        return answer.mapHeaders(headers -> {
                    isCompressed.set(isAccepted && headers.contentLength() >= BYTES_MIN);
                    return told(headers, isCompressed.get());
                })
                .mapData(data -> isCompressed.get() ? compressed(data) : data);
    }

    private static ResponseHeaders told(ResponseHeaders headers, boolean isCompressed) {
        ResponseHeadersBuilder told = headers.toBuilder().set(HttpHeaderNames.VARY, "Accept-Encoding");
        if (isCompressed) {
            told.set(HttpHeaderNames.CONTENT_ENCODING, GZIP).remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        return told.build();
    }

    /// Whether gzip is among the encodings and not given the weight zero.
    static boolean accepts(String header) {
        for (String encoding : header.split(",")) {
            String[] parts = encoding.split(";", 2);
            if (!parts[0].strip().equalsIgnoreCase(GZIP)) continue;
            return parts.length == 1 || !parts[1].strip().matches("q=0(?:\\.0*)?");
        }
        return false;
    }

    private static HttpData compressed(HttpData data) {
        var bytes = new ByteArrayOutputStream(data.length() / 4 + 64);
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(data.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HttpData.wrap(bytes.toByteArray());
    }
}
