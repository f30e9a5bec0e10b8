package io.tenuto.components.rpc;

/// One query's place among those that want queriers; all its jobs share it. Nothing but an identity.
public final class QueryLane {}
