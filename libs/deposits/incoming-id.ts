import { base32nopad } from '@scure/base';
import { createHash } from 'node:crypto';
import type { Chain } from '../money/asset.js';

/** 130 bits of the digest, in characters of five bits. */
const id_length = 26;

/** The deposit that a transaction of the provider is, for ever. */
export function depositIdOf(providerId: string): string {
  return `dep_${digestOf('incoming-transaction', providerId)}`;
}

/** The order that a purchase of the provider is, for ever. */
export function orderIdOf(providerId: string): string {
  return `ord_${digestOf('purchase', providerId)}`;
}

/**
 * One output of a transaction on the chain, whoever reports it: a purchase and an unlinked deposit that are the same
 * payment get one key, two addresses that are paid by one transaction get two.
 */
export function incomingIdOf(chain: Chain, transactionHash: string, address: string): string {
  return `inc_${digestOf(chain, caseless(transactionHash), caseless(address))}`;
}

/** One address of a chain. */
export function addressIdOf(chain: Chain, address: string): string {
  return digestOf('address', chain, caseless(address));
}

/** Hexadecimal texts are written in either case; SegWit addresses in capitals too, as in QR codes. */
function caseless(text: string): string {
  const isCaseless = /^0x[\da-f]+$/i.test(text) || /^(?:BC|TB|BCRT)1[02-9AC-HJ-NP-Z]+$/.test(text);
  return isCaseless ? text.toLowerCase() : text;
}

function digestOf(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\0')).digest();
  return base32nopad.encode(digest).slice(0, id_length).toLowerCase();
}
