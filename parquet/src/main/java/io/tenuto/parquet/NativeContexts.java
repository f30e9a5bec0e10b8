package io.tenuto.parquet;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// Compression contexts outside the heap, kept for use again. Thread safe.
///
/// Whoever decodes a page may be forgotten without being closed, so nothing that is not on the heap belongs to it: a
/// context is lent for the time of one page.
final class NativeContexts<C extends AutoCloseable> {
    private static final int KEPT = 4 * Runtime.getRuntime().availableProcessors();

    static final NativeContexts<ZstdDecompressCtx> DECOMPRESSORS = new NativeContexts<>(ZstdDecompressCtx::new);
    static final NativeContexts<ZstdCompressCtx> COMPRESSORS = new NativeContexts<>(ZstdCompressCtx::new);

    private final Supplier<C> maker;
    private final ArrayBlockingQueue<C> idle = new ArrayBlockingQueue<>(KEPT);

    private NativeContexts(Supplier<C> maker) {
        this.maker = maker;
    }

    /// Calls `use` with a context that nobody else uses meanwhile.
    <T> T lend(Function<C, T> use) {
        C known = idle.poll();
        C context = known == null ? maker.get() : known;
        try {
            return use.apply(context);
        } finally {
            if (!idle.offer(context)) close(context);
        }
    }

    private static void close(AutoCloseable context) {
        try {
            context.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a compression context", e);
        }
    }
}
