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
        TagsResult result = questions.ask(call, request, partial -> onProgress.accept(names(call, partial, scope)));
        return names(call, result, scope);
    }

    private static TagApi.Texts names(Asked call, TagsResult result, String scope) {
        var room = new TagQuestions.Room(call, limit(call));
        var names = new TreeSet<String>();
        for (AttributeKey key : result.keys()) if (isWanted(key.scope(), scope)) names.add(key.name());
        return new TagApi.Texts(names.stream().takeWhile(room::takes).toList(), result.inspectedBytes());
    }

    TagApi.Scopes version2(Asked call, Consumer<TagApi.Scopes> onProgress) {
        String scope = scope(call);
        var request = new TagsRequest(
                List.of(), TagFilter.of(call.parameters()), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        if (scope.equals("intrinsic")) return scopes(call, TagsResult.none(), scope);
        TagsResult result = questions.ask(call, request, partial -> onProgress.accept(scopes(call, partial, scope)));
        return scopes(call, result, scope);
    }

    private static TagApi.Scopes scopes(Asked call, TagsResult result, String wanted) {
        var room = new TagQuestions.Room(call, limit(call));
        var scopes = new ArrayList<TagApi.Scope>();
        for (AttributeScope each : SCOPE_ORDER) {
            if (!isWanted(each, wanted)) continue;
            room.startOver();
            List<String> names = result.keys().stream()
                    .filter(key -> key.scope() == each)
                    .map(AttributeKey::name)
                    .takeWhile(room::takes)
                    .toList();
            if (!names.isEmpty()) scopes.add(new TagApi.Scope(each.label(), names));
        }
        boolean hasIntrinsics = wanted.isEmpty() || wanted.equals("none") || wanted.equals("intrinsic");
        if (hasIntrinsics) scopes.add(new TagApi.Scope("intrinsic", INTRINSICS));
        return new TagApi.Scopes(scopes, result.inspectedBytes());
    }

    /// Most names of one scope; what is no number is ignored.
    private static long limit(Asked call) {
        try {
            return TagQuestions.number(call, "limit");
        } catch (RequestException e) {
            return Long.MAX_VALUE;
        }
    }
}
