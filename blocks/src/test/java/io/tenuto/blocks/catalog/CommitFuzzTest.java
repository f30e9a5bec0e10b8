package io.tenuto.blocks.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.model.TenantId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes as an object of the catalog: refused, or decoded to what is the same once encoded and decoded again.
///
/// Input: 1 where the rest gets a right head and checksum, the object.
final class CommitFuzzTest {
    private static final int HEAD_BYTES = 9;
    private static final long MEMORY_FACTOR = 512;

    static Stream<Arguments> seeds() {
        var partition = new LogPartition("00000000-0000-4000-8000-000000000001", 1);
        var meta = new BlockMeta("b1", TenantId.SINGLE, "tenuto1", 0, 5, 2, 10, 20, 15, 1, 2, 0, 999, "{}");
        var kept = new Quarantined("q1", TenantId.SINGLE, partition, 3, 9, 2, 77, "why");
        var change = new CatalogChange(
                List.of(meta),
                List.of("b0"),
                List.of(new CoverageMove(partition, 3, 9)),
                List.of(new LogGap(partition, 1, 3, Instant.ofEpochMilli(5))),
                List.of(kept));
        ByteSlice commit = CommitCodec.encode(new CommitCodec.Signed("writer", change));
        ByteSlice state = CommitCodec.encode(new CommitCodec.State(7, change));
        return Stream.of(input(0, commit), input(1, commit), input(1, state))
                .map(input -> Arguments.of((Object) input));
    }

    private static byte[] input(int flag, ByteSlice object) {
        byte[] input = new byte[1 + object.length()];
        input[0] = (byte) flag;
        System.arraycopy(object.array(), object.offset(), input, 1, object.length());
        return input;
    }

    @MethodSource("seeds")
    @FuzzTest
    void objectsAreRefusedOrMeanTheSameOnceWrittenAgain(byte[] input) {
        if (input.length == 0) return;
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        if (input[0] == 1) sealed(bytes);
        ByteSlice object = ByteSlice.of(bytes);
        Allocation.within(MEMORY_FACTOR * input.length, () -> {
            decode(CommitCodec::decode, object);
            decode(CommitCodec::decodeState, object);
        });
        decode(CommitCodec::decode, object).ifPresent(commit -> {
            ByteSlice again = CommitCodec.encode(commit);
            assertThat(CommitCodec.decode(again)).isEqualTo(commit);
        });
        decode(CommitCodec::decodeState, object).ifPresent(state -> {
            assertThat(CommitCodec.decodeState(CommitCodec.encode(state))).isEqualTo(state);
            MemorySnapshot snapshot = MemorySnapshot.of(state);
            assertThat(snapshot.number()).isEqualTo(state.number());
            assertThat(snapshot.gaps()).isEqualTo(state.everything().gaps());
        });
    }

    private static void sealed(byte[] bytes) {
        if (bytes.length < HEAD_BYTES) return;
        byte[] head = {'T', 'N', 'T', 'C', 1};
        System.arraycopy(head, 0, bytes, 0, head.length);
        var crc = new CRC32C();
        crc.update(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
        for (int i = 0; i < 4; i++) bytes[5 + i] = (byte) (crc.getValue() >>> 8 * i);
    }

    private static <T> Optional<T> decode(Function<ByteSlice, T> decoder, ByteSlice object) {
        try {
            return Optional.of(decoder.apply(object));
        } catch (CorruptDataException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }
}
