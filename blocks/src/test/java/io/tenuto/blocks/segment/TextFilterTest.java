package io.tenuto.blocks.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class TextFilterTest {
    private final StringTable table = new StringTable(true);
    private final AtomicLong learnedBytes = new AtomicLong();
    private final TextFilter filter = new TextFilter(learnedBytes);

    private void grow(int count) {
        for (int i = 0; i < count; i++) table.intern(text(table.size()));
    }

    private static ByteSlice text(int number) {
        return ByteSlice.utf8("value-" + number * 31);
    }

    private boolean mayHold(Dictionary values, int number) {
        return filter.mayHold(values, List.of(text(number)));
    }

    /// How many of a hundred texts that are not there may be there.
    private int perhaps(Dictionary values) {
        int count = 0;
        for (int i = 0; i < 100; i++) if (filter.mayHold(values, List.of(ByteSlice.utf8("no-" + i)))) count++;
        return count;
    }

    @Test
    void noValueIsEverDeniedWhileTheTableGrows() {
        var random = new SplittableRandom(5);
        var views = new ArrayList<Dictionary>();
        for (int round = 0; round < 40; round++) {
            grow(random.nextInt(1, 3000));
            views.add(table.dictionary());
            Dictionary view = views.get(random.nextInt(views.size()));
            for (int i = 0; i < 200; i++) {
                int number = random.nextInt(view.size());
                assertThat(mayHold(view, number))
                        .as("%s of %s", number, view.size())
                        .isTrue();
            }
            assertThat(mayHold(view, view.size() - 1)).isTrue();
        }
    }

    @Test
    void fewValuesAreComparedWithoutAFilter() {
        grow(TextFilter.COMPARED_MAX);
        assertThat(perhaps(table.dictionary())).isZero();
        assertThat(learnedBytes.get()).isZero();
    }

    @Test
    void theSecondQuestionMakesAFilter() {
        grow(50_000);
        assertThat(filter.mayHold(table.dictionary(), List.of(ByteSlice.utf8("no"))))
                .isTrue();
        assertThat(learnedBytes.get()).isZero();
        assertThat(perhaps(table.dictionary())).isLessThan(10);
        assertThat(learnedBytes.get()).isBetween(50_000L, 75_000L);
    }

    @Test
    void whatCameLaterIsComparedUntilItIsMuch() {
        grow(50_000);
        perhaps(table.dictionary());
        long before = learnedBytes.get();
        grow(10_000);
        assertThat(perhaps(table.dictionary())).isLessThan(10);
        assertThat(learnedBytes.get()).isEqualTo(before);
        grow(10_000);
        assertThat(perhaps(table.dictionary())).isLessThan(10);
        assertThat(learnedBytes.get()).isGreaterThan(before);
    }

    /// Whoever asks while another one makes the filter, or while the table grows, gets no wrong answer.
    @Test
    void manyMayAskWhileItGrows() throws InterruptedException {
        grow(2000);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var ends = new AtomicBoolean();
        var latest = new AtomicReference<>(table.dictionary());
        var readers = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            var random = new SplittableRandom(i);
            Thread reader = Thread.ofPlatform().unstarted(() -> {
                while (!ends.get()) {
                    Dictionary view = latest.get();
                    int number = random.nextInt(view.size());
                    assertThat(mayHold(view, number))
                            .as("%s of %s", number, view.size())
                            .isTrue();
                }
            });
            reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            readers.add(reader);
        }
        readers.forEach(Thread::start);
        for (int i = 0; i < 2000; i++) {
            grow(100);
            latest.set(table.dictionary());
        }
        ends.set(true);
        for (Thread reader : readers) reader.join();
        assertThat(failures).isEmpty();
    }
}
