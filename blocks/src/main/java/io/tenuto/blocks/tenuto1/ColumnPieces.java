package io.tenuto.blocks.tenuto1;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts picked entries of several pages' columns together. Used once, for few entries: no hot path.
public final class ColumnPieces {
    private final List<Column> columns = new ArrayList<>();
    private final List<int[]> picks = new ArrayList<>();
    private int count;

    public void add(Column column, int[] entries) {
        columns.add(column);
        picks.add(entries);
        count += entries.length;
    }

    /// The form of a vector: what can share one vector with others.
    private record Form(ValueType type, boolean isArray) {}

    private record Piece(Vector vector, int[] picks, int at) {}

    public Column join() {
        Map<Form, List<Piece>> byForm = new LinkedHashMap<>();
        int at = 0;
        for (int i = 0; i < columns.size(); i++) {
            for (Vector vector : columns.get(i).vectors()) {
                var form = new Form(vector.type(), vector instanceof Vector.Arrays);
                byForm.computeIfAbsent(form, key -> new ArrayList<>()).add(new Piece(vector, picks.get(i), at));
            }
            at += picks.get(i).length;
        }
        var vectors = new ArrayList<Vector>();
        byForm.forEach(
                (form, pieces) -> vectors.add(form.isArray() ? arrays(pieces) : join(form.type(), pieces, count)));
        return new Column(count, vectors);
    }

    private static Vector join(ValueType type, List<Piece> pieces, int count) {
        long[] presence = new long[Math.max(1, (count + 63) >> 6)];
        switch (type) {
            case INT, DURATION -> {
                long[] values = new long[count];
                for (Piece piece : pieces) {
                    long[] from = ((Vector.Longs) piece.vector()).values();
                    int[] picks = piece.picks();
                    for (int i = 0; i < picks.length; i++) {
                        if (mark(piece, i, presence)) values[piece.at() + i] = from[picks[i]];
                    }
                }
                return new Vector.Longs(type, values, count, presence(presence, count));
            }
            case DOUBLE -> {
                double[] values = new double[count];
                for (Piece piece : pieces) {
                    double[] from = ((Vector.Doubles) piece.vector()).values();
                    for (int i = 0; i < piece.picks().length; i++) {
                        if (mark(piece, i, presence)) values[piece.at() + i] = from[piece.picks()[i]];
                    }
                }
                return new Vector.Doubles(values, count, presence(presence, count));
            }
            case BOOLEAN -> {
                long[] words = new long[presence.length];
                for (Piece piece : pieces) {
                    var from = (Vector.Booleans) piece.vector();
                    for (int i = 0; i < piece.picks().length; i++) {
                        int to = piece.at() + i;
                        if (mark(piece, i, presence) && from.value(piece.picks()[i])) words[to >> 6] |= 1L << to;
                    }
                }
                return new Vector.Booleans(words, count, presence(presence, count));
            }
            case STRING -> {
                return strings(pieces, count, presence);
            }
        }
        throw new IllegalStateException("type " + type);
    }

    /// Notes that the piece's entry i is present, if it is.
    private static boolean mark(Piece piece, int i, long[] presence) {
        int to = piece.at() + i;
        boolean isFirst = (presence[to >> 6] & 1L << to) == 0;
        if (!isFirst || !piece.vector().presence().has(piece.picks()[i])) return false;
        presence[to >> 6] |= 1L << to;
        return true;
    }

    private static Presence presence(long[] words, int count) {
        return Presence.of(words).count(count) == count ? Presence.ALL : Presence.of(words);
    }

    private static Vector strings(List<Piece> pieces, int count, long[] presence) {
        int[] ids = new int[count];
        Map<Dictionary, int[]> known = new IdentityHashMap<>();
        var texts = new Texts();
        for (Piece piece : pieces) {
            var from = (Vector.Strings) piece.vector();
            int[] newIds = known.computeIfAbsent(from.dictionary(), dictionary -> {
                int[] fresh = new int[dictionary.size()];
                Arrays.fill(fresh, -1);
                return fresh;
            });
            for (int i = 0; i < piece.picks().length; i++) {
                if (!mark(piece, i, presence)) continue;
                int old = from.ids()[piece.picks()[i]];
                if (newIds[old] < 0) newIds[old] = texts.add(from.dictionary(), old);
                ids[piece.at() + i] = newIds[old];
            }
        }
        return new Vector.Strings(ids, texts.dictionary(), count, presence(presence, count));
    }

    private Vector arrays(List<Piece> pieces) {
        int[] starts = new int[count + 1];
        long[] presence = new long[Math.max(1, (count + 63) >> 6)];
        var elementPieces = new ArrayList<Piece>();
        int total = 0;
        int next = 0;
        for (Piece piece : pieces) {
            var from = (Vector.Arrays) piece.vector();
            var elements = new ArrayList<Integer>();
            int first = total;
            for (; next <= piece.at(); next++) starts[next] = total;
            for (int i = 0; i < piece.picks().length; i++) {
                int entry = piece.picks()[i];
                if (mark(piece, i, presence)) {
                    for (int e = from.starts()[entry]; e < from.starts()[entry + 1]; e++) elements.add(e);
                }
                starts[piece.at() + i + 1] = first + elements.size();
            }
            next = Math.max(next, piece.at() + piece.picks().length + 1);
            total = first + elements.size();
            int[] picked = elements.stream().mapToInt(Integer::intValue).toArray();
            elementPieces.add(new Piece(from.elements(), picked, first));
        }
        for (; next <= count; next++) starts[next] = total;
        Vector elements = join(pieces.getFirst().vector().type(), elementPieces, total);
        return new Vector.Arrays(starts, elements, count, presence(presence, count));
    }

    /// A dictionary being put together.
    static final class Texts {
        private byte[] heap = new byte[256];
        private int[] starts = new int[17];
        private int size;

        int add(Dictionary from, int id) {
            return add(from.heap(), from.start(id), from.length(id));
        }

        int add(byte[] bytes, int from, int length) {
            int start = starts[size];
            if (heap.length - start < length) heap = Arrays.copyOf(heap, Math.max(heap.length * 2, start + length));
            System.arraycopy(bytes, from, heap, start, length);
            if (starts.length <= size + 1) starts = Arrays.copyOf(starts, starts.length * 2);
            starts[size + 1] = start + length;
            return size++;
        }

        Dictionary dictionary() {
            return new Dictionary(heap, starts, size);
        }
    }
}
