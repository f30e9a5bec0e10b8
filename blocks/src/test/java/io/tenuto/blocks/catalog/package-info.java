/// The catalog keeps its promises whatever the store does.
package io.tenuto.blocks.catalog;
