/// Protobuf and JSON of OTLP and of the query API over byte slices, without an object per span.
///
/// Open [io.tenuto.wire.ProtoReader] first.
@NullMarked
package io.tenuto.wire;

import org.jspecify.annotations.NullMarked;
