/// Interfaces through which components meet; in one process they are called directly, in a cluster over gRPC.
@NullMarked
package io.tenuto.components.rpc;

import org.jspecify.annotations.NullMarked;
