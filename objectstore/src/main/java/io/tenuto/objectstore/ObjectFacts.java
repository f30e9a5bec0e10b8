package io.tenuto.objectstore;

import java.time.Instant;

/// What a store says of one object.
public record ObjectFacts(ObjectKey key, long sizeBytes, Instant modified) {}
