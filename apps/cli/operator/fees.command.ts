import { Command } from 'commander';
import { formatAmount, parseAmount } from '#libs/money/amount-text.js';
import { assetId, findAsset } from '#libs/money/asset.js';
import type { Money } from '#libs/money/money.js';
import type { OperatorFeesSet } from '#libs/operators/operator.events.js';
import type { OperatorCommand } from '#libs/operators/operator.js';
import { Refused, runCommand } from '../support/run-command.js';

interface FeesOptions {
  readonly shareBps: string;
  readonly flat?: string;
  readonly asset?: string;
  readonly by: string;
}

type Change = (operatorId: string, by: string, commandAt: (now: Date) => OperatorCommand) => Promise<void>;

/** `ledger operator fees`: what the platform takes of an operator (API-28). */
export function operatorFeesCommand(change: Change): Command {
  return new Command('fees')
    .description('what the platform takes of an operator from now on, instead of what it took before; safe to repeat')
    .argument('<operatorId>')
    .requiredOption('--share-bps <number>', 'of each payout, in hundredths of a per cent: 25 is 0.25 %')
    .option('--flat <amount>', 'at the beginning of each month (UTC): 500')
    .option('--asset <asset>', 'of the flat fee: EUR@fiat')
    .requiredOption('--by <person>', 'who decides')
    .addHelpText(
      'after',
      `
The share is by the plan in force when a payout settles; the first flat fee is for the month that begins next. Both are
owed by the operator (receivable:<operatorId>); no wallet changes. ledger statement shows them.`,
    )
    .action((operatorId: string, options: FeesOptions) => runCommand(() => set(operatorId, options, change)));
}

async function set(operatorId: string, options: FeesOptions, change: Change): Promise<void> {
  if (!/^\d{1,5}$/.test(options.shareBps)) throw new Refused('--share-bps has to be a whole number, such as 25');
  const shareBps = Number(options.shareBps);
  const flat = flatOf(options);
  await change(operatorId, options.by, (now) => ({
    type: 'SetFees',
    data: { shareBps, flat, by: `user:${options.by}`, now },
  }));
}

function flatOf({ flat, asset: name }: FeesOptions): Money | undefined {
  if (flat === undefined && name === undefined) return undefined;
  if (flat === undefined || name === undefined) throw new Refused('--flat and --asset go together');
  const asset = findAsset(name);
  if (!asset) throw new Refused(`${name} is no asset that this ledger knows`);
  const parsed = parseAmount(flat, asset);
  if (!parsed.ok) throw new Refused(`${flat} is no amount of ${assetId(asset)}`);
  return parsed.money;
}

/** The plan in force, for people. */
export function feePlanText(plans: readonly OperatorFeesSet[]): string {
  const plan = plans.at(-1);
  if (!plan) return 'none';
  const { shareBps, flat, by, setAt } = plan;
  const monthly = flat ? `, ${formatAmount(flat)} ${assetId(flat.asset)} a month` : '';
  return `${shareBps} bps of each payout${monthly} (${by}, ${setAt.toISOString()})`;
}
