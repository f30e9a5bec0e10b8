package io.tenuto.it.golden;

import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How an answer is compared with the recorded one. All rules of an entry apply together.
enum Rule {
    EXACT("exact"),
    RAW_TEXT("raw-text"),
    IGNORE_METRICS("ignore-metrics"),
    IGNORE_ORDER("ignore-order"),
    IGNORE_ORDER_OF_ATTRIBUTES("ignore-order-of-attributes"),
    SPANS_ANY_SUBSET_OF_MATCHED("spans-any-subset-of-matched"),
    LIMIT_REACHED_ANY_TRACES("limit-reached-any-traces"),
    IGNORE_EXEMPLARS("ignore-exemplars"),
    FLOAT_TOLERANCE("float-tolerance"),
    FLATTEN_SPANS("flatten-spans"),
    DECODE_PROTOBUF_THEN_COMPARE("decode-protobuf-then-compare"),
    FINAL_MESSAGE("final-message"),
    RECORDED_IS_SUBSET("recorded-is-subset"),
    SPLIT_TRACES_BY_ID_ONLY("split-traces-by-id-only"),
    STATUS_AND_CODE_ONLY("status-and-code-only"),
    SHAPE_ONLY("shape-only");

    private final String hint;

    Rule(String hint) {
        this.hint = hint;
    }

    /// The rules of an entry.
    static Set<Rule> of(JsonNode hints) {
        Set<Rule> rules = EnumSet.noneOf(Rule.class);
        for (JsonNode hint : hints) rules.add(of(hint.asString()));
        return rules;
    }

    private static Rule of(String hint) {
        for (Rule rule : values()) {
            if (rule.hint.equals(hint)) return rule;
        }
        throw new IllegalArgumentException("unknown rule " + hint);
    }
}
