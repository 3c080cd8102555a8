import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { CreateOutcome } from '../inabit/create-outcome.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import type { InabitWallets } from '../inabit/inabit-wallets.js';
import type { Clock } from '../platform/clock.js';
import { openingCodec, openingStream } from './opening.codec.js';
import type { OpeningRequest } from './opening.events.js';
import { isBegun, nameAtProvider, openingDecider, type Opening, type OpeningCommand } from './opening.js';

export interface WalletToOpen extends Omit<OpeningRequest, 'name'> {
  /** How the provider's name of it begins. */
  readonly title: string;
}

export type OpenedWallet =
  | { readonly outcome: 'opened'; readonly providerWalletId: string }
  /** Nothing was made. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It may have been made: look again later, nothing is asked for meanwhile. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/**
 * Opens a wallet at the provider, once: the claim is in the log before the provider is asked, and an outcome that is not
 * known is looked up by the wallet's name, never asked for again (IN-22). Running it again goes on where it ended.
 */
export class OpenWallet {
  constructor(
    private readonly store: AggregateStore,
    private readonly wallets: InabitWallets,
    private readonly reader: InabitReader,
    private readonly clock: Clock,
  ) {}

  open({ title, ...wanted }: WalletToOpen): Promise<OpenedWallet> {
    return this.openAs({ ...wanted, name: nameAtProvider(title, wanted.walletId) });
  }

  /** The same for what was requested: its name stands in the log. */
  async openAs(request: OpeningRequest): Promise<OpenedWallet> {
    const { walletId } = request;
    const found = await this.findByName(request.name);
    if (typeof found === 'string') return { outcome: 'refused', reason: `The provider: ${found}` };
    const { state: known } = await this.store.load(openingStream(walletId), openingDecider, openingCodec);
    if ((!isBegun(known) || known.status === 'refused') && found.ids.length > 0)
      return { outcome: 'refused', reason: `The provider has a wallet ${request.name} already; register that one` };
    const started = await this.execute(request, { type: 'StartOpening', data: { ...request, now: this.clock.now() } });
    if (started.outcome === 'rejected') return { outcome: 'refused', reason: `${walletId} is being opened otherwise` };
    const { attempt } = mustBeBegun(started.state);
    if (started.events.length > 0) return this.ask(request, attempt);
    return this.lookUp(request, started.state, found);
  }

  /** Only by whoever wrote the claim, right after it. */
  private async ask(request: OpeningRequest, attempt: number): Promise<OpenedWallet> {
    const answered = await this.wallets.createWallet(request.name);
    await this.execute(request, commandFor(answered, attempt, this.clock.now()));
    if (answered.outcome === 'accepted') return { outcome: 'opened', providerWalletId: answered.providerId };
    if (answered.outcome === 'unknown') return { outcome: 'unknown', reason: answered.reason };
    return { outcome: 'refused', reason: answered.reason };
  }

  private async lookUp(request: OpeningRequest, opening: Opening, { ids, evidence }: Found): Promise<OpenedWallet> {
    if (opening.status === 'opened') return { outcome: 'opened', providerWalletId: opening.providerWalletId };
    const [providerWalletId, ...others] = ids;
    if (providerWalletId === undefined)
      return { outcome: 'unknown', reason: `the provider shows no ${request.name} yet` };
    if (others.length > 0)
      return { outcome: 'unknown', reason: `the provider has ${ids.length} wallets ${request.name}` };
    const { attempt } = mustBeBegun(opening);
    const data = { attempt, providerWalletId, evidence, now: this.clock.now() };
    const recorded = await this.execute(request, { type: 'RecordOpened', data });
    if (recorded.outcome === 'accepted') return { outcome: 'opened', providerWalletId };
    return { outcome: 'unknown', reason: `found ${providerWalletId}, but ${recorded.rejection.code}` };
  }

  private async findByName(name: string): Promise<Found | string> {
    const pulled = await this.reader.pullWallets();
    if (pulled.outcome !== 'found') return pulled.reason;
    const ids = pulled.wallets.filter((wallet) => wallet.name === name).map(({ id }) => id);
    return { ids, evidence: evidenceText(pulled.evidence) };
  }

  private execute({ walletId, operatorId }: OpeningRequest, command: OpeningCommand) {
    const metadata = { correlationId: walletId, causationId: walletId, actor: 'operator-console' };
    const opening = { streamName: openingStream(walletId), decider: openingDecider, codec: openingCodec };
    return this.store.execute({ ...opening, command, metadata: { ...metadata, onBehalfOf: operatorId } });
  }
}

interface Found {
  readonly ids: readonly string[];
  readonly evidence: string;
}

function commandFor(answered: CreateOutcome, attempt: number, now: Date): OpeningCommand {
  const seen = { attempt, evidence: evidenceText(answered.evidence), now };
  if (answered.outcome === 'accepted')
    return { type: 'RecordOpened', data: { ...seen, providerWalletId: answered.providerId } };
  const { reason } = answered;
  return { type: answered.outcome === 'unknown' ? 'RecordUnknown' : 'RecordRefusal', data: { ...seen, reason } };
}

function mustBeBegun(opening: Opening): Exclude<Opening, { status: 'none' | 'requested' }> {
  if (!isBegun(opening)) throw new Error('An opening that was started is not there');
  return opening;
}
