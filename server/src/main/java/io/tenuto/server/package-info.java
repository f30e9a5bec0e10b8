/// Listeners, receivers and routes over HTTP/1.1, HTTP/2 and gRPC.
///
/// Open [io.tenuto.server.TenutoServer] first. The only place that turns our faults into HTTP and gRPC statuses is
/// [io.tenuto.server.Faults].
@NullMarked
package io.tenuto.server;

import org.jspecify.annotations.NullMarked;
