import { randomUUID } from 'node:crypto';
import { payoutCommand } from '#apps/cli/payout/payout.command.js';
import { runCli, type CommandRun } from '#apps/cli/support/run-command.spec-support.js';
import { LedgerFacts } from '#apps/api/testing/ledger-facts.js';
import { authorization, TestApi, type Answer } from '#apps/api/testing/test-api.js';
import { money } from '#libs/money/money.js';
import { PayoutStreams } from '#libs/payouts/payout-streams.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { destination, openingFunds, usdt } from '#test/support/payout-stage.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';

export interface Drill {
  /** What the sandbox does to its requests to the provider, one after the other. */
  readonly scenarios?: readonly object[];
  /** What stands in its wallet, in minor units. */
  readonly funds?: bigint;
  /** Looked at only so often; until it has ended or waits for a person unless told. */
  readonly looks?: number;
  /** What a person says of it then: arguments of `ledger payout`. */
  readonly decision?: readonly string[];
}

/** A payout as it was asked for, and with what. */
export interface Drilled {
  readonly request: PayoutRequest;
  readonly requestId: string;
  readonly key: string;
}

/** The public API in front of a stage: payouts come in over HTTP, and people decide by the CLI. */
export class DrillStage {
  private constructor(
    readonly projected: ProjectedStage,
    readonly api: TestApi,
    private readonly gate: StageGate,
  ) {}

  static async start(): Promise<DrillStage> {
    const projected = await ProjectedStage.start();
    const gate = await projected.payouts.startGate();
    const api = await TestApi.start(projected.payouts.eventStoreUrl, projected.postgres.database);
    return new DrillStage(projected, api, gate);
  }

  async play({ scenarios = [], funds, looks, decision }: Drill): Promise<Drilled> {
    const drilled = await this.asked(funds);
    const { payoutId } = drilled.request;
    if (scenarios.length > 0) await this.projected.payouts.sandbox.misbehave(payoutId, ...scenarios);
    const clock = earlierClock();
    const worker = workerProcess(this.projected.payouts, { clock, gateUrl: this.gate.url });
    const look = { worker, clock };
    if (looks === undefined) await carry(this.projected.payouts, drilled.request, look);
    for (let done = 0; done < (looks ?? 0); done++) await worker.advance(payoutId);
    if (!decision) return drilled;
    const { exitCode, errors } = await decide(payoutId, decision);
    if (exitCode !== 0) throw new Error(errors);
    clock.advance(minute);
    await carry(this.projected.payouts, drilled.request, look);
    return drilled;
  }

  /** The same request with the same key again, as a client sends it that has seen no answer. */
  again({ request, key, requestId }: Drilled): Promise<Answer> {
    return this.posted(request.walletId, { 'idempotency-key': key, 'x-request-id': requestId });
  }

  /** Without an answer the same request goes again, as clients are told to. */
  private async posted(walletId: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    for (let tries = 0; ; tries++) {
      const answer = await this.api.post(bodyOf(walletId), headers);
      if (answer.status !== 503 || tries === 10) return answer;
    }
  }

  async get(path: string): Promise<Readonly<Record<string, unknown>>> {
    return (await this.api.ask(path, { headers: authorization('acme') })).body;
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.gate.stop();
    await this.projected.stop();
  }

  private async asked(funds = openingFunds): Promise<Drilled> {
    const walletId = `wal_${randomUUID().slice(0, 8)}`;
    await this.register(walletId);
    await new LedgerFacts(this.projected.payouts.streams).credit(walletId, money(usdt, funds));
    const [key, requestId] = [`key-${walletId}`, `request-${walletId}`];
    const { status, text, body } = await this.posted(walletId, { 'idempotency-key': key, 'x-request-id': requestId });
    if (status !== 201) throw new Error(text);
    const store = this.projected.payouts.aggregates();
    const payout = await new PayoutStreams(store, 'drill').load(String(body['id']));
    if (payout.status === 'absent') throw new Error(`Nothing came of ${text}`);
    return { request: payout.request, requestId, key };
  }

  private async register(walletId: string): Promise<void> {
    const wallet = { walletId, operatorId: 'acme', providerWalletId: this.projected.payouts.providerWalletId(1) };
    const data = { ...wallet, name: walletId, role: 'operator', now: new Date() } as const;
    const metadata = { correlationId: walletId, causationId: walletId, actor: 'drill' };
    const stream = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec, metadata };
    await this.projected.payouts.aggregates().execute({ ...stream, command: { type: 'RegisterWallet', data } });
  }
}

export function decide(payoutId: string, [verb = '', ...decision]: readonly string[]): Promise<CommandRun> {
  return runCli(payoutCommand(), verb, payoutId, ...decision);
}

function bodyOf(walletId: string): object {
  const amount = { amount: '1.25', asset: 'USDT@tron' };
  return { wallet_id: walletId, player_id: 'p_1', ...amount, destination: { address: destination } };
}
