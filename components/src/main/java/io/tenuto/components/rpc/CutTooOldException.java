package io.tenuto.components.rpc;

/// The live rows asked for have been dropped since blocks cover them: plan again on a newer snapshot.
public final class CutTooOldException extends RuntimeException {
    public CutTooOldException(LiveCut cut, long floor) {
        super("live data of %s starts at offset %d, asked for %d".formatted(cut.partition(), floor, cut.fromOffset()));
    }
}
