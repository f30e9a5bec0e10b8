package io.tenuto.app;

import io.tenuto.base.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second process off a data path. The lock is the operating system's and ends with the process.
final class DataPathLock implements AutoCloseable {
    private final FileChannel channel;

    private DataPathLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws IllegalStateException naming the holder if another process has the path
    static DataPathLock acquire(Path dataPath) throws IOException {
        Disk.local().createDirectories(dataPath);
        Path file = dataPath.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new IllegalStateException("data path " + dataPath + " is in use by " + holder);
        }
        ProcessHandle self = ProcessHandle.current();
        String holder = "process " + self.pid() + ", started "
                + self.info().startInstant().map(Object::toString).orElse("at an unknown time") + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        return new DataPathLock(channel);
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
