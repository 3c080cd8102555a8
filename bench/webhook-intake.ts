import { once } from 'node:events';
import http from 'node:http';
import { Worker } from 'node:worker_threads';
import type { Benchmark, BenchResult, BenchSettings } from './support/benchmark.js';
import { measure, type Contender } from './support/measure.js';
import { seededRandom, seededText } from './support/seeded.js';
import { withStoreProcess } from './support/store-process.js';
import type { IntakeUrls } from './webhook-intake.server.js';

/** From HTTP in to the answer that follows the durable append (F5.8): in groups beside one append for each webhook. */
export const webhookIntake: Benchmark = {
  name: 'webhook-intake',
  summary: 'webhooks from HTTP to their durable acknowledgement: in groups beside one append each',
  defaults: { events: 10_000, concurrency: 128, rounds: 3 },
  run: async (settings) => withStoreProcess(async (connectionString) => compare(connectionString, settings)),
};

async function compare(connectionString: string, settings: BenchSettings): Promise<BenchResult[]> {
  const bodies = seededBodies(settings.seed);
  const agent = new http.Agent({ keepAlive: true, maxSockets: settings.concurrency });
  const contender = (name: string, url: string): Contender => ({
    name,
    operation: async () => post(agent, url, bodies()),
  });
  // A thread of its own for the server: who sends is elsewhere.
  const server = new Worker(new URL('./webhook-intake.server.js', import.meta.url), { workerData: connectionString });
  try {
    const [{ grouped, single }] = (await once(server, 'message')) as [IntakeUrls];
    return await measure([contender('InboxWriter', grouped), contender('append for each', single)], settings);
  } finally {
    agent.destroy();
    await server.terminate();
  }
}

async function post(agent: http.Agent, url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const request = http.request(url, { agent, method: 'POST', headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`Answered with ${response.statusCode}`);
}

/** Of the size of the provider's samples; made beforehand, so that making them is not measured. */
function seededBodies(seed: number): () => string {
  const random = seededRandom(seed);
  const bodies = Array.from({ length: 256 }, () => {
    const data = {
      transactionId: seededText(random, 25),
      status: 'Confirming',
      amount: 5,
      widgetName: seededText(random, 500),
    };
    return JSON.stringify({ event: 'IncomingTransactionReceived', data });
  });
  let next = 0;
  return () => bodies[next++ % bodies.length] ?? '';
}
