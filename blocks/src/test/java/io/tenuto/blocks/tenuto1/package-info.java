/// Blocks give back what they took, answer like the segment that they were made of, and notice damage.
package io.tenuto.blocks.tenuto1;
