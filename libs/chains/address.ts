import type { Chain } from '#libs/money/asset.js';
import { badAddress, type AddressCheck, type AddressFamily } from './address-check.js';
import { bitcoinAddresses } from './bitcoin-address.js';
import { evmAddresses } from './evm-address.js';
import { tronAddresses } from './tron-address.js';

/** Nothing is sent to a bank from here: no text is an address of it. */
const noAddresses: AddressFamily = { check: () => badAddress('wrong-format'), same: () => false };

const families: Readonly<Record<Chain, AddressFamily>> = {
  bitcoin: bitcoinAddresses,
  bsc: evmAddresses,
  ethereum: evmAddresses,
  'ethereum-sepolia': evmAddresses,
  fiat: noAddresses,
  polygon: evmAddresses,
  tron: tronAddresses,
};

/**
 * Whether money can be sent to this address on this chain (S-28). Only the exact ASCII text of an address passes:
 * whitespace, look-alike and invisible characters are in no alphabet of an address.
 */
export function checkAddress(chain: Chain, text: string): AddressCheck {
  const check = families[chain].check(text);
  const foreign = !check.ok && check.problem === 'wrong-format' && isKnownElsewhere(chain, text);
  return foreign ? badAddress('wrong-chain') : check;
}

/** Whether two addresses of a chain are one; their case counts only where it belongs to the address. */
export function sameAddress(chain: Chain, a: string, b: string): boolean {
  return families[chain].same(a, b);
}

/** As a good address of the other family, as a forbidden one, or as one of its test network. */
function isKnownElsewhere(chain: Chain, text: string): boolean {
  const others = Object.values(families).filter((family) => family !== families[chain]);
  return others.some((family) => isKnown(family.check(text)));
}

function isKnown(check: AddressCheck): boolean {
  return check.ok || check.problem === 'forbidden-address' || check.problem === 'wrong-chain';
}
