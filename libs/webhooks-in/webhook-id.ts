/** Every stream that holds received webhooks or requests to replay them. */
export const inboxStreamPrefix = 'webhooks-';

/** Requests to look at a webhook again. */
export const replayStream = 'webhooks-replays';

export const webhookIdFormat = /^wh_([0-9a-f]{32})_(0|[1-9]\d{0,17})$/;

/** The inbox of one run of one process: it alone writes there, so it knows every revision beforehand. */
export function inboxStream(run: string): string {
  return `${inboxStreamPrefix}${run}`;
}

export function inboxRun(uuid: string): string {
  return uuid.replaceAll('-', '').toLowerCase();
}

/** A webhook's id is its place, so that one can be looked up in the log itself, without a read model. */
export function webhookIdAt(run: string, revision: bigint): string {
  return `wh_${run}_${revision}`;
}

/** Where a webhook stands; undefined when the text is no webhook id. */
export function placeOfWebhook(webhookId: string): { streamName: string; revision: bigint } | undefined {
  const [, run, revision] = webhookIdFormat.exec(webhookId) ?? [];
  if (run === undefined || revision === undefined) return undefined;
  return { streamName: inboxStream(run), revision: BigInt(revision) };
}
