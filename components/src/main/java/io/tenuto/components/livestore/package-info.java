/// Recent spans in memory, in log order, until blocks cover them.
///
/// Open [io.tenuto.components.livestore.LiveStore] first. Reads the log and hears of coverage; knows no queries.
@NullMarked
package io.tenuto.components.livestore;

import org.jspecify.annotations.NullMarked;
