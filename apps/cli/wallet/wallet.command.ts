import { Command, Option } from 'commander';
import { formatAmount } from '#libs/money/amount-text.js';
import { assetId } from '#libs/money/asset.js';
import type { WalletRole } from '#libs/wallets/wallet.events.js';
import { cliLog } from '../support/cli-log.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { openWallet } from './open-wallet.js';
import { registerWallet } from './register-wallet.js';

interface RegisterOptions {
  readonly id: string;
  readonly operator: string;
  readonly providerId: string;
  readonly role: WalletRole;
}

interface OpenOptions extends Omit<RegisterOptions, 'providerId'> {
  readonly name: string;
}

const roles = ['master', 'operator', 'deposit', 'gas-station'] as const satisfies readonly WalletRole[];

/** `ledger wallet …` */
export function walletCommand(): Command {
  return new Command('wallet')
    .description('wallets of the organisation')
    .addCommand(openCommand())
    .addCommand(registerCommand());
}

function openCommand(): Command {
  return new Command('open')
    .description('open a wallet at the provider, and register it; safe to repeat, it never opens a second one')
    .requiredOption('--id <walletId>', 'our id for it: wal_acme')
    .requiredOption('--operator <operatorId>', 'whose it is: acme')
    .requiredOption('--name <name>', "how the provider's name of it begins; our id follows in brackets")
    .addOption(new Option('--role <role>', 'what it is for').choices(roles).default('operator'))
    .addHelpText('after', '\nReads EVENTSTORE_URL and INABIT_* from the environment; the token is of the API Admin.')
    .action((options: OpenOptions) => runCommand(() => open(options)));
}

async function open({ id: walletId, operator, role, name: title }: OpenOptions): Promise<void> {
  const opened = await openWallet({ walletId, operatorId: operator, role, title }, process.env, cliLog());
  if (opened.outcome === 'refused') throw new Refused(opened.reason);
  if (opened.outcome === 'unknown')
    throw new Refused(`Whether it was opened is not known (${opened.reason}); run this again to look for it`);
  await register({ id: walletId, operator, role, providerId: opened.providerWalletId });
}

function registerCommand(): Command {
  return new Command('register')
    .description(
      'make a wallet of the provider known, book what stands in it as opening funding, record its addresses; safe to repeat',
    )
    .requiredOption('--id <walletId>', 'our id for it: wal_acme')
    .requiredOption('--operator <operatorId>', 'whose it is: acme')
    .requiredOption('--provider-id <id>', "the provider's id of the wallet")
    .addOption(new Option('--role <role>', 'what it is for').choices(roles).default('operator'))
    .addHelpText('after', '\nReads EVENTSTORE_URL and INABIT_* from the environment.')
    .action((options: RegisterOptions) => runCommand(() => register(options)));
}

async function register(options: RegisterOptions): Promise<void> {
  const { id: walletId, operator: operatorId, providerId: providerWalletId, role } = options;
  const registered = await registerWallet({ walletId, operatorId, providerWalletId, role }, process.env, cliLog());
  if (registered.outcome === 'refused') throw new Refused(registered.reason);
  print(`${walletId} is ${registered.name} of ${operatorId}`);
  for (const funds of registered.opening) print(`  ${formatAmount(funds)} ${assetId(funds.asset)}`);
  for (const { chain, reason } of registered.unaddressed)
    print(`  no address${chain === undefined ? '' : ` on ${chain}`} yet, the worker asks again: ${reason}`);
}
