package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.Presence;
import java.util.Arrays;

/// Sets of entries as bits, 64 to a word, lowest first. All sets of one batch have the same number of words.
final class Bits {
    private Bits() {}

    static long[] none(int count) {
        return new long[words(count)];
    }

    static long[] all(int count) {
        long[] bits = new long[words(count)];
        Arrays.fill(bits, -1L);
        int rest = count & 63;
        if (rest != 0) bits[bits.length - 1] = (1L << rest) - 1;
        if (count == 0) bits[0] = 0;
        return bits;
    }

    static int words(int count) {
        return Math.max(1, (count + 63) >> 6);
    }

    static boolean has(long[] bits, int index) {
        return (bits[index >> 6] & (1L << index)) != 0;
    }

    static void add(long[] bits, int index) {
        bits[index >> 6] |= 1L << index;
    }

    static boolean isEmpty(long[] bits) {
        for (long word : bits) if (word != 0) return false;
        return true;
    }

    static int count(long[] bits) {
        int count = 0;
        for (long word : bits) count += Long.bitCount(word);
        return count;
    }

    static long[] and(long[] a, long[] b) {
        long[] result = new long[a.length];
        for (int i = 0; i < a.length; i++) result[i] = a[i] & b[i];
        return result;
    }

    static long[] andNot(long[] a, long[] b) {
        long[] result = new long[a.length];
        for (int i = 0; i < a.length; i++) result[i] = a[i] & ~b[i];
        return result;
    }

    static long[] or(long[] a, long[] b) {
        long[] result = new long[a.length];
        for (int i = 0; i < a.length; i++) result[i] = a[i] | b[i];
        return result;
    }

    /// Takes away from `bits` what is not present.
    static void keepPresent(long[] bits, Presence presence) {
        if (presence.isAll()) return;
        long[] words = presence.words();
        for (int i = 0; i < bits.length; i++) bits[i] &= i < words.length ? words[i] : 0;
    }

    static long[] of(Presence presence, int count) {
        long[] bits = all(count);
        keepPresent(bits, presence);
        return bits;
    }

    /// The members, ascending.
    static int[] toArray(long[] bits) {
        int[] members = new int[count(bits)];
        list(bits, members);
        return members;
    }

    /// Puts the members, ascending, into an array that has room for them.
    static void list(long[] bits, int[] into) {
        int at = 0;
        for (int word = 0; word < bits.length; word++) {
            if (bits[word] == -1L) {
                for (int i = 0; i < Long.SIZE; i++) into[at + i] = (word << 6) + i;
                at += Long.SIZE;
                continue;
            }
            for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
                into[at++] = (word << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
    }
}
