/// What every span log must do.
package io.tenuto.spanlog;
