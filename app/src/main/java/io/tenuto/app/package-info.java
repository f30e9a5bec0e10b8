/// The process: configuration, wiring, life cycle.
///
/// Open [io.tenuto.app.Targets] first: reading it top to bottom is the architecture.
@NullMarked
package io.tenuto.app;

import org.jspecify.annotations.NullMarked;
