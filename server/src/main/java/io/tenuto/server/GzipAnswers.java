package io.tenuto.server;

import com.linecorp.armeria.common.FilteredHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;

/// Compresses an answer of the query API for a client that asks for gzip by its name, piece by piece as it is sent;
/// other encodings are not spoken.
final class GzipAnswers extends FilteredHttpResponse {
    /// Shorter bodies go as they are.
    static final int BYTES_MIN = 1024;

    private static final String GZIP = "gzip";
    private static final int BUFFER_BYTES = 8 << 10;

    private final boolean isAccepted;
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    /// Null while nothing is to be compressed.
    private @Nullable GZIPOutputStream gzip;

    private GzipAnswers(HttpResponse answer, boolean isAccepted) {
        super(answer);
        this.isAccepted = isAccepted;
    }

    /// The answer in the form that the request accepts. Every answer says that there are two: caches between must keep
    /// them apart.
    static HttpResponse of(RequestHeaders request, HttpResponse answer) {
        return new GzipAnswers(answer, accepts(request.get(HttpHeaderNames.ACCEPT_ENCODING, "")));
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

    @Override
    protected HttpObject filter(HttpObject object) {
        try {
            if (object instanceof ResponseHeaders headers) return told(headers);
            if (gzip == null || !(object instanceof HttpData data)) return object;
            gzip.write(data.array());
            gzip.flush();
            return taken();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ResponseHeaders told(ResponseHeaders headers) throws IOException {
        ResponseHeadersBuilder told = headers.toBuilder().set(HttpHeaderNames.VARY, "Accept-Encoding");
        // Without a length it is long.
        boolean isLong = headers.contentLength() < 0 || headers.contentLength() >= BYTES_MIN;
        if (isAccepted && isLong) {
            gzip = new GZIPOutputStream(compressed, BUFFER_BYTES, true);
            told.set(HttpHeaderNames.CONTENT_ENCODING, GZIP).remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        return told.build();
    }

    private HttpData taken() {
        HttpData taken = HttpData.wrap(compressed.toByteArray());
        compressed.reset();
        return taken;
    }

    @Override
    protected void beforeComplete(Subscriber<? super HttpObject> subscriber) {
        end();
        if (compressed.size() > 0) subscriber.onNext(taken());
    }

    @Override
    protected Throwable beforeError(Subscriber<? super HttpObject> subscriber, Throwable cause) {
        end();
        return cause;
    }

    @Override
    protected void onCancellation(Subscriber<? super HttpObject> subscriber) {
        end();
    }

    /// Gives back what the compressor holds outside the heap.
    private void end() {
        if (gzip == null) return;
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        gzip = null;
    }
}
