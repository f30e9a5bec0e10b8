package io.tenuto.blocks.tenuto1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TreeOrderTest {
    private static final int CLIENT = 3;
    private static final int SERVER = 2;

    /// Spans as `id,parent[,kind]`; numbers as `id(left,right,children)` in the new order.
    private static String arrange(String... spans) {
        long[] ids = new long[spans.length];
        long[] parents = new long[spans.length];
        int[] kinds = new int[spans.length];
        for (int i = 0; i < spans.length; i++) {
            String[] parts = spans[i].split(",");
            ids[i] = parts[0].charAt(0);
            parents[i] = parts[1].equals("-") ? 0 : parts[1].charAt(0);
            if (parts.length > 2) kinds[i] = parts[2].equals("client") ? CLIENT : SERVER;
        }
        var tree = new TreeOrder();
        tree.arrange(ids, parents, kinds, spans.length);
        var text = new StringBuilder();
        for (int i = 0; i < spans.length; i++) {
            text.append((char) ids[tree.order[i]])
                    .append("(%d,%d,%d) ".formatted(tree.left[i], tree.right[i], tree.childCount[i]));
        }
        return text.toString().strip();
    }

    @Test
    void oneSpanIsATree() {
        assertThat(arrange("a,-")).isEqualTo("a(1,2,0)");
    }

    @Test
    void childrenStandBehindTheirParentsWhateverTheOrderOfArrival() {
        assertThat(arrange("a,-", "c,b", "b,a")).isEqualTo("a(1,6,1) b(2,5,1) c(3,4,0)");
        assertThat(arrange("a,-", "b,a", "c,b", "d,b", "e,d", "f,d"))
                .isEqualTo("a(1,12,1) b(2,11,2) c(3,4,0) d(5,10,2) e(6,7,0) f(8,9,0)");
    }

    @Test
    void severalRootsAreNumberedOneBehindTheOther() {
        assertThat(arrange("a,-", "g,-", "i,h", "h,g")).isEqualTo("a(1,2,0) g(3,8,1) h(4,7,1) i(5,6,0)");
    }

    @Test
    void whatNoRootReachesHasNoNumbers() {
        assertThat(arrange("a,-", "b,a", "c,b", "d,b", "e,x", "f,e"))
                .isEqualTo("a(1,8,1) b(2,7,2) c(3,4,0) d(5,6,0) e(0,0,1) f(0,0,0)");
        assertThat(arrange("c,b", "b,a")).isEqualTo("b(0,0,0) c(0,0,0)");
    }

    @Test
    void aClientAndAServerMayShareAnIdentifier() {
        assertThat(arrange("b,a,client", "c,b", "b,b,server", "d,b", "a,-"))
                .isEqualTo("a(1,10,1) b(2,9,1) b(3,8,2) c(4,5,0) d(6,7,0)");
        assertThat(arrange("a,-", "b,a,client", "b,b,server", "c,c,server", "c,b,client"))
                .isEqualTo("a(1,10,1) b(2,9,1) b(3,8,1) c(4,7,1) c(5,6,0)");
    }

    @Test
    void anIdentifierBorneByThreeLeavesTheTraceUnnumbered() {
        assertThat(arrange("a,-", "b,b", "b,b", "b,b")).isEqualTo("a(0,0,0) b(0,0,0) b(0,0,0) b(0,0,0)");
    }

    @Test
    void everySpanGetsExactlyOnePlaceInAnyGraph() {
        var random = new SplittableRandom(7);
        var tree = new TreeOrder();
        for (int round = 0; round < 2000; round++) {
            int count = random.nextInt(1, 60);
            long[] ids = random.longs(count, 1, 40).toArray();
            long[] parents = random.longs(count, 0, 45).toArray();
            int[] kinds = random.ints(count, 0, 6).toArray();
            tree.arrange(ids, parents, kinds, count);
            boolean[] seen = new boolean[count];
            for (int i = 0; i < count; i++) {
                assertThat(seen[tree.order[i]]).isFalse();
                seen[tree.order[i]] = true;
                int parent = tree.parent[i];
                if (parent >= 0) assertThat(ids[tree.order[parent]]).isEqualTo(parents[tree.order[i]]);
            }
        }
    }
}
