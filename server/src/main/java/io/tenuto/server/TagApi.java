package io.tenuto.server;

import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.ConditionGroups;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Tag names and values, versions 1 and 2. Thread safe.
final class TagApi {
    private static final int CONDITION_GROUPS_MAX = 100;
    private static final int VALUE_BYTES_MAX = 1_000_000;
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

    private final Queries queries;

    TagApi(Queries queries) {
        this.queries = queries;
    }

    /// What every call needs.
    record Call(List<TenantId> tenants, Parameters parameters, Deadline deadline) {}

    private TagsResult ask(Call call, TagsRequest request) {
        TagsResult all = new TagsResult(new TreeSet<>(), new TreeSet<>(), 0);
        for (TenantId tenant : call.tenants()) {
            TagsResult one = queries.tags(tenant, request, call.deadline()).result();
            all.keys().addAll(one.keys());
            all.values().addAll(one.values());
            all = new TagsResult(all.keys(), all.values(), all.inspectedBytes() + one.inspectedBytes());
        }
        return all;
    }

    private static String scope(Call call) {
        String scope = call.parameters().text("scope");
        if (!SCOPES.contains(scope)) throw RequestException.invalid("invalid scope: " + scope);
        return scope;
    }

    String namesV1(Call call) {
        String scope = scope(call);
        TimeRange range = call.parameters().searchRange(false);
        var names = new TreeSet<String>();
        long bytes = 0;
        if (scope.equals("intrinsic")) {
            names.addAll(INTRINSICS);
        } else {
            TagsResult result = ask(call, new TagsRequest(List.of(), Optional.empty(), range));
            for (AttributeKey key : result.keys()) if (isWanted(key.scope(), scope)) names.add(key.name());
            bytes = result.inspectedBytes();
        }
        var out = new JsonWriter().beginObject().key("tagNames").beginArray();
        names.forEach(out::text);
        return metrics(out.endArray(), bytes);
    }

    private static boolean isWanted(AttributeScope key, String scope) {
        return scope.isEmpty() || scope.equals("none") || key.label().equals(scope);
    }

    String namesV2(Call call) {
        String scope = scope(call);
        TimeRange range = call.parameters().searchRange(false);
        long limit = namesLimit(call);
        long bytes = 0;
        var out = new JsonWriter().beginObject().key("scopes").beginArray();
        if (!scope.equals("intrinsic")) {
            TagsResult result = ask(call, new TagsRequest(List.of(), filter(call), range));
            bytes = result.inspectedBytes();
            for (AttributeScope each : List.of(
                    AttributeScope.RESOURCE,
                    AttributeScope.SPAN,
                    AttributeScope.EVENT,
                    AttributeScope.LINK,
                    AttributeScope.INSTRUMENTATION)) {
                if (!isWanted(each, scope)) continue;
                List<String> names = result.keys().stream()
                        .filter(key -> key.scope() == each)
                        .map(AttributeKey::name)
                        .limit(limit)
                        .toList();
                if (!names.isEmpty()) scopeOf(each.label(), names, out);
            }
        }
        if (scope.isEmpty() || scope.equals("none") || scope.equals("intrinsic")) scopeOf("intrinsic", INTRINSICS, out);
        return metrics(out.endArray(), bytes);
    }

    private static void scopeOf(String name, List<String> tags, JsonWriter out) {
        out.beginObject().field("name", name).key("tags").beginArray();
        tags.forEach(out::text);
        out.endArray().endObject();
    }

    /// For names: what is no number is ignored.
    private static long namesLimit(Call call) {
        try {
            return limit(call);
        } catch (RequestException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long limit(Call call) {
        call.parameters().unsigned("maxStaleValues");
        OptionalLong limit = call.parameters().unsigned("limit");
        return limit.isPresent() && limit.getAsLong() > 0 ? limit.getAsLong() : Long.MAX_VALUE;
    }

    /// The filter of `q`, or none where it cannot or need not filter.
    private static Optional<Query> filter(Call call) {
        String text = call.parameters().expression("q");
        if (text.isBlank()) return Optional.empty();
        Query query;
        try {
            query = TraceQl.parseLenient(text);
        } catch (TraceQlException e) {
            return Optional.empty();
        }
        ConditionGroups.of(query, CONDITION_GROUPS_MAX);
        boolean isFilter = query instanceof Query.Search search
                && search.pipeline().elements().size() == 1
                && search.pipeline().elements().getFirst() instanceof SpansetExpression.Filter;
        return isFilter ? Optional.of(query) : Optional.empty();
    }

    String valuesV1(Call call, String name) {
        TimeRange range = call.parameters().searchRange(false);
        var values = new TreeSet<String>();
        long bytes = 0;
        switch (name) {
            case "status.code" -> values.addAll(List.of("unset", "ok", "error"));
            case "error" -> values.add("true");
            default -> {
                List<FieldReference> fields = fieldsV1(name);
                TagsResult result = ask(call, new TagsRequest(fields, Optional.empty(), range));
                result.values().forEach(value -> values.add(value.text()));
                bytes = result.inspectedBytes();
            }
        }
        var out = new JsonWriter().beginObject().key("tagValues").beginArray();
        values.stream().limit(limit(call)).forEach(out::text);
        return metrics(out.endArray(), bytes);
    }

    private static List<FieldReference> fieldsV1(String name) {
        var fields = new ArrayList<FieldReference>();
        fields.add(Attribute.unscoped(name));
        fields.add(Attribute.of(AttributeScope.EVENT, name));
        fields.add(Attribute.of(AttributeScope.LINK, name));
        for (IntrinsicField intrinsic : IntrinsicField.values()) {
            if (intrinsic.text().equals(name) && hasTextValues(intrinsic)) fields.add(intrinsic);
        }
        return fields;
    }

    private static boolean hasTextValues(IntrinsicField field) {
        return switch (field) {
            case NAME,
                    STATUS_MESSAGE,
                    TRACE_ROOT_NAME,
                    TRACE_ROOT_SERVICE,
                    EVENT_NAME,
                    INSTRUMENTATION_NAME,
                    INSTRUMENTATION_VERSION -> true;
            default -> false;
        };
    }

    String valuesV2(Call call, String name) {
        FieldReference field = parseName(name);
        TimeRange range = call.parameters().searchRange(false);
        var out = new JsonWriter().beginObject().key("tagValues").beginArray();
        long bytes = 0;
        if (field == IntrinsicField.STATUS) {
            List.of("ok", "error", "unset").forEach(value -> typed("keyword", value, out));
        } else if (field == IntrinsicField.KIND) {
            List.of("client", "server", "producer", "consumer", "internal", "unspecified")
                    .forEach(value -> typed("keyword", value, out));
        } else if (!(field instanceof IntrinsicField intrinsic) || hasTextValues(intrinsic)) {
            List<FieldReference> fields = field instanceof Attribute.Unscoped(String plain)
                    ? List.of(
                            field, Attribute.of(AttributeScope.EVENT, plain), Attribute.of(AttributeScope.LINK, plain))
                    : List.of(field);
            TagsResult result = ask(call, new TagsRequest(fields, filter(call), range));
            bytes = result.inspectedBytes();
            long left = limit(call);
            int size = 0;
            for (TagsResult.Value value : result.values()) {
                size += value.text().length();
                if (left-- <= 0 || size >= VALUE_BYTES_MAX) break;
                typed(typeName(value), value.text(), out);
            }
        }
        return metrics(out.endArray(), bytes);
    }

    private static FieldReference parseName(String name) {
        try {
            return TraceQl.parseIdentifier(name);
        } catch (TraceQlException e) {
            throw RequestException.invalid("please provide a valid tagName: " + e.getMessage());
        }
    }

    private static String typeName(TagsResult.Value value) {
        return switch (value.type()) {
            case STRING -> "string";
            case INT -> "int";
            case DOUBLE -> "float";
            case BOOLEAN -> "bool";
            case DURATION -> "duration";
        };
    }

    private static void typed(String type, String value, JsonWriter out) {
        out.beginObject().field("type", type).fieldIfSet("value", value).endObject();
    }

    private static String metrics(JsonWriter out, long bytes) {
        out.key("metrics").beginObject().bigFieldIfSet("inspectedBytes", bytes).endObject();
        return out.endObject().toString();
    }
}
