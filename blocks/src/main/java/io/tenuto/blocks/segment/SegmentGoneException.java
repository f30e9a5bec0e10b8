package io.tenuto.blocks.segment;

/// The rows of a segment file have been let go while somebody read them: blocks answer for them now. Who planned over
/// them plans once more.
public final class SegmentGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SegmentGoneException(String name, Throwable cause) {
        super("segment file " + name + " is no longer there", cause);
    }
}
