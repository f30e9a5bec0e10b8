package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.tenuto1.Layout.Part;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.wire.ProtoReader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumMap;

/// A block as its plain pieces, so that damage gets past compression and checksums of the index.
///
/// Bytes: for each [Part] u16 length, the plain sections, the file up to its index.
final class MadeBlock {
    static final int HEAD_BYTES = 2 * Part.values().length;
    static final String ID = "00000000-0000-4000-8000-000000000009";
    static final ObjectKey KEY = Tenuto1Format.folder(TenantId.SINGLE, ID).child(Tenuto1Format.DATA);

    private MadeBlock() {}

    /// A block's meta and its file.
    record Stored(BlockMeta meta, ByteSlice data) {}

    static byte[] input(Stored block) {
        Layout layout = Layout.parse(block.meta().layout());
        var head = new ByteArrayOutputStream();
        var sections = new ByteArrayOutputStream();
        long index = Long.MAX_VALUE;
        for (Part part : Part.values()) {
            Section section = layout.section(part);
            int from = (int) section.offset();
            byte[] plain = section.plain(block.data().slice(from, from + section.length()))
                    .toByteArray();
            head.write(plain.length);
            head.write(plain.length >> 8);
            sections.writeBytes(plain);
            index = Math.min(index, section.offset());
        }
        head.writeBytes(sections.toByteArray());
        head.writeBytes(block.data().slice(0, (int) index).toByteArray());
        return head.toByteArray();
    }

    /// @param input at least [#HEAD_BYTES]
    static Stored of(byte[] input) {
        var plain = new EnumMap<Part, ByteSlice>(Part.class);
        int at = HEAD_BYTES;
        for (Part part : Part.values()) {
            int length = input[2 * part.ordinal()] & 0xFF | (input[2 * part.ordinal() + 1] & 0xFF) << 8;
            int end = Math.min(input.length, at + length);
            plain.put(part, ByteSlice.of(input, at, end - at));
            at = end;
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes(Arrays.copyOfRange(input, at, input.length));
        var sections = new EnumMap<Part, Section>(Part.class);
        plain.forEach((part, bytes) -> {
            ByteSlice packed = Section.packed(bytes);
            sections.put(part, Section.of(file.size(), packed, bytes.length()));
            file.write(packed.array(), packed.offset(), packed.length());
        });
        String layout = new Layout(file.size(), sections).toJson();
        long rows = rowCount(plain.get(Part.CORE));
        var meta = new BlockMeta(
                ID, TenantId.SINGLE, Tenuto1Format.NAME, 0, rows, 1, 1, 2, 2, 1, 2, 0, file.size(), layout);
        return new Stored(meta, ByteSlice.of(file.toByteArray()));
    }

    /// What the index says, so that the meta agrees with it.
    private static long rowCount(ByteSlice core) {
        var in = new ProtoReader(core);
        long rows = 0;
        try {
            while (in.next()) {
                if (in.field() == 2) rows = in.readVarint();
                else in.skip();
            }
        } catch (CorruptDataException e) {
            return 0;
        }
        return Math.max(0, rows);
    }
}
