package io.tenuto.spanlog.file;

import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.DiskFile;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk on which forces stand still for as long as the test wants. Thread safe.
final class StalledDisk {
    private final Disk disk;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    StalledDisk(Disk disk) {
        this.disk = disk;
    }

    void stall() {
        gate = new CountDownLatch(1);
    }

    void resume() {
        gate.countDown();
    }

    /// Forces that stand still.
    int waiting() {
        return waiting.get();
    }

    Disk disk() {
        return proxy(Disk.class, disk);
    }

    private <T> T proxy(Class<T> type, T real) {
        InvocationHandler handler = (self, method, arguments) -> {
            if (method.getName().equals("force")) {
                waiting.incrementAndGet();
                gate.await();
                waiting.decrementAndGet();
            }
            try {
                Object result = method.invoke(real, arguments);
                return result instanceof DiskFile file ? proxy(DiskFile.class, file) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
