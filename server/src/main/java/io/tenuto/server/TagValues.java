package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.TagsRequest;
import io.tenuto.components.frontend.TagsResult;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Values of a tag, as text or with their types. Thread safe.
final class TagValues {
    private static final List<String> STATUS_CODES = List.of("unset", "ok", "error");
    private static final List<String> STATUSES = List.of("ok", "error", "unset");
    private static final List<String> KINDS =
            List.of("client", "server", "producer", "consumer", "internal", "unspecified");

    private final TagQuestions questions;

    TagValues(TagQuestions questions) {
        this.questions = questions;
    }

    TagApi.Texts version1(Asked call, String name, Consumer<TagApi.Texts> onProgress) {
        long limit = TagQuestions.limit(call);
        var request = new TagsRequest(
                fieldsV1(name), Optional.empty(), call.parameters().searchRange(Parameters.RangeRule.TAGS));
        switch (name) {
            case "status.code" -> {
                return new TagApi.Texts(STATUS_CODES.stream().limit(limit).toList(), 0);
            }
            case "error" -> {
                return new TagApi.Texts(List.of("true"), 0);
            }
            default -> {
                TagsResult result =
                        questions.ask(call, request, partial -> onProgress.accept(texts(call, partial, limit)));
                return texts(call, result, limit);
            }
        }
    }

    private static TagApi.Texts texts(Asked call, TagsResult result, long limit) {
        var room = new TagQuestions.Room(call, limit);
        var values = new TreeSet<String>();
        for (TagsResult.Value value : result.values()) values.add(value.text());
        return new TagApi.Texts(values.stream().takeWhile(room::takes).toList(), result.inspectedBytes());
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

    TagApi.TypedValues version2(Asked call, String name, Consumer<TagApi.TypedValues> onProgress) {
        FieldReference field = parseName(name);
        var request = new TagsRequest(
                fieldsV2(field),
                TagFilter.of(call.parameters()),
                call.parameters().searchRange(Parameters.RangeRule.TAGS));
        long limit = TagQuestions.limit(call);
        if (field == IntrinsicField.STATUS) return keywords(STATUSES, limit);
        if (field == IntrinsicField.KIND) return keywords(KINDS, limit);
        if (field instanceof IntrinsicField intrinsic && !hasTextValues(intrinsic)) return keywords(List.of(), limit);
        Optional<TagsResult> named = TagFilter.valuesOf(call.parameters(), request.filter(), field);
        if (named.isPresent()) return typed(call, named.get(), limit);
        TagsResult result = questions.ask(call, request, partial -> onProgress.accept(typed(call, partial, limit)));
        return typed(call, result, limit);
    }

    private static List<FieldReference> fieldsV2(FieldReference field) {
        return field instanceof Attribute.Unscoped(String plain)
                ? List.of(field, Attribute.of(AttributeScope.EVENT, plain), Attribute.of(AttributeScope.LINK, plain))
                : List.of(field);
    }

    private static TagApi.TypedValues keywords(List<String> values, long limit) {
        return new TagApi.TypedValues(
                values.stream()
                        .limit(limit)
                        .map(value -> new TagApi.Typed("keyword", value))
                        .toList(),
                0);
    }

    private static TagApi.TypedValues typed(Asked call, TagsResult result, long limit) {
        var room = new TagQuestions.Room(call, limit);
        List<TagApi.Typed> values = result.values().stream()
                .takeWhile(value -> room.takes(value.text()))
                .map(value -> new TagApi.Typed(typeName(value), value.text()))
                .toList();
        return new TagApi.TypedValues(values, result.inspectedBytes());
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
