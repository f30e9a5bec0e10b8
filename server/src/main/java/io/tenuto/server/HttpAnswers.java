package io.tenuto.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import io.tenuto.base.ByteSlice;
import java.nio.charset.StandardCharsets;

/// HTTP answers in the forms that clients of the query API see.
final class HttpAnswers {
    static final String JSON = "application/json";
    static final String PROTOBUF = "application/protobuf";
    static final String LLM = "application/vnd.grafana.llm+json";

    private HttpAnswers() {}

    static HttpResponse json(String body) {
        return respond(JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpResponse protobuf(ByteSlice message) {
        return respond(PROTOBUF, message.toByteArray());
    }

    static HttpResponse respond(String type, byte[] body) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.OK)
                        .set(HttpHeaderNames.CONTENT_TYPE, type)
                        .build(),
                HttpData.wrap(body));
    }

    /// A text; an empty one has no content type.
    static HttpResponse text(int status, String text) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(status));
        if (text.isEmpty()) return HttpResponse.of(headers.build(), HttpData.empty());
        return HttpResponse.of(headers.contentType(MediaType.PLAIN_TEXT_UTF_8).build(), HttpData.ofUtf8(text));
    }

    /// A text that no browser may take for anything else; ends with a line feed.
    static HttpResponse plain(int status, String text) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.valueOf(status))
                        .contentType(MediaType.PLAIN_TEXT_UTF_8)
                        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                        .build(),
                HttpData.ofUtf8(text));
    }
}
