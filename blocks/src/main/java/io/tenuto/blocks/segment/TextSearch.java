package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.PruneCondition;
import java.util.Arrays;
import java.util.List;

/// Asks dictionaries for what pruning wants to know.
public final class TextSearch {
    /// More would cost more than they may spare.
    private static final int COMPARISONS_MAX = 1 << 20;

    private TextSearch() {}

    /// Whether one of the values may satisfy the condition; true of conditions that are not about texts, and where
    /// finding out would take long.
    public static boolean anyMatches(Dictionary values, PruneCondition condition) {
        return switch (condition) {
            case PruneCondition.StringIn in -> anyEquals(values, 0, in.values());
            case PruneCondition.StringMatches matches -> anyPasses(values, matches);
            case PruneCondition.NumberBetween _, PruneCondition.Present _ -> true;
        };
    }

    private static boolean anyPasses(Dictionary values, PruneCondition.StringMatches condition) {
        for (int id = 0; id < values.size(); id++) if (condition.test().test(values.value(id))) return true;
        return false;
    }

    /// Whether one of the values from number `from` on may equal one of `wanted`: sure unless the pairs are very many.
    static boolean anyEquals(Dictionary values, int from, List<ByteSlice> wanted) {
        if ((long) (values.size() - from) * wanted.size() > COMPARISONS_MAX) return true;
        for (int id = from; id < values.size(); id++) {
            int start = values.start(id);
            int length = values.length(id);
            for (ByteSlice text : wanted) {
                if (text.length() == length && equals(values.heap(), start, text)) return true;
            }
        }
        return false;
    }

    private static boolean equals(byte[] heap, int start, ByteSlice text) {
        int length = text.length();
        return Arrays.equals(heap, start, start + length, text.array(), text.offset(), text.offset() + length);
    }
}
