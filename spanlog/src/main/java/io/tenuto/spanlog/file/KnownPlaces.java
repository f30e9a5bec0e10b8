package io.tenuto.spanlog.file;

import java.util.ArrayDeque;
import java.util.Deque;

/// Which ended log files know where their records lie: the last few that were asked for it. Others forget, and read
/// their file once more when somebody asks again; so a log that nobody could write into blocks for days takes disk and
/// not memory. Thread safe.
final class KnownPlaces {
    /// Readers go through the log file by file: as many of them as there are must not take turns in forgetting.
    private static final int FILES_MIN = 4;

    private final long bytesMax;
    private final Deque<LogFile> files = new ArrayDeque<>();

    KnownPlaces(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// An ended file that knows its places now.
    synchronized void add(LogFile file) {
        files.remove(file);
        files.addLast(file);
        while (files.size() > FILES_MIN && bytes() > bytesMax)
            files.removeFirst().forgetPlaces();
    }

    synchronized void remove(LogFile file) {
        files.remove(file);
    }

    private long bytes() {
        return files.stream().mapToLong(LogFile::placesBytes).sum();
    }
}
