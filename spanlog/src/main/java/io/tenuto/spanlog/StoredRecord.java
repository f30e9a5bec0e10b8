package io.tenuto.spanlog;

/// A record with its place in the log.
public record StoredRecord(long offset, LogRecord record) {}
