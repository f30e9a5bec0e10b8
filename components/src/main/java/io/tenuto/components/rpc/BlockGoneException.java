package io.tenuto.components.rpc;

/// A block of the plan has been deleted: plan again on a newer snapshot.
public final class BlockGoneException extends RuntimeException {
    public BlockGoneException(String blockId, Throwable cause) {
        super("block " + blockId + " is gone", cause);
    }
}
