import { badAddress, goodAddress, isUniform, type AddressCheck, type AddressFamily } from './address-check.js';
import { readBase58Address } from './base58-address.js';

const mainnet = 0x41;
const shape = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;
/** The chain's own black hole. */
const burns: ReadonlySet<string> = new Set(['TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy']);

/** Tron: Base58Check, always 34 characters. */
export const tronAddresses: AddressFamily = { check: checkTronAddress, same: (a, b) => a === b };

function checkTronAddress(text: string): AddressCheck {
  if (!shape.test(text)) return badAddress('wrong-format');
  const address = readBase58Address(text);
  if (address.status === 'unreadable') return badAddress('wrong-format');
  if (address.status === 'bad-checksum') return badAddress('bad-checksum');
  if (address.version !== mainnet) return badAddress('wrong-format');
  return burns.has(text) || isUniform(address.hash) ? badAddress('forbidden-address') : goodAddress;
}
