/** A message that is no protobuf. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const;

/**
 * Reads protobuf fields one after the other, of a whole buffer or of a stretch of it. Bytes come as views of the buffer, not
 * copies; texts and inner messages without even a view, of which an event would need some twenty.
 */
export class ProtobufReader {
  private wireType = 0;

  constructor(
    private readonly buffer: Buffer,
    private at = 0,
    private readonly end = buffer.length,
  ) {}

  /** The number of the next field, 0 at the end. Its value has to be read or skipped before the next call. */
  nextField(): number {
    if (this.at === this.end) return 0;
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
    const start = this.enter();
    return this.buffer.subarray(start, this.at);
  }

  text(encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const start = this.enter();
    return this.buffer.toString(encoding, start, this.at);
  }

  message(): ProtobufReader {
    const start = this.enter();
    return new ProtobufReader(this.buffer, start, this.at);
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
        this.enter();
        return;
      case wireTypes.fixed32:
        this.at += 4;
        return;
      default:
        throw new MalformedMessage(`A field has the unknown type ${this.wireType}`);
    }
  }

  /** Where the contents of a field begin; they end where the next begins. */
  private enter(): number {
    if (this.wireType !== wireTypes.lengthDelimited) throw new MalformedMessage('A field has the wrong type');
    const length = this.varint();
    const start = this.at;
    this.at += length;
    if (this.at > this.end) throw new MalformedMessage('A field is cut off');
    return start;
  }

  private byte(): number {
    const byte = this.at < this.end ? this.buffer[this.at++] : undefined;
    if (byte === undefined) throw new MalformedMessage('A number is cut off');
    return byte;
  }
}
