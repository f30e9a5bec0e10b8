package io.tenuto.server;

import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// What questions about tags have in common: every tenant is asked, and answers have a limit. Thread safe.
record TagQuestions(Queries queries) {
    /// @param onProgress receives what is known so far while more is being read
    TagsResult ask(Asked call, TagsRequest request, Consumer<TagsResult> onProgress) {
        TagsResult all = TagsResult.none();
        for (TenantId tenant : call.tenants()) {
            TagsResult before = all;
            TagsResult one = call.told()
                    .note(queries.tags(
                            tenant,
                            request,
                            call.deadline(),
                            partial -> onProgress.accept(before.plus(partial.result()))))
                    .result();
            all = all.plus(one);
        }
        return all;
    }

    /// Most results of one answer.
    static long limit(Asked call) {
        call.parameters().unsigned("maxStaleValues");
        return number(call, "limit");
    }

    /// A number that bounds something; without one, and for 0, nothing does.
    static long number(Asked call, String name) {
        long number = call.parameters().unsigned(name).orElse(0);
        return number > 0 ? number : Long.MAX_VALUE;
    }

    /// Takes results as long as there is room for them.
    static final class Room {
        private final long countMax;
        private final long bytesMax;
        private long count;
        private long bytes;
        private boolean isFull;

        /// @param countMax most results until [#startOver]
        Room(Asked call, long countMax) {
            long most = call.parameters().config().tags().bytesMax();
            this.countMax = countMax;
            this.bytesMax = most == 0 ? Long.MAX_VALUE : most;
        }

        /// Whether there is room for `text`; once there is none, there is none for anything.
        boolean takes(String text) {
            if (isFull || count >= countMax) return false;
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            isFull = bytes >= bytesMax;
            if (!isFull) count++;
            return !isFull;
        }

        /// Counts from zero again; the size goes on.
        void startOver() {
            count = 0;
        }
    }
}
