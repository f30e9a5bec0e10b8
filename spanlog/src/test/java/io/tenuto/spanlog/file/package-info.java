/// The embedded log on real and on simulated disks.
package io.tenuto.spanlog.file;
