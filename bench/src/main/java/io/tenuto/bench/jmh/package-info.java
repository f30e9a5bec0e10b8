/// Micro-benchmarks of single kernels, run by `./dev bench jmh`. Open [io.tenuto.bench.jmh.JmhBench] first.
@NullMarked
package io.tenuto.bench.jmh;

import org.jspecify.annotations.NullMarked;
