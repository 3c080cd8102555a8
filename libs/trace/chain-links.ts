import { depositStream } from '../deposits/deposit.codec.js';
import { orderStream } from '../deposits/order.codec.js';
import { providerFeeStream } from '../fees/provider-fee.codec.js';
import { fingerprintOf, swapFingerprintOf } from '../intents/fingerprint.js';
import { intentStream } from '../intents/intent.js';
import { payoutStream } from '../payouts/payout.codec.js';
import { breakStream } from '../reconciliation/break.codec.js';
import { swapStream } from '../swaps/swap.codec.js';
import { sweepCodec, sweepStream } from '../sweeps/sweep.codec.js';
import { transferStream } from '../transfers/transfer.codec.js';
import type { ChainEvent } from './chain-event.js';

/** Where the chain goes on. */
export type Link =
  /**
   * A payout, transfer, swap, sweep, deposit, order, break or charge of the provider: its stream, its entries, and what its
   * provider transactions say.
   */
  | { readonly to: 'resource'; readonly noun: ChainNoun; readonly id: string }
  /** The transaction of the provider: its gate, its fee and its webhooks. */
  | { readonly to: 'provider'; readonly providerId: string }
  | { readonly to: 'intent'; readonly streamName: string };

export type ChainNoun = keyof typeof streams;

const streams = {
  payout: payoutStream,
  transfer: transferStream,
  swap: swapStream,
  sweep: sweepStream,
  deposit: depositStream,
  order: orderStream,
  break: breakStream,
  charge: providerFeeStream,
} as const;

const idFields = {
  payout: 'payoutId',
  transfer: 'transferId',
  swap: 'swapId',
  deposit: 'depositId',
  order: 'orderId',
  break: 'breakId',
  charge: 'chargeId',
} as const satisfies Readonly<Record<Exclude<ChainNoun, 'sweep'>, string>>;

export const chainNouns: readonly ChainNoun[] = [
  'payout',
  'transfer',
  'swap',
  'sweep',
  'deposit',
  'order',
  'break',
  'charge',
];

export function streamOf({ noun, id }: { readonly noun: ChainNoun; readonly id: string }): string {
  return streams[noun](id);
}

/** Where the chain of what a reference was found for begins; the references call deposits and orders by one word. */
export function startOf(resource: string, id: string): readonly Link[] {
  const nouns = nounsOf[resource] ?? [];
  return nouns.map((noun) => ({ to: 'resource', noun, id }));
}

const nounsOf: Readonly<Record<string, readonly ChainNoun[]>> = {
  withdrawal: ['payout'],
  transfer: ['transfer'],
  swap: ['swap'],
  sweep: ['sweep'],
  deposit: ['deposit', 'order'],
};

/** Everything that a fact names and that belongs to the same chain. The names of the fields mean the same everywhere. */
export function linksOf(fact: ChainEvent): readonly Link[] {
  return [...resourcesOf(fact), ...providersOf(fact), ...intentsOf(fact), ...differingOf(fact)];
}

/** The ids of what a fact is about. */
export function resourcesOf(fact: ChainEvent): readonly Extract<Link, { to: 'resource' }>[] {
  const { data, type } = fact;
  const named = new Map(Object.entries(data));
  const found = chainNouns.flatMap((noun) => {
    const id: unknown = noun === 'sweep' ? sweepOf(fact) : named.get(idFields[noun]);
    return typeof id === 'string' ? [{ to: 'resource', noun, id } as const] : [];
  });
  if (type !== 'PayoutRequested' || data.purpose.kind !== 'transfer') return found;
  return [...found, { to: 'resource', noun: 'transfer', id: data.purpose.transferId }];
}

/** A sweep has no other id than the provider's, which facts about other movements name as well. */
function sweepOf({ type, data }: ChainEvent): string | undefined {
  const isOfSweep = type === 'SweepApproved' || sweepTypes.has(type);
  return isOfSweep && 'providerId' in data ? data.providerId : undefined;
}

const sweepTypes: ReadonlySet<string> = new Set(sweepCodec.storedTypes.map((type) => type.replace(/\.v\d+$/, '')));

function providersOf({ data }: ChainEvent): readonly Link[] {
  return 'providerId' in data && data.providerId !== undefined ? [{ to: 'provider', providerId: data.providerId }] : [];
}

function intentsOf({ type, data }: ChainEvent): readonly Link[] {
  if (type === 'PayoutRequested') return [{ to: 'intent', streamName: intentStream(fingerprintOf(data)) }];
  if (type !== 'SwapRequested') return [];
  const { providerWalletId, amount, toAsset } = data;
  const fingerprint = swapFingerprintOf({ providerWalletId, amount, toToken: toAsset.token });
  return [{ to: 'intent', streamName: intentStream(fingerprint) }];
}

/** What a break is about; of which noun it is, its id does not say for certain, and only one stream is there. */
function differingOf({ type, data }: ChainEvent): readonly Link[] {
  if (type !== 'BreakOpened' || data.ledgerId === undefined) return [];
  const { ledgerId: id } = data;
  return chainNouns.map((noun) => ({ to: 'resource', noun, id }));
}
