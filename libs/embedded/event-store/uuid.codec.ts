import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';

const pattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const stringTag = 0x12;
const textLength = 36;

/** A UUID message as lower-case text; undefined when it holds no UUID. */
export function uuidText(id: UUID | undefined): string | undefined {
  const structured = id?.getStructured();
  const text = structured === undefined ? id?.getString().toLowerCase() : structuredText(structured);
  return text !== undefined && pattern.test(text) ? text : undefined;
}

/** The same from an encoded message. */
export function decodeUuid(message: Buffer): string | undefined {
  const isText = message.length === textLength + 2 && message[0] === stringTag && message[1] === textLength;
  if (!isText) return uuidText(sharedPb.UUID.deserializeBinary(message));
  const text = message.toString('latin1', 2).toLowerCase();
  return pattern.test(text) ? text : undefined;
}

/** 16 bytes in hexadecimal as UUID text. */
export function formatUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function structuredText(id: UUID.Structured): string {
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(id.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(id.getLeastSignificantBits()), 8);
  return formatUuid(bytes.toString('hex'));
}
