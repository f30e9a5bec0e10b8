package io.tenuto.objectstore;

import io.tenuto.base.Clock;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.objectstore.local.LocalObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

final class ObjectStoresTest {
    @Nested
    final class InMemory extends ObjectStoreContract {
        @Override
        protected ObjectStore openStore() {
            return new MemoryObjectStore(Clock.system());
        }
    }

    @Nested
    final class OnLocalDisk extends ObjectStoreContract {
        @TempDir
        Path folder;

        @Override
        protected ObjectStore openStore() {
            return new LocalObjectStore(folder, Disk.local(), Entropy.system());
        }
    }

    @Nested
    final class OnSimulatedDisk extends ObjectStoreContract {
        @Override
        protected ObjectStore openStore() {
            return new LocalObjectStore(Path.of("/store"), new SimulatedDisk(1), Entropy.seeded(1));
        }
    }

    @Nested
    final class Metered extends ObjectStoreContract {
        @Override
        protected ObjectStore openStore() {
            return new MeteredObjectStore(new MemoryObjectStore(Clock.system()), Clock.system(), Metrics.none());
        }
    }
}
