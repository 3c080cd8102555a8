import { z } from 'zod';
import { isTestNetwork, usualNetworks } from '../chains/networks.js';
import { chains } from '../money/asset.js';
import { listOf, optional } from './config.variables.js';
import { environmentVariable } from './process.config.js';

const network = z.enum(chains).exclude(['fiat']);
const expected = 'a list such as ethereum,tron';

/** The blockchains whose money this environment takes and pays (IN-28). */
export const networksConfig = z
  .object({
    LEDGER_ENVIRONMENT: environmentVariable,
    LEDGER_NETWORKS: optional(expected, listOf(',', z.string().pipe(network))),
  })
  .refine(({ LEDGER_ENVIRONMENT: in_, LEDGER_NETWORKS: list = [] }) => in_ === 'test' || !list.some(isTestNetwork), {
    path: ['LEDGER_NETWORKS'],
    error: 'is not valid; expected no test network in the environment live',
  })
  .transform((from) => from.LEDGER_NETWORKS ?? usualNetworks(from.LEDGER_ENVIRONMENT));
