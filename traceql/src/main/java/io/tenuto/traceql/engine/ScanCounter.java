package io.tenuto.traceql.engine;

/// Counts what one run does. Used by one thread.
final class ScanCounter {
    private ScanStatistics soFar = ScanStatistics.NONE;
    private long rowsRead;
    private long batches;

    void batch(int rows) {
        batches++;
        rowsRead += rows;
    }

    void add(ScanStatistics more) {
        soFar = soFar.plus(more);
    }

    void covered(ScanUnit unit, int traces, long bytes) {
        add(new ScanStatistics(0, 0, unit.rowCount(), 0, 0, traces, 0, 0, bytes));
    }

    void sources(long visited, long skipped) {
        add(new ScanStatistics(visited, skipped, 0, 0, 0, 0, 0, 0, 0));
    }

    void evaluated(int traces) {
        add(new ScanStatistics(0, 0, 0, 0, 0, 0, traces, 0, 0));
    }

    void gathered(int traces) {
        add(new ScanStatistics(0, 0, 0, 0, 0, 0, 0, traces, 0));
    }

    ScanStatistics total() {
        return soFar.plus(new ScanStatistics(0, 0, 0, rowsRead, batches, 0, 0, 0, 0));
    }
}
