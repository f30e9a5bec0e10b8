package io.tenuto.app.status;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A framed table of text, as status pages show it.
final class TextTable {
    private final List<String> titles;
    private final int rightAligned;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param rightAligned the column whose cells end at the right; -1 for none
    TextTable(int rightAligned, String... titles) {
        this.titles = List.of(titles);
        this.rightAligned = rightAligned;
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    String render() {
        int[] widths = IntStream.range(0, titles.size())
                .map(column -> Math.max(
                        titles.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        var rule = new StringBuilder("+");
        for (int width : widths) rule.append("-".repeat(width + 2)).append('+');
        var out = new StringBuilder();
        out.append(rule).append('\n').append(line(titles, widths)).append(rule).append('\n');
        for (List<String> row : rows) out.append(line(row, widths));
        return out.append(rule).append('\n').toString();
    }

    private String line(List<String> cells, int[] widths) {
        var out = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String gap = " ".repeat(widths[column] - cell.length());
            out.append(' ')
                    .append(column == rightAligned ? gap + cell : cell + gap)
                    .append(" |");
        }
        return out.append('\n').toString();
    }
}
