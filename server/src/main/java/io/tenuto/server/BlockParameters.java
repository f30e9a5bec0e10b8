package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.SourceChoice;
import java.util.OptionalLong;

/// Which part of a query a querier is to answer: recent data, or one block.
///
/// A block is one page here: the first holds all of it and the others nothing, so pages that are asked for one by one
/// come to the whole block, and nothing counts twice.
final class BlockParameters {
    private BlockParameters() {}

    /// The block that is named, or recent data if none is.
    static SourceChoice choice(Parameters parameters) {
        return parameters.has("blockID") ? block(parameters) : new SourceChoice.Live();
    }

    /// The block that is named; there must be one.
    static SourceChoice block(Parameters parameters) {
        if (!parameters.has("start") || !parameters.has("end")) {
            throw RequestException.invalid("start and end required");
        }
        String id = UuidTexts.parse("blockID", parameters.text("blockID")).toString();
        long firstPage = number(parameters, "startPage", 0);
        number(parameters, "pagesToSearch", 1);
        number(parameters, "totalRecords", 1);
        for (String optional : new String[] {"indexPageSize", "size", "footerSize"}) {
            if (parameters.has(optional)) number(parameters, optional, 0);
        }
        if (!parameters.has("version")) throw RequestException.invalid("version required");
        return firstPage == 0 ? new SourceChoice.Block(id) : new SourceChoice.Nothing();
    }

    private static long number(Parameters parameters, String name, long least) {
        String text = parameters.text(name);
        try {
            OptionalLong number = parameters.integer(name);
            if (number.isPresent() && number.getAsLong() >= least) return number.getAsLong();
        } catch (RequestException e) {
            throw RequestException.invalid(
                    "invalid %s: strconv.ParseInt: parsing \"%s\": invalid syntax".formatted(name, text));
        }
        throw RequestException.invalid("invalid " + name + " " + text);
    }
}
