import { printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { failure } from '#apps/inabit-sandbox/graphql/errors.js';
import type { Behaviour, Scenario, ScenarioName } from './scenario.js';

/** What becomes of one request. */
export interface Plan {
  /** Whether the operation is run at all. */
  readonly executes: boolean;
  /** For a creation: how many of it. */
  readonly copies: number;
  /** For a creation: not now, but so much later. */
  readonly landsAfterMs: number | undefined;
  readonly behaviour: Behaviour;
  readonly answer: Answer;
}

export type Answer =
  | { readonly kind: 'as-is'; readonly afterMs: number }
  | { readonly kind: 'none'; readonly connection: 'closed' | 'open' }
  | { readonly kind: 'replaced'; readonly response: RawResponse }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'padded'; readonly bytes: number };

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const plainPlan: Plan = {
  executes: true,
  copies: 1,
  landsAfterMs: undefined,
  behaviour: {},
  answer: { kind: 'as-is', afterMs: 0 },
};

/** @param draw 0 to 1: where in its range a delay falls. */
export function planOf(scenario: Scenario, operation: string, draw: number): Plan {
  return { ...plainPlan, ...changes[scenario.scenario](scenario, { operation, delayMs: delayOf(scenario, draw) }) };
}

interface Circumstances {
  readonly operation: string;
  readonly delayMs: number;
}

const closed: Answer = { kind: 'none', connection: 'closed' };

const changes: Record<ScenarioName, (scenario: Scenario, circumstances: Circumstances) => Partial<Plan>> = {
  accept: () => ({}),
  decline: ({ message = 'The request was declined.' }, { operation }) => ({
    executes: false,
    answer: replaced(graphqlFailure(message, operation)),
  }),
  'lose-response-before-acceptance': () => ({ executes: false, answer: closed }),
  'lose-response-after-acceptance': () => ({ answer: closed }),
  'land-late': ({ connection = 'closed' }, { delayMs }) => ({
    landsAfterMs: delayMs,
    answer: { kind: 'none', connection },
  }),
  'error-after-commit': ({ status, message = 'Something went wrong.' }, { operation }) => ({
    answer: replaced(status === undefined ? graphqlFailure(message, operation) : json(status, { error: message })),
  }),
  'duplicate-create': ({ copies = 2 }) => ({ copies }),
  slow: (_, { delayMs }) => ({ answer: { kind: 'as-is', afterMs: delayMs } }),
  'approver-silent': () => ({ behaviour: { approver: 'silent' } }),
  'approval-swallowed': () => ({ behaviour: { approver: 'swallows' } }),
  'duplicate-offers': ({ copies = 2 }) => ({ behaviour: { offerCopies: copies } }),
  fail: ({ when = 'before-broadcast' }) => ({ behaviour: { fails: when } }),
  'double-broadcast': () => ({ behaviour: { broadcasts: 2 } }),
  'swap-slippage': ({ output, percent = 1 }) => ({
    behaviour: output === undefined ? { slippagePercent: percent } : { swapOutput: output },
  }),
  'network-fee': ({ fee = '0' }) => ({ behaviour: { networkFee: fee } }),
  'http-429': ({ committed, retryAfterSeconds = 1 }) => ({
    executes: committed,
    answer: replaced(json(429, { error: 'Too Many Requests' }, waitHeader(retryAfterSeconds))),
  }),
  'http-401': ({ committed }) => ({ executes: committed, answer: replaced(json(401, { error: 'Unauthorized' })) }),
  'http-403': ({ committed }) => ({ executes: committed, answer: replaced(json(403, { error: 'Forbidden' })) }),
  'http-500': ({ committed, status = 500 }) => ({
    executes: committed,
    answer: replaced(json(status, { error: 'Internal Server Error' })),
  }),
  'http-502-html': ({ committed }) => ({ executes: committed, answer: replaced(badGateway) }),
  'truncated-body': () => ({ answer: { kind: 'truncated' } }),
  'huge-body': ({ bytes = 8_000_000 }) => ({ answer: { kind: 'padded', bytes } }),
};

const badGateway: RawResponse = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n',
};

function delayOf({ delayMs = 1_000, delayMsMax = delayMs }: Scenario, draw: number): number {
  return delayMs + Math.max(0, delayMsMax - delayMs) * draw;
}

function replaced(response: RawResponse): Answer {
  return { kind: 'replaced', response };
}

function graphqlFailure(text: string, operation: string): RawResponse {
  return json(200, { errors: [failure(text, operation)], data: null });
}

function waitHeader(seconds: number): Readonly<Record<string, string>> {
  return seconds === 0 ? {} : { 'retry-after': String(seconds) };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}): RawResponse {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: printExact(body) };
}
