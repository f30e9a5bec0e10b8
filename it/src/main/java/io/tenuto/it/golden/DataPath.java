package io.tenuto.it.golden;

/// How the recorded data comes into a server.
enum DataPath {
    /// Pushed over OTLP; each file of the input becomes one block.
    PUSHED,
    /// As folders of foreign blocks, read in place.
    BLOCKS
}
