import type { JsonObject } from '#libs/decider/json.js';

export const walletCount = 50;
/** The same workload in every run. */
export const seed = 20_250_330;

/** Numbers below `limit`, the same in every run (mulberry32). */
function randomNumbers(): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** Takes events in the order of the log. */
export interface Recorder {
  record(streamName: string, type: string, data: JsonObject): unknown;
}

export type Scenario = (log: Recorder, count: number) => void;

const at = '2025-03-30T01:30:00.000Z';
export const usdt = 'USDT@tron/6';

/** Money that is held and captured: account streams only, one posting in each event. */
export const ledger: Scenario = (log, count) => {
  const random = randomNumbers();
  for (let n = 0; n < count; n += 2) {
    const wallet = `wal_${random(walletCount)}`;
    hold(log, { wallet, id: `hold_${n}`, minor: `${1 + random(1_000_000_000)}` });
  }
};

/** Whole payouts: seven events in two streams. */
export const payoutLives: Scenario = (log, count) => {
  const random = randomNumbers();
  for (let n = 0; n < count; n += 7) {
    const wallet = `wal_${random(walletCount)}`;
    payout(log, { wallet, id: `po_${n}`, minor: `${1 + random(1_000_000_000)}` });
  }
};

interface Movement {
  readonly wallet: string;
  readonly id: string;
  readonly minor: string;
}

function hold(log: Recorder, { wallet, id, minor }: Movement): void {
  const amount = { minor, asset: usdt };
  const base = { walletId: wallet, holdId: id, amount };
  const [available, reserved, out] = [`wallet:${wallet}:available`, `wallet:${wallet}:reserved`, 'external:tron'];
  const stream = `account-${wallet}-${usdt}`;
  log.record(stream, 'FundsHeld.v1', { ...base, postings: [{ from: available, to: reserved, amount }], heldAt: at });
  const postings = [{ from: reserved, to: out, amount }];
  log.record(stream, 'HoldCaptured.v1', { ...base, reference: `tx-${id}`, postings, capturedAt: at });
}

function payout(log: Recorder, { wallet, id, minor }: Movement): void {
  const stream = `payout-${id}`;
  log.record(stream, 'PayoutRequested.v1', {
    payoutId: id,
    operatorId: 'op_1',
    playerId: `player_${id}`,
    walletId: wallet,
    providerWalletId: 'pw_1',
    amount: { minor, asset: usdt },
    destination: `T${id}`,
    idempotencyKey: `key-${id}`,
    requestHash: 'hash',
    requestedAt: at,
  });
  log.record(stream, 'PayoutFundsReserved.v1', { payoutId: id, holdId: id, reservedAt: at });
  const attempt = { payoutId: id, attempt: 1 };
  log.record(stream, 'PayoutAttemptStarted.v1', { ...attempt, note: `note-${id}`, claimedBy: 'worker', startedAt: at });
  const providerId = `provider-${id}`;
  log.record(stream, 'PayoutBound.v1', { ...attempt, providerId, evidence: 'e', via: 'gate', boundAt: at });
  const settled = { payoutId: id, providerId, transactionHash: `0x${id}`, evidence: 'e', settledAt: at };
  log.record(stream, 'PayoutSettled.v1', settled);
  hold(log, { wallet, id, minor });
}
