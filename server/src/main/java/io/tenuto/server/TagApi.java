package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.ConditionGroups;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.GoNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Tag names and values, versions 1 and 2. Thread safe.
///
/// Each question takes a consumer of what is known while more is still being read; each such answer holds the ones
/// before it.
final class TagApi {
    private static final int CONDITION_GROUPS_MAX = 100;
    private static final int VALUE_BYTES_MAX = 1_000_000;
    private static final List<String> STATUS_CODES = List.of("unset", "ok", "error");
    private static final List<String> STATUSES = List.of("ok", "error", "unset");
    private static final List<String> KINDS =
            List.of("client", "server", "producer", "consumer", "internal", "unspecified");
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

    private final Queries queries;

    TagApi(Queries queries) {
        this.queries = queries;
    }

    /// Names of one scope, ascending.
    record Scope(String name, List<String> tags) {}

    /// Names by scope.
    ///
    /// @param bytes size of what was read
    record Scopes(List<Scope> scopes, long bytes) {}

    /// A value as text and what it is.
    record Typed(String type, String text) {}

    /// Names or values, ascending.
    record Texts(List<String> texts, long bytes) {}

    record TypedValues(List<Typed> values, long bytes) {}

    private TagsResult ask(Asked call, TagsRequest request, Consumer<TagsResult> onProgress) {
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

    private static String scope(Asked call) {
        String scope = call.parameters().text("scope");
        if (!SCOPES.contains(scope)) throw RequestException.invalid("invalid scope: " + scope);
        return scope;
    }

    private static boolean isWanted(AttributeScope key, String scope) {
        return scope.isEmpty() || scope.equals("none") || key.label().equals(scope);
    }

    Texts namesV1(Asked call, Consumer<Texts> onProgress) {
        String scope = scope(call);
        var request =
                new TagsRequest(List.of(), Optional.empty(), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        if (scope.equals("intrinsic")) return new Texts(INTRINSICS, 0);
        long limit = namesLimit(call);
        TagsResult result = ask(call, request, partial -> onProgress.accept(names(partial, scope, limit)));
        return names(result, scope, limit);
    }

    private static Texts names(TagsResult result, String scope, long limit) {
        var names = new TreeSet<String>();
        for (AttributeKey key : result.keys()) if (isWanted(key.scope(), scope)) names.add(key.name());
        return new Texts(names.stream().limit(limit).toList(), result.inspectedBytes());
    }

    Scopes namesV2(Asked call, Consumer<Scopes> onProgress) {
        String scope = scope(call);
        var request =
                new TagsRequest(List.of(), filter(call), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        long limit = namesLimit(call);
        if (scope.equals("intrinsic")) return scopes(TagsResult.none(), scope, limit);
        TagsResult result = ask(call, request, partial -> onProgress.accept(scopes(partial, scope, limit)));
        return scopes(result, scope, limit);
    }

    private static Scopes scopes(TagsResult result, String wanted, long limit) {
        var scopes = new ArrayList<Scope>();
        for (AttributeScope each : SCOPE_ORDER) {
            if (!isWanted(each, wanted)) continue;
            List<String> names = result.keys().stream()
                    .filter(key -> key.scope() == each)
                    .map(AttributeKey::name)
                    .limit(limit)
                    .toList();
            if (!names.isEmpty()) scopes.add(new Scope(each.label(), names));
        }
        boolean hasIntrinsics = wanted.isEmpty() || wanted.equals("none") || wanted.equals("intrinsic");
        if (hasIntrinsics) scopes.add(new Scope("intrinsic", INTRINSICS));
        return new Scopes(scopes, result.inspectedBytes());
    }

    /// For names: what is no number is ignored.
    private static long namesLimit(Asked call) {
        try {
            return limit(call);
        } catch (RequestException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long limit(Asked call) {
        call.parameters().unsigned("maxStaleValues");
        OptionalLong limit = call.parameters().unsigned("limit");
        return limit.isPresent() && limit.getAsLong() > 0 ? limit.getAsLong() : Long.MAX_VALUE;
    }

    /// The filter of `q`, or none where it cannot or need not filter.
    private static Optional<Query> filter(Asked call) {
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
        return isFilter && !isUnscoped(query) ? Optional.of(query) : Optional.empty();
    }

    /// Whether the filter speaks of attributes of any scope only: such filters do not narrow what is listed.
    private static boolean isUnscoped(Query query) {
        List<FieldReference> fields = PipelinePlan.of(SearchEngine.pipelineOf(query)).fetched().stream()
                .toList();
        return !fields.isEmpty() && fields.stream().allMatch(Attribute.Unscoped.class::isInstance);
    }

    Texts valuesV1(Asked call, String name, Consumer<Texts> onProgress) {
        long limit = limit(call);
        var request = new TagsRequest(
                fieldsV1(name), Optional.empty(), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        switch (name) {
            case "status.code" -> {
                return new Texts(STATUS_CODES.stream().limit(limit).toList(), 0);
            }
            case "error" -> {
                return new Texts(List.of("true"), 0);
            }
            default -> {
                TagsResult result = ask(call, request, partial -> onProgress.accept(texts(partial, limit)));
                return texts(result, limit);
            }
        }
    }

    private static Texts texts(TagsResult result, long limit) {
        var values = new TreeSet<String>();
        for (TagsResult.Value value : result.values()) values.add(value.text());
        return new Texts(fitting(values, limit), result.inspectedBytes());
    }

    /// As many as the limits on number and size allow.
    private static List<String> fitting(TreeSet<String> values, long limit) {
        var fitting = new ArrayList<String>();
        long size = 0;
        for (String value : values) {
            size += value.length();
            if (fitting.size() >= limit || size >= VALUE_BYTES_MAX) break;
            fitting.add(value);
        }
        return fitting;
    }

    private static List<FieldReference> fieldsV1(String name) {
        var fields = new ArrayList<FieldReference>();
        switch (name) {
            case "root.service.name" -> fields.add(IntrinsicField.TRACE_ROOT_SERVICE);
            case "root.name" -> fields.add(IntrinsicField.TRACE_ROOT_NAME);
            case "service.name" -> fields.add(Attribute.of(AttributeScope.RESOURCE, name));
            default -> {}
        }
        fields.add(Attribute.unscoped(name));
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

    TypedValues valuesV2(Asked call, String name, Consumer<TypedValues> onProgress) {
        FieldReference field = parseName(name);
        var request = new TagsRequest(
                fieldsV2(field), filter(call), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        long limit = limit(call);
        if (field == IntrinsicField.STATUS) return keywords(STATUSES, limit);
        if (field == IntrinsicField.KIND) return keywords(KINDS, limit);
        if (field instanceof IntrinsicField intrinsic && !hasTextValues(intrinsic)) return keywords(List.of(), limit);
        Optional<TypedValues> named = namedByFilter(request.filter(), field, limit);
        if (named.isPresent()) return named.get();
        TagsResult result = ask(call, request, partial -> onProgress.accept(typed(partial, limit)));
        return typed(result, limit);
    }

    /// The values that the filter itself asks of the field, if each of its alternatives asks for one: there can be no
    /// others, and nothing need be read.
    private static Optional<TypedValues> namedByFilter(Optional<Query> filter, FieldReference field, long limit) {
        if (filter.isEmpty()) return Optional.empty();
        var values = new TreeSet<TagsResult.Value>();
        List<List<ConditionGroups.Condition>> groups = ConditionGroups.of(filter.get(), CONDITION_GROUPS_MAX);
        if (groups.isEmpty()) return Optional.empty();
        for (List<ConditionGroups.Condition> group : groups) {
            Optional<TagsResult.Value> value = group.stream()
                    .filter(condition -> condition.reference().equals(field))
                    .flatMap(condition -> literal(condition).stream())
                    .findFirst();
            if (value.isEmpty()) return Optional.empty();
            values.add(value.get());
        }
        return Optional.of(typed(new TagsResult(new TreeSet<>(), values, 0), limit));
    }

    private static Optional<TagsResult.Value> literal(ConditionGroups.Condition condition) {
        boolean isOne = condition instanceof ConditionGroups.Condition.Compare compare
                && compare.operator() == BinaryOperator.EQUAL
                && compare.operands().size() == 1;
        if (!isOne) return Optional.empty();
        return switch (((ConditionGroups.Condition.Compare) condition)
                .operands()
                .getFirst()) {
            case Static.Text(String text) -> Optional.of(new TagsResult.Value(text, ValueType.STRING));
            case Static.Int(long number) -> Optional.of(new TagsResult.Value(Long.toString(number), ValueType.INT));
            case Static.Float(double number) ->
                Optional.of(new TagsResult.Value(GoNumbers.shortest(number), ValueType.DOUBLE));
            case Static.Bool(boolean flag) ->
                Optional.of(new TagsResult.Value(Boolean.toString(flag), ValueType.BOOLEAN));
            default -> Optional.empty();
        };
    }

    private static List<FieldReference> fieldsV2(FieldReference field) {
        return field instanceof Attribute.Unscoped(String plain)
                ? List.of(field, Attribute.of(AttributeScope.EVENT, plain), Attribute.of(AttributeScope.LINK, plain))
                : List.of(field);
    }

    private static TypedValues keywords(List<String> values, long limit) {
        return new TypedValues(
                values.stream()
                        .limit(limit)
                        .map(value -> new Typed("keyword", value))
                        .toList(),
                0);
    }

    private static TypedValues typed(TagsResult result, long limit) {
        var values = new ArrayList<Typed>();
        long size = 0;
        for (TagsResult.Value value : result.values()) {
            size += value.text().length();
            if (values.size() >= limit || size >= VALUE_BYTES_MAX) break;
            values.add(new Typed(typeName(value), value.text()));
        }
        return new TypedValues(values, result.inspectedBytes());
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
}
