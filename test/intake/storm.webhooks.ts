import { setTimeout as delay } from 'node:timers/promises';
import { seededText } from '#bench/support/seeded.js';
import type { MoneyInStage } from '#test/support/money-in-stage.js';
import type { StormProvider } from './storm.provider.js';
import { pick, type Truth } from './storm.truth.js';
import { samples, told } from './told.fixtures.js';

const senders = 32;
/** So many happenings between two times that webhooks are sent. */
const chunk = 40;

export interface Sent {
  readonly genuine: number;
  readonly duplicates: number;
  readonly forged: number;
  readonly lost: number;
}

/** Sends what the truth tells of: a twentieth is lost, three of ten come twice, one of ten is forged, all out of order. */
export async function sendStorm(
  stage: MoneyInStage,
  { truth, provider, random }: { truth: Truth; provider: StormProvider; random: () => number },
): Promise<Sent> {
  const counts = { genuine: 0, duplicates: 0, forged: 0, lost: 0 };
  const waiting: string[] = [];
  const queue = (kind: keyof Sent, body: string): void => {
    counts[kind]++;
    if (kind !== 'lost') waiting.push(body);
  };
  for (const [index, happening] of truth.happenings.entries()) {
    await provider.happen(happening);
    const body = provider.webhook(happening);
    queue(random() < 0.05 ? 'lost' : 'genuine', body);
    if (random() < 0.475) queue('duplicates', waiting.length > 0 ? pick(random, waiting) : body);
    if (random() < 0.158) queue('forged', forgery(random, provider));
    if (index % chunk === chunk - 1) await send(stage, drawn(random, waiting, waiting.length * 0.6));
  }
  await send(stage, drawn(random, waiting, waiting.length));
  return counts;
}

/** Tells of money that never came: of nobody's, of somebody's, and of nothing that can be read. */
export function forgery(random: () => number, provider: StormProvider): string {
  const known = provider.ids.filter((id) => id !== undefined);
  const id = random() < 0.5 && known.length > 0 ? pick(random, known) : `c${seededText(random, 24)}`;
  const status = `"${pick(random, ['Completed', 'Swept', 'Failed', 'PendingFork', 'Overcharge', 'Pondering'])}"`;
  const amount = String(Math.floor(random() * 1e9));
  return pick(random, [
    () => told(samples.updated, { transactionId: `"${id}"`, status, amount }),
    () => told(samples.received, { transactionId: `"${id}"`, status, amount }),
    () => told(samples.purchaseCompleted, { purchaseId: `"${id}"`, status, amount }),
    () => told(samples.updated, { event: '"MoneyArrived"', amount }),
    () => samples.updated.slice(0, Math.floor(random() * 300)),
  ])();
}

export async function send(stage: MoneyInStage, bodies: readonly string[]): Promise<void> {
  const left = bodies.values();
  const work = async (): Promise<void> => {
    for (const body of left) await deliver(stage, body);
  };
  await Promise.all(Array.from({ length: senders }, work));
}

/** As the provider does: again when it is not answered with 200, five times (DW-20). */
async function deliver(stage: MoneyInStage, body: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const status = await stage.post(body);
    if (status === 200) return;
    if (tries === 5) throw new Error(`A webhook was answered with ${status}`);
    await delay(2_000);
  }
}

/** Takes so many out, at random. */
function drawn(random: () => number, from: string[], count: number): string[] {
  const taken: string[] = [];
  while (taken.length < count && from.length > 0) {
    const index = Math.floor(random() * from.length);
    const last = from.pop() ?? '';
    taken.push(from[index] ?? last);
    if (index < from.length) from[index] = last;
  }
  return taken;
}
