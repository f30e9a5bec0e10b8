/// Files as the log and the local store need them, so that a simulated disk can stand in for the real one.
///
/// Open [io.tenuto.base.disk.Disk] first. What is not forced may be lost, in any order and in pieces.
@NullMarked
package io.tenuto.base.disk;

import org.jspecify.annotations.NullMarked;
