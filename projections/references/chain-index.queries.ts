import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { ChainIndex, type FoundWebhook, type StreamPlace } from '#libs/trace/chain-reader.js';

/** A payout is asked for at most five times; the provider may double each, and somebody may copy its note. */
const provider_ids_max = 100;
const webhooks_max = 500;
const breaks_max = 100;

/** Where a chain left its marks, out of the read models: they may be some moments behind, the streams are not. */
export class ReadModelChainIndex extends ChainIndex {
  constructor(private readonly database: Database) {
    super();
  }

  async entriesOf(id: string): Promise<readonly StreamPlace[]> {
    const rows = await this.database
      .selectFrom('read.balance_entry')
      .select(['stream', 'revision', 'commit_position'])
      .distinct()
      .where('cause', '=', id)
      .orderBy('commit_position')
      .execute();
    return rows.map(({ stream, revision }) => ({ streamName: stream ?? '', revision: BigInt(revision ?? 0) }));
  }

  async providerIdsOf(id: string): Promise<readonly string[]> {
    const rows = await this.database
      .selectFrom('read.resource_reference')
      .select('reference')
      .where('resource_id', '=', id)
      .where('kind', '=', 'provider-id')
      .orderBy('recorded_at')
      .limit(provider_ids_max)
      .execute();
    return rows.map(({ reference }) => reference ?? '');
  }

  /** One transaction may pay many: the address has to be the same as well. */
  async samePaymentAs(id: string): Promise<readonly string[]> {
    const { rows } = await sql<{ resource_id: string }>`
      select theirs.resource_id from read.resource_reference as own
      join read.resource_reference as theirs
        on theirs.reference = own.reference and theirs.kind = own.kind and theirs.resource_id <> own.resource_id
      join read.resource_owner as owner on owner.resource_id = own.resource_id
      join read.resource_owner as other on other.resource_id = theirs.resource_id
      where own.resource_id = ${id} and own.kind in ('transaction-hash', 'address')
        and owner.resource = 'deposit' and other.resource = 'deposit' and other.operator_id = owner.operator_id
      group by theirs.resource_id having count(distinct own.kind) = 2`.execute(this.database);
    return rows.map(({ resource_id: resourceId }) => resourceId);
  }

  async breaksOf(id: string): Promise<readonly string[]> {
    const rows = await this.database
      .selectFrom('read.reconciliation_break')
      .select('break_id')
      .where('ledger_id', '=', id)
      .orderBy('opened_at')
      .limit(breaks_max)
      .execute();
    return rows.map(({ break_id: breakId }) => breakId ?? '');
  }

  async webhooksOf(providerId: string): Promise<readonly FoundWebhook[]> {
    const rows = await this.database
      .selectFrom('read.inbound_webhook')
      .select(['webhook_id', 'ended_revision'])
      .where('subject_id', '=', providerId)
      .orderBy('received_at')
      .limit(webhooks_max)
      .execute();
    return rows.map(({ webhook_id: webhookId, ended_revision: ended }) => ({
      webhookId: webhookId ?? '',
      outcomeRevision: ended === null ? undefined : BigInt(ended),
    }));
  }
}
