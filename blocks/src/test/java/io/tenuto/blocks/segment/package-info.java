/// Segments give back what they took and present it right.
package io.tenuto.blocks.segment;
