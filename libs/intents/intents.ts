import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Clock } from '../platform/clock.js';
import { intentCodec, intentDecider, intentStream, type IntentCommand, type Intents } from './intent.js';
import { fingerprintOf, swapFingerprintOf, type IntentTuple, type SwapTuple } from './fingerprint.js';

/** The intent streams: which payouts or swaps asked for exactly this. */
export class IntentStreams {
  constructor(
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  register(payoutId: string, tuple: IntentTuple): Promise<void> {
    const data = { fingerprint: fingerprintOf(tuple), payoutId, now: this.clock.now() };
    return this.execute({ type: 'RegisterIntent', data }, payoutId);
  }

  registerSwap(swapId: string, tuple: SwapTuple): Promise<void> {
    const data = { fingerprint: swapFingerprintOf(tuple), swapId, now: this.clock.now() };
    return this.execute({ type: 'RegisterSwapIntent', data }, swapId);
  }

  find(tuple: IntentTuple): Promise<Intents> {
    return this.load(fingerprintOf(tuple));
  }

  findSwaps(tuple: SwapTuple): Promise<Intents> {
    return this.load(swapFingerprintOf(tuple));
  }

  private async execute(command: IntentCommand, cause: string): Promise<void> {
    await this.store.execute({
      streamName: intentStream(command.data.fingerprint),
      decider: intentDecider,
      codec: intentCodec,
      command,
      metadata: { correlationId: cause, causationId: cause, actor: 'worker' },
    });
  }

  private async load(fingerprint: string): Promise<Intents> {
    const { state } = await this.store.load(intentStream(fingerprint), intentDecider, intentCodec);
    return state;
  }
}
