package io.tenuto.server;

import io.tenuto.model.TraceId;

/// How a search is answered.
///
/// @param isByTags whether the old search was asked, which tells nothing of spans and services
/// @param padsTraceIds whether identifiers of traces have all their digits
record SearchForm(boolean isByTags, boolean padsTraceIds) {
    static SearchForm of(Parameters parameters) {
        return new SearchForm(!parameters.has("q"), parameters.config().padsTraceIds());
    }

    String text(TraceId id) {
        return padsTraceIds ? id.toHex() : id.toShortHex();
    }
}
