package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Names of tags, by scope or not. Thread safe.
final class TagNames {
    private static final Set<String> SCOPES =
            Set.of("", "none", "resource", "span", "event", "link", "instrumentation", "trace", "intrinsic");

    /// Names of the intrinsic scope, as clients know them.
    private static final List<String> INTRINSICS = List.of(
            "duration",
            "event:name",
            "event:timeSinceStart",
            "instrumentation:name",
            "instrumentation:version",
            "kind",
            "link:spanID",
            "link:traceID",
            "name",
            "rootName",
            "rootServiceName",
            "span:duration",
            "span:id",
            "span:kind",
            "span:name",
            "span:parentID",
            "span:status",
            "span:statusMessage",
            "status",
            "statusMessage",
            "trace:duration",
            "trace:id",
            "trace:rootName",
            "trace:rootService",
            "traceDuration");

    private static final List<AttributeScope> SCOPE_ORDER = List.of(
            AttributeScope.RESOURCE,
            AttributeScope.SPAN,
            AttributeScope.EVENT,
            AttributeScope.LINK,
            AttributeScope.INSTRUMENTATION);

    private final TagQuestions questions;

    TagNames(TagQuestions questions) {
        this.questions = questions;
    }

    private static String scope(Asked call) {
        String scope = call.parameters().text("scope");
        if (!SCOPES.contains(scope)) throw RequestException.invalid("invalid scope: " + scope);
        return scope;
    }

    private static boolean isWanted(AttributeScope key, String scope) {
        return scope.isEmpty() || scope.equals("none") || key.label().equals(scope);
    }

    TagApi.Texts version1(Asked call, Consumer<TagApi.Texts> onProgress) {
        String scope = scope(call);
        var request =
                new TagsRequest(List.of(), Optional.empty(), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        if (scope.equals("intrinsic")) return new TagApi.Texts(INTRINSICS, 0);
        long limit = namesLimit(call);
        TagsResult result = questions.ask(call, request, partial -> onProgress.accept(names(partial, scope, limit)));
        return names(result, scope, limit);
    }

    private static TagApi.Texts names(TagsResult result, String scope, long limit) {
        var names = new TreeSet<String>();
        for (AttributeKey key : result.keys()) if (isWanted(key.scope(), scope)) names.add(key.name());
        return new TagApi.Texts(names.stream().limit(limit).toList(), result.inspectedBytes());
    }

    TagApi.Scopes version2(Asked call, Consumer<TagApi.Scopes> onProgress) {
        String scope = scope(call);
        var request = new TagsRequest(
                List.of(), TagFilter.of(call.parameters()), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        long limit = namesLimit(call);
        if (scope.equals("intrinsic")) return scopes(TagsResult.none(), scope, limit);
        TagsResult result = questions.ask(call, request, partial -> onProgress.accept(scopes(partial, scope, limit)));
        return scopes(result, scope, limit);
    }

    private static TagApi.Scopes scopes(TagsResult result, String wanted, long limit) {
        var scopes = new ArrayList<TagApi.Scope>();
        for (AttributeScope each : SCOPE_ORDER) {
            if (!isWanted(each, wanted)) continue;
            List<String> names = result.keys().stream()
                    .filter(key -> key.scope() == each)
                    .map(AttributeKey::name)
                    .limit(limit)
                    .toList();
            if (!names.isEmpty()) scopes.add(new TagApi.Scope(each.label(), names));
        }
        boolean hasIntrinsics = wanted.isEmpty() || wanted.equals("none") || wanted.equals("intrinsic");
        if (hasIntrinsics) scopes.add(new TagApi.Scope("intrinsic", INTRINSICS));
        return new TagApi.Scopes(scopes, result.inspectedBytes());
    }

    /// For names: what is no number is ignored.
    private static long namesLimit(Asked call) {
        try {
            return TagQuestions.limit(call);
        } catch (RequestException e) {
            return Long.MAX_VALUE;
        }
    }
}
