package io.tenuto.objectstore.local;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.DiskFile;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.ObjectUpload;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One file per object. A put writes aside, forces, and renames; put-if-absent links instead, which the file system
/// grants to one caller only. What a crash leaves aside goes with [#clearAside].
public final class LocalObjectStore implements ObjectStore {
    /// No tenant can be called so: `~` is not allowed in tenant names.
    private static final String ASIDE = "~aside";
    /// Folders of commits, checkpoints and leases begin so: each name in them is relied on.
    private static final String OURS = "_";

    private final Path root;
    private final Disk disk;
    private final Entropy entropy;

    /// @throws ObjectStoreException if the folder cannot be made or written
    public LocalObjectStore(Path root, Disk disk, Entropy entropy) {
        this.root = root;
        this.disk = disk;
        this.entropy = entropy;
        try {
            disk.createDirectories(root);
            disk.createDirectories(root.resolve(ASIDE));
            // A killed process may have linked a name that was never forced; whoever reads it must be able to rely on
            // it.
            for (String name : disk.list(root)) {
                if (name.startsWith(OURS)) disk.forceDirectory(root.resolve(name));
            }
            disk.forceDirectory(root);
        } catch (IOException e) {
            throw failure("open", new ObjectKey(ASIDE), e);
        }
    }

    /// Removes what earlier processes left aside. Only for who knows that no other process writes here.
    public void clearAside() {
        Path aside = root.resolve(ASIDE);
        try {
            for (String name : disk.list(aside)) disk.delete(aside.resolve(name));
        } catch (IOException e) {
            throw failure("clear", new ObjectKey(ASIDE), e);
        }
    }

    private LocalObjectStore(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
        this.entropy = Entropy.seeded(0);
    }

    /// A folder of somebody else: nothing is made in it, and every write fails.
    public static LocalObjectStore readOnly(Path root, Disk disk) {
        return new LocalObjectStore(root, disk);
    }

    @Override
    public void put(ObjectKey key, ByteSlice content, Deadline deadline) {
        try (ObjectUpload upload = upload(key, deadline)) {
            upload.write(content);
            upload.commit();
        }
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline) {
        Path aside = aside();
        try {
            try (DiskFile file = disk.create(aside)) {
                file.append(content.toByteBuffer());
                file.force();
            }
            Path target = pathOf(key);
            disk.createDirectories(folderOf(target));
            boolean linked = disk.linkIfAbsent(aside, target);
            // Also where the name was there: who linked it, perhaps an earlier try of this, may not have come so far.
            disk.forceDirectory(folderOf(target));
            disk.delete(aside);
            return linked;
        } catch (IOException e) {
            removeQuietly(aside);
            throw failure("put-if-absent", key, e);
        }
    }

    @Override
    public ObjectUpload upload(ObjectKey key, Deadline deadline) {
        Path aside = aside();
        try {
            return new LocalUpload(key, aside, disk.create(aside));
        } catch (IOException e) {
            throw failure("put", key, e);
        }
    }

    private final class LocalUpload implements ObjectUpload {
        private final ObjectKey key;
        private final Path aside;
        private final DiskFile file;
        private boolean committed;

        LocalUpload(ObjectKey key, Path aside, DiskFile file) {
            this.key = key;
            this.aside = aside;
            this.file = file;
        }

        @Override
        public void write(ByteSlice bytes) {
            try {
                file.append(bytes.toByteBuffer());
            } catch (IOException e) {
                throw failure("put", key, e);
            }
        }

        @Override
        public void commit() {
            try {
                file.force();
                Path target = pathOf(key);
                disk.createDirectories(folderOf(target));
                disk.rename(aside, target);
                committed = true;
                disk.forceDirectory(folderOf(target));
            } catch (IOException e) {
                throw failure("put", key, e);
            }
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw failure("put", key, e);
            } finally {
                if (!committed) removeQuietly(aside);
            }
        }
    }

    private Path aside() {
        return root.resolve(ASIDE).resolve(entropy.nextUuid().toString());
    }

    private void removeQuietly(Path path) {
        try {
            disk.delete(path);
        } catch (IOException e) {
            // It stays aside and goes with what crashes leave there.
            return;
        }
    }

    @Override
    public ByteSlice read(ObjectKey key, Deadline deadline) {
        try (DiskFile file = disk.open(pathOf(key))) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
            file.read(0, bytes);
            return ByteSlice.of(bytes.array());
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(key);
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline) {
        try (DiskFile file = disk.open(pathOf(key))) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            file.read(offset, bytes);
            return ByteSlice.of(bytes.array());
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(key);
        } catch (EOFException e) {
            throw new ObjectStoreException(
                    "%s: range at %d of %d bytes ends early".formatted(key, offset, length), false, e);
        } catch (IOException e) {
            throw failure("read", key, e);
        }
    }

    @Override
    public ObjectFacts head(ObjectKey key, Deadline deadline) {
        try {
            return facts(key, pathOf(key));
        } catch (NoSuchFileException e) {
            throw new ObjectNotFoundException(key);
        } catch (IOException e) {
            throw failure("head", key, e);
        }
    }

    private ObjectFacts facts(ObjectKey key, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            return new ObjectFacts(key, file.size(), Instant.ofEpochMilli(disk.modifiedMillis(path)));
        }
    }

    @Override
    public List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline) {
        var keys = new ArrayList<String>();
        try {
            collect(root, "", prefix, keys);
            var found = new ArrayList<ObjectFacts>();
            for (String key : keys.stream().sorted().toList()) {
                if (found.size() == maxCount) break;
                if (key.compareTo(startAfter) <= 0) continue;
                addIfThere(new ObjectKey(key), found);
            }
            return found;
        } catch (IOException e) {
            throw failure("list", new ObjectKey(prefix.isEmpty() ? "all" : prefix), e);
        }
    }

    private void addIfThere(ObjectKey key, List<ObjectFacts> found) throws IOException {
        try {
            found.add(facts(key, pathOf(key)));
        } catch (NoSuchFileException e) {
            // Deleted while we listed: it does not exist any more.
            return;
        }
    }

    private void collect(Path folder, String parent, String prefix, List<String> keys) throws IOException {
        for (String name : disk.list(folder)) {
            String key = parent + name;
            if (parent.isEmpty() && name.equals(ASIDE)) continue;
            Path path = folder.resolve(name);
            if (disk.isDirectory(path)) {
                String below = key + "/";
                boolean leads = below.startsWith(prefix) || prefix.startsWith(below);
                if (leads) collect(path, below, prefix, keys);
            } else if (key.startsWith(prefix)) {
                keys.add(key);
            }
        }
    }

    @Override
    public void delete(ObjectKey key, Deadline deadline) {
        try {
            disk.delete(pathOf(key));
        } catch (IOException e) {
            throw failure("delete", key, e);
        }
    }

    private Path folderOf(Path target) {
        Path folder = target.getParent();
        return folder == null ? root : folder;
    }

    private Path pathOf(ObjectKey key) {
        return root.resolve(key.value());
    }

    private static ObjectStoreException failure(String what, ObjectKey key, IOException cause) {
        return new ObjectStoreException(
                "local store: cannot " + what + " " + key + ": " + cause.getMessage(), true, cause);
    }

    @Override
    public void close() {}
}
