package io.tenuto.traceql.lang;

/// Something of the span that has a name: an attribute or an intrinsic.
public sealed interface FieldReference extends FieldExpression permits Attribute, IntrinsicField {}
