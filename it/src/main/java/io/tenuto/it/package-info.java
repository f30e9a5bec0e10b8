/// Black-box tests and the programs behind them: they start real servers and talk to them as clients do.
@NullMarked
package io.tenuto.it;

import org.jspecify.annotations.NullMarked;
