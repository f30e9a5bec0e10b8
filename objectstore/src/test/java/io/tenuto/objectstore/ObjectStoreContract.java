package io.tenuto.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The behaviour of [ObjectStore], run by every implementation.
public abstract class ObjectStoreContract {
    private static final Deadline NONE = Deadline.none();

    /// A fresh, empty store.
    protected abstract ObjectStore openStore();

    @Test
    void whatIsPutIsRead() {
        try (ObjectStore store = openStore()) {
            store.put(key("a/b"), bytes("hello"), NONE);
            assertThat(store.read(key("a/b"), NONE)).isEqualTo(bytes("hello"));
            store.put(key("a/b"), bytes("again"), NONE);
            assertThat(store.read(key("a/b"), NONE)).isEqualTo(bytes("again"));
            assertThat(store.head(key("a/b"), NONE).sizeBytes()).isEqualTo(5);
        }
    }

    @Test
    void rangesAreExactAndNeverShort() {
        try (ObjectStore store = openStore()) {
            store.put(key("x"), bytes("0123456789"), NONE);
            assertThat(store.read(key("x"), 3, 4, NONE)).isEqualTo(bytes("3456"));
            assertThat(store.read(key("x"), 10, 0, NONE).length()).isZero();
            assertThatThrownBy(() -> store.read(key("x"), 8, 4, NONE))
                    .isInstanceOf(ObjectStoreException.class)
                    .isNotInstanceOf(ObjectNotFoundException.class);
        }
    }

    @Test
    void whatIsMissingIsNotFound() {
        try (ObjectStore store = openStore()) {
            assertThatThrownBy(() -> store.read(key("no"), NONE)).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.read(key("no/no"), 0, 1, NONE)).isInstanceOf(ObjectNotFoundException.class);
            assertThatThrownBy(() -> store.head(key("no"), NONE)).isInstanceOf(ObjectNotFoundException.class);
            store.delete(key("no"), NONE);
        }
    }

    @Test
    void putIfAbsentKeepsTheFirst() {
        try (ObjectStore store = openStore()) {
            assertThat(store.putIfAbsent(key("c/1"), bytes("first"), NONE)).isTrue();
            assertThat(store.putIfAbsent(key("c/1"), bytes("second"), NONE)).isFalse();
            assertThat(store.read(key("c/1"), NONE)).isEqualTo(bytes("first"));
        }
    }

    @Test
    void ofRacingWritersExactlyOneWins() throws Exception {
        try (ObjectStore store = openStore()) {
            for (int round = 0; round < 20; round++) {
                ObjectKey key = key("race/" + round);
                var winners = new AtomicInteger();
                var threads = new ArrayList<Thread>();
                for (int t = 0; t < 8; t++) {
                    ByteSlice mine = bytes("writer " + t);
                    threads.add(Thread.ofVirtual().start(() -> {
                        if (store.putIfAbsent(key, mine, NONE)) winners.incrementAndGet();
                    }));
                }
                for (Thread thread : threads) thread.join();
                assertThat(winners).hasValue(1);
            }
        }
    }

    @Test
    void listsByPrefixInKeyOrderPageByPage() {
        try (ObjectStore store = openStore()) {
            for (String name : List.of("t/b/1", "t/a/2", "t/a/1", "t/ab", "u/1", "t/a/10")) {
                store.put(key(name), bytes(name), NONE);
            }
            assertThat(names(store, "t/", "", 100)).containsExactly("t/a/1", "t/a/10", "t/a/2", "t/ab", "t/b/1");
            assertThat(names(store, "t/a", "", 2)).containsExactly("t/a/1", "t/a/10");
            assertThat(names(store, "t/a", "t/a/10", 10)).containsExactly("t/a/2", "t/ab");
            assertThat(names(store, "nothing", "", 10)).isEmpty();
        }
    }

    @Test
    void anUploadIsVisibleOnlyAfterCommit() {
        try (ObjectStore store = openStore()) {
            try (ObjectUpload upload = store.upload(key("big"), NONE)) {
                upload.write(bytes("one "));
                assertThat(names(store, "big", "", 10)).isEmpty();
                upload.write(bytes("two"));
                upload.commit();
            }
            assertThat(store.read(key("big"), NONE)).isEqualTo(bytes("one two"));
            try (ObjectUpload upload = store.upload(key("dropped"), NONE)) {
                upload.write(bytes("x"));
            }
            assertThat(names(store, "", "", 10)).containsExactly("big");
        }
    }

    @Test
    void deletedObjectsAreGone() {
        try (ObjectStore store = openStore()) {
            store.put(key("d/1"), bytes("x"), NONE);
            store.delete(key("d/1"), NONE);
            assertThat(names(store, "", "", 10)).isEmpty();
            assertThat(store.putIfAbsent(key("d/1"), bytes("y"), NONE)).isTrue();
        }
    }

    private static List<String> names(ObjectStore store, String prefix, String startAfter, int max) {
        return store.list(prefix, startAfter, max, NONE).stream()
                .map(facts -> facts.key().value())
                .toList();
    }

    private static ObjectKey key(String value) {
        return new ObjectKey(value);
    }

    private static ByteSlice bytes(String value) {
        return ByteSlice.utf8(value);
    }
}
