package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;

/// The spans of a request that belong to one partition, as a request of their own.
record RequestPart(int partition, ByteSlice message) {}
