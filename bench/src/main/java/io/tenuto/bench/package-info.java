/// Measurements that anyone can run: data generators, timers, micro-benchmarks. Not part of the server.
@NullMarked
package io.tenuto.bench;

import org.jspecify.annotations.NullMarked;
