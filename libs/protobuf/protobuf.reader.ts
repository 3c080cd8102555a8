/** A message that is no protobuf. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/** Reads protobuf fields one after the other. Bytes come as views of the buffer, not copies. */
export class ProtobufReader {
  private wireType = 0;
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  /** The number of the next field, 0 at the end. Its value has to be read or skipped before the next call. */
  nextField(): number {
    if (this.at === this.buffer.length) return 0;
    const tag = this.varint();
    this.wireType = tag & 7;
    return Math.floor(tag / 8);
  }

  /** A whole number; exact up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** A whole number of 64 bits, exact. */
  bigVarint(): bigint {
    let low = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      const byte = this.byte();
      low += (byte & 0x7f) * scale;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 49n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  }

  bytes(): Buffer {
    if (this.wireType !== wireTypes.lengthDelimited) throw new MalformedMessage('A field has the wrong type');
    const length = this.varint();
    const start = this.at;
    this.at += length;
    if (this.at > this.buffer.length) throw new MalformedMessage('A field is cut off');
    return this.buffer.subarray(start, this.at);
  }

  message(): ProtobufReader {
    return new ProtobufReader(this.bytes());
  }

  skip(): void {
    switch (this.wireType) {
      case wireTypes.varint:
        this.varint();
        return;
      case wireTypes.fixed64:
        this.at += 8;
        return;
      case wireTypes.lengthDelimited:
        this.bytes();
        return;
      case wireTypes.fixed32:
        this.at += 4;
        return;
      default:
        throw new MalformedMessage(`A field has the unknown type ${this.wireType}`);
    }
  }

  private byte(): number {
    const byte = this.buffer[this.at++];
    if (byte === undefined) throw new MalformedMessage('A number is cut off');
    return byte;
  }
}
