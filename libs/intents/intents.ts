import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Clock } from '../platform/clock.js';
import { intentCodec, intentDecider, intentStream, type IntentCommand, type Intents } from './intent.js';
import { fingerprintOf, swapFingerprintOf, type IntentTuple, type SwapTuple } from './fingerprint.js';

interface PayoutAsking {
  readonly payoutId: string;
  readonly operatorId: string;
}

interface SwapAsking {
  readonly swapId: string;
  readonly operatorId: string;
}

/** The intent streams: which payouts or swaps asked for exactly this. */
export class IntentStreams {
  constructor(
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  register({ payoutId, operatorId }: PayoutAsking, tuple: IntentTuple): Promise<void> {
    const data = { fingerprint: fingerprintOf(tuple), payoutId, now: this.clock.now() };
    return this.execute({ type: 'RegisterIntent', data }, { id: payoutId, operatorId });
  }

  registerSwap({ swapId, operatorId }: SwapAsking, tuple: SwapTuple): Promise<void> {
    const data = { fingerprint: swapFingerprintOf(tuple), swapId, now: this.clock.now() };
    return this.execute({ type: 'RegisterSwapIntent', data }, { id: swapId, operatorId });
  }

  find(tuple: IntentTuple): Promise<Intents> {
    return this.load(fingerprintOf(tuple));
  }

  findSwaps(tuple: SwapTuple): Promise<Intents> {
    return this.load(swapFingerprintOf(tuple));
  }

  private async execute(
    command: IntentCommand,
    { id, operatorId }: { readonly id: string; readonly operatorId: string },
  ): Promise<void> {
    await this.store.execute({
      streamName: intentStream(command.data.fingerprint),
      decider: intentDecider,
      codec: intentCodec,
      command,
      metadata: { correlationId: id, causationId: id, actor: 'worker', onBehalfOf: operatorId },
    });
  }

  private async load(fingerprint: string): Promise<Intents> {
    const { state } = await this.store.load(intentStream(fingerprint), intentDecider, intentCodec);
    return state;
  }
}
