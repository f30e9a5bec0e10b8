/// Turns the log into blocks: read a cycle, write one block per tenant, publish all in one commit.
///
/// Open [io.tenuto.components.blockbuilder.BlockBuilder] first. Reads the log and the catalog only; knows no live data.
@NullMarked
package io.tenuto.components.blockbuilder;

import org.jspecify.annotations.NullMarked;
