package io.tenuto.server;

import com.linecorp.armeria.common.QueryParams;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.traceql.engine.SearchResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The methods of `tempopb.StreamingQuerier`: while more is being read, what is new or has changed; at last the whole
/// answer. Thread safe.
final class StreamingQuerier {
    static final String SERVICE = "/tempopb.StreamingQuerier/";
    static final Set<String> METHODS = Set.of(
            "Search",
            "SearchTags",
            "SearchTagsV2",
            "SearchTagValues",
            "SearchTagValuesV2",
            "MetricsQueryRange",
            "MetricsQueryInstant");

    private final SearchApi searches;
    private final TagApi tags;
    private final MetricsApi metrics;
    private final QueryConfig config;
    private final TenantLimits.Source limits;
    private final ApiPrefix prefix;
    private final Clock clock;

    StreamingQuerier(Queries queries, QueryConfig config, TenantLimits.Source limits, ApiPrefix prefix, Clock clock) {
        this.searches = new SearchApi(queries);
        this.tags = new TagApi(queries);
        this.metrics = new MetricsApi(queries, config, clock);
        this.config = config;
        this.limits = limits;
        this.prefix = prefix;
        this.clock = clock;
    }

    /// One method: answers `message` into `out`.
    interface Method {
        void answer(Caller caller, ByteSlice message, MessageStream out);

        /// Whether the text of a wrong query comes back without a code that says so.
        default boolean hidesBadQueries() {
            return false;
        }
    }

    /// Who asks, and until when an answer is of use.
    ///
    /// @param told gathers what the answer may lack
    record Caller(List<TenantId> tenants, Deadline deadline, Told told) {
        Caller {
            tenants = List.copyOf(tenants);
        }
    }

    Optional<Method> method(String name) {
        return switch (name) {
            case "Search" -> Optional.of(this::search);
            case "SearchTags" -> Optional.of(this::tagNames);
            case "SearchTagsV2" -> Optional.of(this::tagNamesV2);
            case "SearchTagValues" -> Optional.of(this::tagValues);
            case "SearchTagValuesV2" -> Optional.of(this::tagValuesV2);
            case "MetricsQueryRange" -> Optional.of(metricsMethod(true));
            case "MetricsQueryInstant" -> Optional.of(metricsMethod(false));
            default -> Optional.empty();
        };
    }

    /// @param path under which the same is asked over HTTP: patterns of what is denied hold for both
    private Asked asked(Caller caller, String path, QueryParams params) {
        config.denied().check(prefix.route(path) + '?' + params.toQueryString());
        var parameters = new Parameters(params, config.within(limits, caller.tenants()), clock);
        return new Asked(caller.tenants(), parameters, caller.deadline(), caller.told());
    }

    private Asked askedValues(Caller caller, String path, ByteSlice message) {
        QueryParams params = StreamRequests.tagValues(message);
        return asked(caller, path + params.get("tagName", "") + "/values", params);
    }

    private void search(Caller caller, ByteSlice message, MessageStream out) {
        Asked asked = asked(caller, "/api/search", StreamRequests.search(message));
        SearchForm form = SearchForm.of(asked.parameters());
        Map<Object, SearchResult.Trace> sent = new HashMap<>();
        QueryAnswer<SearchResult> answer = searches.answer(asked, Parameters.RangeRule.STREAMED_SEARCH, partial -> {
            if (!out.isDue()) return;
            out.send(SearchProto.write(partial.with(changed(partial.result(), sent)), form));
        });
        out.send(SearchProto.write(answer, form));
    }

    /// The traces that were not sent before as they are now.
    private static SearchResult changed(SearchResult result, Map<Object, SearchResult.Trace> sent) {
        var changed = new ArrayList<SearchResult.Trace>();
        for (SearchResult.Trace trace : result.traces()) {
            if (!trace.equals(sent.put(trace.id(), trace))) changed.add(trace);
        }
        return new SearchResult(changed, result.statistics(), result.leftOut());
    }

    private void tagNames(Caller caller, ByteSlice message, MessageStream out) {
        Set<String> sent = new HashSet<>();
        TagApi.Texts answer =
                tags.namesV1(asked(caller, "/api/search/tags", StreamRequests.tagNames(message)), partial -> {
                    if (out.isDue()) out.send(TagAnswers.protobuf(fresh(partial, sent)));
                });
        out.send(TagAnswers.protobuf(answer));
    }

    private static TagApi.Texts fresh(TagApi.Texts partial, Set<String> sent) {
        return new TagApi.Texts(partial.texts().stream().filter(sent::add).toList(), partial.bytes());
    }

    private void tagNamesV2(Caller caller, ByteSlice message, MessageStream out) {
        Map<String, Set<String>> sent = new HashMap<>();
        TagApi.Scopes answer =
                tags.namesV2(asked(caller, "/api/v2/search/tags", StreamRequests.tagNames(message)), partial -> {
                    if (out.isDue()) out.send(TagAnswers.protobuf(fresh(partial, sent)));
                });
        out.send(TagAnswers.protobuf(answer));
    }

    private static TagApi.Scopes fresh(TagApi.Scopes partial, Map<String, Set<String>> sent) {
        var fresh = new ArrayList<TagApi.Scope>();
        for (TagApi.Scope scope : partial.scopes()) {
            Set<String> known = sent.computeIfAbsent(scope.name(), key -> new HashSet<>());
            List<String> names = scope.tags().stream().filter(known::add).toList();
            if (!names.isEmpty()) fresh.add(new TagApi.Scope(scope.name(), names));
        }
        return new TagApi.Scopes(fresh, partial.bytes());
    }

    private void tagValues(Caller caller, ByteSlice message, MessageStream out) {
        Asked asked = askedValues(caller, "/api/search/tag/", message);
        Set<String> sent = new HashSet<>();
        TagApi.Texts answer = tags.valuesV1(asked, asked.parameters().text("tagName"), partial -> {
            if (out.isDue()) out.send(TagAnswers.protobuf(fresh(partial, sent)));
        });
        out.send(TagAnswers.protobuf(answer));
    }

    private void tagValuesV2(Caller caller, ByteSlice message, MessageStream out) {
        Asked asked = askedValues(caller, "/api/v2/search/tag/", message);
        Set<TagApi.Typed> sent = new HashSet<>();
        TagApi.TypedValues answer = tags.valuesV2(asked, asked.parameters().text("tagName"), partial -> {
            if (!out.isDue()) return;
            List<TagApi.Typed> fresh =
                    partial.values().stream().filter(sent::add).toList();
            out.send(TagAnswers.protobuf(new TagApi.TypedValues(fresh, partial.bytes())));
        });
        out.send(TagAnswers.protobuf(answer));
    }

    private Method metricsMethod(boolean isRange) {
        return new Method() {
            @Override
            public void answer(Caller caller, ByteSlice message, MessageStream out) {
                String path = isRange ? "/api/metrics/query_range" : "/api/metrics/query";
                Asked asked = asked(caller, path, StreamRequests.metrics(message));
                int packetBytesMax = config.metrics().packetBytesMax();
                var sent = new SentSamples();
                Consumer<MetricsApi.Answer> onProgress = partial -> {
                    if (!out.isDue()) return;
                    MetricsProto.changes(partial, sent, packetBytesMax, out::send);
                };
                MetricsApi.Answer answer =
                        isRange ? metrics.range(asked, onProgress) : metrics.instant(asked, onProgress);
                MetricsProto.whole(answer, packetBytesMax, out::send);
            }

            @Override
            public boolean hidesBadQueries() {
                return true;
            }
        };
    }
}
