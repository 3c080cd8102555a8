import { z } from 'zod';
import { createLog } from '#libs/platform/logging.js';
import type { WalletToRegister } from '#libs/wallets/register-wallet.job.js';
import { registerWallet } from '../wallet/register-wallet.js';
import type { DemoContext } from './demo-context.js';

export interface DemoWallets {
  readonly master: WalletToRegister;
  readonly operator: WalletToRegister;
  readonly deposits: WalletToRegister;
  readonly gas: WalletToRegister;
}

const sandboxWallets = z.array(z.looseObject({ id: z.string(), name: z.string() }));

/** Makes the Master Wallet, the gas station and one operator's wallets known, each with what stands in it and its addresses. */
export async function openWallets(context: DemoContext): Promise<DemoWallets> {
  const wallets = sandboxWallets.parse(context.sandbox.wallets);
  const idOf = (name: string) => {
    const wallet = wallets.find((candidate) => candidate.name === name);
    if (!wallet) throw new Error(`The sandbox has no wallet ${name}`);
    return wallet.id;
  };
  const master = {
    walletId: 'wal_master',
    operatorId: 'platform',
    providerWalletId: idOf('Master Wallet'),
    role: 'master',
  } as const;
  const operator = {
    walletId: 'wal_acme',
    operatorId: 'acme',
    providerWalletId: idOf('Operator Alpha'),
    role: 'operator',
  } as const;
  const deposits = {
    walletId: 'wal_acme_deposits',
    operatorId: 'acme',
    providerWalletId: idOf('Customer Deposits'),
    role: 'deposit',
  } as const;
  const gas = {
    walletId: 'wal_gas',
    operatorId: 'platform',
    providerWalletId: idOf('Gas Station'),
    role: 'gas-station',
  } as const;
  for (const wallet of [master, operator, deposits, gas]) await open(wallet, context);
  return { master, operator, deposits, gas };
}

async function open(wallet: WalletToRegister, { sandbox, eventStoreUrl, print }: DemoContext): Promise<void> {
  const environment = {
    EVENTSTORE_URL: eventStoreUrl,
    INABIT_URL: sandbox.graphqlUrl,
    INABIT_LOGIN_TOKEN: sandbox.viewerLoginToken ?? sandbox.adminLoginToken,
    INABIT_ORGANIZATION_ID: sandbox.organizationId,
    INABIT_API_ADMIN_ID: sandbox.adminUserId,
  };
  const log = createLog({ app: 'demo', level: 'warn', format: 'pretty', write: print });
  const registered = await registerWallet(wallet, environment, log);
  if (registered.outcome === 'refused') throw new Error(registered.reason);
  const [problem] = registered.unaddressed;
  if (problem) throw new Error(`${wallet.walletId} has no address: ${problem.reason}`);
  print(`  ${registered.name} is ${wallet.walletId}, with ${registered.opening.length} opening balances`);
}
