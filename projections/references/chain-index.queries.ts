import { sql } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { ChainIndex, type FoundWebhook, type StreamPlace } from '#libs/trace/chain-reader.js';

/** A payout is asked for at most five times; the provider may double each, and somebody may copy its note. */
const provider_ids_max = 100;
const webhooks_max = 500;
const breaks_max = 100;

/** Where a chain left its marks, out of the read models: they may be some moments behind, the streams are not. */
export class ReadModelChainIndex extends ChainIndex {
  constructor(
    private readonly database: Database,
    /** A tenant does not see a sweep that took others' money as well (S-09). */
    private readonly looker: 'tenant' | 'platform',
  ) {
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

  /** A sweep takes all that there is: what came in goes out with the first one that is booked after it. */
  async sweepsOf(id: string): Promise<readonly string[]> {
    const { rows } = await sql<{ cause: string }>`
      select distinct swept.cause from read.balance_entry as credited
      cross join lateral (
        select out.cause from read.balance_entry as out
        where out.account = credited.account and out.asset = credited.asset
          and out.commit_position > credited.commit_position and out.amount_minor < 0
          and out.counter_account = 'transit:' || out.cause
          and exists (select from read.sweep where provider_id = out.cause)
        order by out.commit_position limit 1
      ) as swept
      join read.resource_owner as sweep on sweep.resource_id = swept.cause
      left join read.resource_owner as own on own.resource_id = ${id}
      where credited.cause = ${id} and credited.amount_minor > 0 and credited.account like 'wallet:%:available'
        and (${this.looker} = 'platform' or sweep.operator_id = own.operator_id)`.execute(this.database);
    return rows.map(({ cause }) => cause);
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
