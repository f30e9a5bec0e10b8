package io.tenuto.server;

import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.TenantId;
import java.util.OptionalLong;
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
        OptionalLong limit = call.parameters().unsigned("limit");
        return limit.isPresent() && limit.getAsLong() > 0 ? limit.getAsLong() : Long.MAX_VALUE;
    }
}
