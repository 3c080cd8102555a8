import { chains, type Chain } from '#libs/money/asset.js';

const testChains: ReadonlySet<Chain> = new Set<Chain>(['ethereum-sepolia']);

/** The blockchains whose money an environment takes and pays (IN-28). `fiat` is none, and in no list. */
export type Networks = readonly Chain[];

/** Whether what moves on this chain is worth nothing. */
export function isTestNetwork(chain: Chain): boolean {
  return testChains.has(chain);
}

/** Where nothing else is configured: in `live` the main networks; in `test` all, for its provider may name any. */
export function usualNetworks(environment: 'test' | 'live'): Networks {
  return chains.filter((chain) => chain !== 'fiat' && (environment === 'test' || !isTestNetwork(chain)));
}

/** The banks' rail is no network, and none of its money comes from or goes to one. */
export function isAllowed(networks: Networks, chain: Chain): boolean {
  return chain === 'fiat' || networks.includes(chain);
}
