package io.tenuto.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Resident memory of a process, as Linux counts it, in mebibytes.
///
/// @param now at the moment
/// @param peak at most so far
public record ProcessMemory(long now, long peak) {
    private static final int KIBIBYTES_PER_MEBIBYTE = 1024;

    public static ProcessMemory of(ProcessHandle process) {
        try {
            long now = 0;
            long peak = 0;
            for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) now = mebibytes(line);
                if (line.startsWith("VmHWM:")) peak = mebibytes(line);
            }
            return new ProcessMemory(now, peak);
        } catch (IOException e) {
            throw new UncheckedIOException("memory of process " + process.pid(), e);
        }
    }

    private static long mebibytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / KIBIBYTES_PER_MEBIBYTE;
    }
}
