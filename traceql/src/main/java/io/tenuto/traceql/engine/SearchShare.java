package io.tenuto.traceql.engine;

import io.tenuto.base.Check;
import io.tenuto.traceql.source.SpanSource;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What one of several runs of the same search looks into: some of the sources, or a part of each.
///
/// Every run sees all sources, because traces it finds may lie in several; shares only say where it looks for them. A
/// trace may be found by several runs: each describes it alike.
///
/// @param sources indexes of the sources that are looked into
/// @param part from 0; with `parts` above 1 each source's rows are cut into that many runs of about the same size
public record SearchShare(BitSet sources, int part, int parts) {
    public SearchShare {
        Check.argument(part >= 0 && part < parts, "part %s of %s", part, parts);
        sources = (BitSet) sources.clone();
    }

    /// Everything.
    public static SearchShare all(int sourceCount) {
        var sources = new BitSet(sourceCount);
        sources.set(0, sourceCount);
        return new SearchShare(sources, 0, 1);
    }

    /// The units of this share, newest first.
    List<ScanUnit> units(List<SpanSource> all) {
        List<ScanUnit> units = ScanUnit.of(all, sources);
        if (parts == 1) return units;
        Map<Integer, List<ScanUnit>> bySource = units.stream().collect(Collectors.groupingBy(ScanUnit::source));
        var own = new HashSet<ScanUnit>();
        for (List<ScanUnit> ofSource : bySource.values()) {
            int count = ofSource.size();
            List<ScanUnit> inRowOrder = ofSource.stream()
                    .sorted(Comparator.comparingInt(ScanUnit::fromRow))
                    .toList();
            // A unit goes to the part in which its middle lies.
            for (int i = 0; i < count; i++) if ((2L * i + 1) * parts / (2L * count) == part) own.add(inRowOrder.get(i));
        }
        return units.stream().filter(own::contains).toList();
    }
}
