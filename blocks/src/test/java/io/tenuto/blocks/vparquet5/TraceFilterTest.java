package io.tenuto.blocks.vparquet5;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class TraceFilterTest {
    private static byte[] id(int last) {
        byte[] id = new byte[16];
        id[15] = (byte) last;
        return id;
    }

    @Test
    void hashesAreThePublishedOnes() {
        long[] parts = new long[2];
        Murmur3.hash(id(1), 16, parts, 0);
        assertThat(HexFormat.of().toHexDigits(parts[0])).isEqualTo("23eff26357c48224");
        assertThat(HexFormat.of().toHexDigits(parts[1])).isEqualTo("01897af0aa0ca051");
    }

    @Test
    void membersAreFoundInTheirShard() {
        // 160 bits, 7 hashes: the shard that holds the identifiers ending in 1, 2, 4 and 8.
        byte[] shard = HexFormat.of()
                .parseHex("00000000000000a0" + "0000000000000007" + "00000000000000a0" + "c002080400020114"
                        + "1000a0330a302020" + "0000000000204032");
        for (int last : new int[] {1, 2, 4, 8}) {
            assertThat(TraceFilter.shardOf(id(last), 3)).isEqualTo(2);
            assertThat(TraceFilter.mayContain(ByteSlice.of(shard), id(last))).isTrue();
        }
        int strangers = 0;
        for (int last = 20; last < 120; last++) {
            if (TraceFilter.mayContain(ByteSlice.of(shard), id(last))) strangers++;
        }
        assertThat(strangers).isLessThan(10);
    }
}
