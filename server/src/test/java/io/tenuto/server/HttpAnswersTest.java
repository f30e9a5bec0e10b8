package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerPiecesTest {
    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static HttpResponse answer(byte[] body) {
        return AnswerPieces.of(HttpAnswers.respond(MediaType.JSON.toString(), body));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, AnswerPieces.PIECE_BYTES, AnswerPieces.PIECE_BYTES + 1, 3 * AnswerPieces.PIECE_BYTES})
    void theWholeIsTheSame(int length) {
        byte[] body = bytes(length);
        AggregatedHttpResponse whole = answer(body).aggregate().join();
        assertThat(whole.content().array()).isEqualTo(body);
        assertThat(whole.headers().get(HttpHeaderNames.CONTENT_LENGTH)).isEqualTo(Integer.toString(length));
        assertThat(whole.contentType()).isEqualTo(MediaType.JSON);
    }

    @Test
    void largeAnswersComeInPieces() {
        var pieces = new ArrayList<Integer>();
        for (HttpObject object :
                answer(bytes(2 * AnswerPieces.PIECE_BYTES + 7)).collect().join()) {
            if (object instanceof HttpData data) pieces.add(data.length());
        }
        assertThat(pieces).containsExactly(AnswerPieces.PIECE_BYTES, AnswerPieces.PIECE_BYTES, 7);
    }
}
