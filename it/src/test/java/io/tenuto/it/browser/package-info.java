/// The page in a real Chromium, driven over its DevTools protocol. Open [io.tenuto.it.browser.PageTest] first.
@NullMarked
package io.tenuto.it.browser;

import org.jspecify.annotations.NullMarked;
