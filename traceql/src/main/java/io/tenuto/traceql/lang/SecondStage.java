package io.tenuto.traceql.lang;

/// What happens to finished series.
public sealed interface SecondStage {
    record TopK(long limit) implements SecondStage {}

    record BottomK(long limit) implements SecondStage {}

    /// Keeps the samples that compare true with a constant: an int, a float, or a duration (compared in seconds).
    record Threshold(BinaryOperator operator, Static constant) implements SecondStage {}
}
