package io.tenuto.server;

import io.tenuto.components.frontend.Queries;
import java.util.List;
import java.util.function.Consumer;

/// Tag names and values, versions 1 and 2. Thread safe.
///
/// Each question takes a consumer of what is known while more is still being read; each such answer holds the ones
/// before it.
final class TagApi {
    private final TagNames names;
    private final TagValues values;

    TagApi(Queries queries) {
        var questions = new TagQuestions(queries);
        this.names = new TagNames(questions);
        this.values = new TagValues(questions);
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

    Texts namesV1(Asked call, Consumer<Texts> onProgress) {
        return names.version1(call, onProgress);
    }

    Scopes namesV2(Asked call, Consumer<Scopes> onProgress) {
        return names.version2(call, onProgress);
    }

    /// @param name in any scope
    Texts valuesV1(Asked call, String name, Consumer<Texts> onProgress) {
        return values.version1(call, name, onProgress);
    }

    /// @param name as the language writes it
    TypedValues valuesV2(Asked call, String name, Consumer<TypedValues> onProgress) {
        return values.version2(call, name, onProgress);
    }
}
