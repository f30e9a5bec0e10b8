package io.tenuto.components.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.components.blockbuilder.CyclePolicy.Size;
import io.tenuto.components.blockbuilder.CyclePolicy.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CyclePolicyTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private final CyclePolicy policy =
            new CyclePolicy(new BlockBuilderConfig(Duration.ofSeconds(10), 800, Duration.ofSeconds(1)));

    @Test
    void aCycleEndsWhenItIsFullOldOrAskedFor() {
        assertThat(policy.decide(new Size(0, 0, true), 20 * SECOND, true)).isEqualTo(Verdict.READ_ON);
        assertThat(policy.decide(new Size(1, 799, false), 9 * SECOND, false)).isEqualTo(Verdict.READ_ON);
        assertThat(policy.decide(new Size(1, 800, false), 0, false)).isEqualTo(Verdict.FULL);
        assertThat(policy.decide(new Size(1, 1, false), 10 * SECOND, false)).isEqualTo(Verdict.OLD_ENOUGH);
        assertThat(policy.decide(new Size(1, 1, false), 0, true)).isEqualTo(Verdict.ASKED_FOR);
    }

    @Test
    void withoutMemoryACycleEndsOnceItIsWorthABlock() {
        assertThat(policy.decide(new Size(1, 99, true), 0, false)).isEqualTo(Verdict.READ_ON);
        assertThat(policy.decide(new Size(1, 100, true), 0, false)).isEqualTo(Verdict.SHORT_OF_MEMORY);
        assertThat(policy.decide(new Size(1, 100, false), 0, false)).isEqualTo(Verdict.READ_ON);
    }
}
