/// Foreign blocks show what was put into them.
package io.tenuto.blocks.vparquet5;
