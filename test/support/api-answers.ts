import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { loadCheckpoints } from '#libs/read-store/checkpoint.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import type { Projection } from '#libs/read-store/projection.definition.js';
import { projections } from '#projections/registry.js';
import type { LedgerStack } from './ledger-stack.js';

type Answers = ReadonlyMap<string, string>;

/** What a path asks for where its list does not say it: paths with their parameters filled in. */
type Fillings = Readonly<Record<string, readonly string[]>>;

/** Probes say how processes are, not what the books are. */
const probes = /^\/health\//;
const pageOf = 7;
const rebuildMsMax = 60_000;
const inUrl = encodeURIComponent;

/**
 * Every GET route in the OpenAPI document, for all that there is in the log, to both keys: the bytes of each answer by
 * its path. A list is read page after page, and `/{id}` is asked for each of the list above it.
 * @throws for a route of which nobody said here what its parameters are, so that a new one cannot be forgotten.
 */
async function answersOf(stack: LedgerStack): Promise<Answers> {
  const document = (await (await fetch(`${stack.apiUrl}/openapi.json`)).json()) as OpenApi;
  const paths = Object.keys(document.paths).filter((path) => document.paths[path]?.get && !probes.test(path));
  const answers = new Map<string, string>();
  for (const key of [stack.apiKey, stack.platformKey]) {
    const asker = new Asker(stack.apiUrl, key, answers);
    const fillings = await fillingsOf(stack);
    for (const path of paths.toSorted((a, b) => a.length - b.length)) await asker.askAll(path, fillings);
  }
  return answers;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

class Asker {
  private readonly ids = new Map<string, string[]>();

  constructor(
    private readonly apiUrl: string,
    private readonly key: string,
    private readonly answers: Map<string, string>,
  ) {}

  async askAll(path: string, fillings: Fillings): Promise<void> {
    const [list = '', parameters = ''] = path.split('/{id}');
    const told = fillings[path];
    if (told) for (const asked of told) await this.ask(asked);
    else if (!path.includes('{')) await this.askPages(path);
    else if (parameters.includes('{') || !this.ids.has(list)) throw new Error(`Nobody said what to ask ${path} for`);
    else for (const id of this.ids.get(list) ?? []) await this.ask(`${list}/${inUrl(id)}${parameters}`);
  }

  private async askPages(path: string): Promise<void> {
    const ids: string[] = [];
    this.ids.set(path, ids);
    for (let query = `?limit=${pageOf}`; ; ) {
      const page = await this.ask(path + query);
      ids.push(...(page?.data ?? []).flatMap(({ id }) => id ?? []));
      if (!page?.next_cursor) return;
      query = `?limit=${pageOf}&cursor=${inUrl(page.next_cursor)}`;
    }
  }

  /** Undefined where the answer is a refusal, which is an answer too. */
  private async ask(path: string): Promise<Page | undefined> {
    const response = await fetch(this.apiUrl + path, { headers: { authorization: `Bearer ${this.key}` } });
    const text = await response.text();
    if (response.status >= 500) throw new Error(`${path}: ${text}`);
    // Each refusal names its own request.
    const bytes = response.ok ? text : text.replace(/"request_id":"[^"]*"/, '');
    this.answers.set(`${this.key.slice(0, 20)} ${path}`, `${response.status} ${bytes}`);
    return response.ok ? (JSON.parse(text) as Page) : undefined;
  }
}

interface Page {
  readonly data?: readonly { readonly id?: string }[];
  readonly next_cursor?: string | null;
}

async function fillingsOf(stack: LedgerStack): Promise<Fillings> {
  const [references, balances] = await inDatabase(stack, async (database) => [
    await sql<Row>`select distinct reference, reference = resource_id as "isId" from read.resource_reference
      order by 1, 2`.execute(database),
    await sql<Row>`select distinct wallet_id, split_part(asset, '/', 1) as asset from read.account_balance
      where wallet_id is not null order by 1, 2`.execute(database),
  ]);
  const of = (path: string, rows = references.rows) => rows.map(({ reference = '' }) => `${path}/${inUrl(reference)}`);
  const ids = references.rows.filter(({ isId }) => isId);
  return {
    '/v1/references/{reference}': of('/v1/references'),
    // What another reference finds is the trace of one of these.
    '/v1/trace/{reference}': of('/v1/trace', ids),
    '/v1/explain': balances.rows.map(
      ({ wallet_id: wallet = '', asset = '' }) => `/v1/explain?wallet_id=${inUrl(wallet)}&asset=${inUrl(asset)}`,
    ),
    ...(await fillingsOfLog(stack)),
  };
}

type Row = Readonly<Partial<Record<'reference' | 'wallet_id' | 'asset', string>> & { isId?: boolean }>;

/** What stands in no list of the API. */
async function fillingsOfLog(stack: LedgerStack): Promise<Fillings> {
  const [fundings, widgets] = [new Set<string>(), new Set<string>()];
  await inLog(stack, async (streams) => {
    for await (const { data } of streams.readAll('start', { streamPrefixes: ['funding-', 'widget-'] })) {
      const { operatorId, fundingId, widgetId } = data as Readonly<Record<string, string | undefined>>;
      if (operatorId !== undefined && fundingId !== undefined)
        fundings.add(`/v1/operators/${inUrl(operatorId)}/fundings/${inUrl(fundingId)}`);
      if (widgetId !== undefined) widgets.add(`/v1/widgets/${inUrl(widgetId)}`);
    }
  });
  return { '/v1/operators/{id}/fundings/{fundingId}': [...fundings], '/v1/widgets/{id}': [...widgets] };
}

export interface Rebuilt {
  readonly before: Answers;
  readonly after: Answers;
}

/** All answers before and after every read model is gone and made again out of the log, with nothing new in it meanwhile. */
export async function rebuilt(stack: LedgerStack): Promise<Rebuilt> {
  for (let tries = 0; tries < 5; tries++) {
    const head = await headOf(stack);
    const before = await answersOf(stack);
    await dropReadModels(stack);
    if (!stack.kill('projector')) throw new Error('No projector runs');
    await projected(stack);
    const after = await answersOf(stack);
    if ((await headOf(stack)) === head) return { before, after };
  }
  throw new Error('The log does not come to rest');
}

async function headOf(stack: LedgerStack): Promise<bigint> {
  return inLog(stack, async (streams) => (await streams.head())?.commit ?? 0n);
}

/** Everything that the projector ever wrote, its notes of how far it is among them. */
async function dropReadModels(stack: LedgerStack): Promise<void> {
  await inDatabase(stack, async (database) => {
    const { rows } = await sql<{ name: string }>`select nspname as name from pg_namespace
      where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')`.execute(database);
    if (rows.length < projections.length) throw new Error('Some read models were not there');
    await sql`drop schema ${sql.join(rows.map(({ name }) => sql.id(name)))} cascade`.execute(database);
  });
}

/** When every read model has taken in what there is for it. */
async function projected(stack: LedgerStack): Promise<void> {
  const deadline = Date.now() + rebuildMsMax;
  const ends = await inLog(
    stack,
    async (streams) => new Map(await Promise.all(projections.map((each) => endOf(streams, each)))),
  );
  const isThere = async (database: Database): Promise<boolean> => {
    const checkpoints = await loadCheckpoints(database).catch(() => []);
    const places = new Map(checkpoints.map(({ name, position }) => [name, position?.commit ?? 0n]));
    return [...ends].every(([name, end]) => (places.get(name) ?? -1n) >= end);
  };
  await inDatabase(stack, async (database) => {
    while (!(await isThere(database))) {
      if (Date.now() > deadline) throw new Error('The read models were not rebuilt in time');
      await delay(200);
    }
  });
}

async function endOf(streams: EventStreams, { name, streams: streamPrefixes }: Projection): Promise<[string, bigint]> {
  let end = 0n;
  for await (const { position } of streams.readAll('start', { streamPrefixes })) end = position.commit;
  return [name, end];
}

async function inLog<Result>(stack: LedgerStack, work: (streams: EventStreams) => Promise<Result>): Promise<Result> {
  const streams = connectEventStreams({ connectionString: stack.eventStoreUrl, timing: patientTiming });
  try {
    return await work(streams);
  } finally {
    await streams.close();
  }
}

async function inDatabase<Result>(stack: LedgerStack, work: (database: Database) => Promise<Result>): Promise<Result> {
  const database = openDatabase({ url: stack.databaseUrl, connectionsMax: 1 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
