package io.tenuto.model;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.HexFormat;

/// A trace identifier of 128 bits. Shorter identifiers are padded with leading zeros. Ordered as unsigned bytes.
public record TraceId(long high, long low) implements Comparable<TraceId> {
    public static final int BYTES = 16;

    /// Reads up to 16 big-endian bytes; fewer are padded with leading zeros.
    public static TraceId of(ByteSlice bytes) {
        Check.argument(bytes.length() <= BYTES, "a trace id has at most 16 bytes, not %s", bytes.length());
        long high = 0;
        long low = 0;
        for (int i = 0; i < bytes.length(); i++) {
            high = (high << 8) | (low >>> 56);
            low = (low << 8) | (bytes.at(i) & 0xFF);
        }
        return new TraceId(high, low);
    }

    /// Parses 1 to 32 hexadecimal digits, either case.
    public static TraceId parse(String hex) {
        Check.argument(!hex.isEmpty() && hex.length() <= 32, "a trace id has 1 to 32 hex digits: %s", hex);
        String padded = "0".repeat(32 - hex.length()) + hex;
        return new TraceId(HexFormat.fromHexDigitsToLong(padded, 0, 16), HexFormat.fromHexDigitsToLong(padded, 16, 32));
    }

    public boolean isZero() {
        return (high | low) == 0;
    }

    public byte[] toByteArray() {
        byte[] bytes = new byte[BYTES];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (high >>> (56 - 8 * i));
            bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
        }
        return bytes;
    }

    /// 32 lowercase hexadecimal digits.
    public String toHex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /// Lowercase hexadecimal digits without leading zeros; "0" for the zero identifier.
    public String toShortHex() {
        String full = toHex();
        int start = 0;
        while (start < full.length() - 1 && full.charAt(start) == '0') start++;
        return full.substring(start);
    }

    @Override
    public int compareTo(TraceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return toHex();
    }
}
