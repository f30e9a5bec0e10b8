/// Spans of programs that we did not write, from their sender to the answer.
package io.tenuto.it.realinput;
