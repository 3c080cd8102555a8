import { z } from 'zod';

/** What each scenario does to a request; the texts are shown by `GET /control`. */
export const scenarios = {
  accept: 'the request succeeds; uses up its turn, so that a later one meets the next scenario',
  decline: 'a business error with `message`; nothing is created',
  'lose-response-before-acceptance': 'the connection is closed, nothing is created',
  'lose-response-after-acceptance': 'created, then the connection is closed without an answer',
  'land-late':
    'no answer (`connection`: closed at once, or open until the client gives up); created `delayMs` (to `delayMsMax`) later',
  'error-after-commit': 'created, answered with a GraphQL INTERNAL_SERVER_ERROR, or with HTTP `status` when given',
  'duplicate-create': 'one request creates `copies` (2) transactions; the first one is answered',
  slow: 'created, answered after `delayMs` (to `delayMsMax`)',
  'approver-silent': 'created, never offered to the approver',
  'approval-swallowed': 'the approver gets its verdict, but it never arrives: stays PendingApproval',
  'duplicate-offers': 'each question is asked `copies` (2) times at once',
  fail: 'approved, then Failed `when` before-broadcast (default) or after-broadcast',
  'double-broadcast': 'approved once, broadcast twice',
  'swap-slippage':
    'a swap (`operation` createInabitWalletSwap) that brings exactly `output`, or `percent` (1) less than the rate says',
  'network-fee': 'the broadcast costs `fee`, in the native coin',
  'http-429': 'HTTP 429 with Retry-After `retryAfterSeconds` (1; 0 for none)',
  'http-401': 'HTTP 401',
  'http-403': 'HTTP 403',
  'http-500': 'HTTP `status` (500) with a JSON error',
  'http-502-html': 'HTTP 502 with a page of HTML',
  'truncated-body': 'done, but the connection is closed in the middle of the answer',
  'huge-body': 'done, with an answer padded to `bytes` (8 MB)',
} as const;

export type ScenarioName = keyof typeof scenarios;

const scenarioName = z.custom<ScenarioName>(
  (name) => typeof name === 'string' && Object.hasOwn(scenarios, name),
  'no such scenario',
);
const decimal = z.string().regex(/^\d+(\.\d+)?$/, 'not a decimal');
const milliseconds = z.number().nonnegative().max(2_000_000_000);

const common = {
  scenario: scenarioName,
  /** The GraphQL field that it is for; `*` for any. */
  operation: z.string().default('createWithdrawal'),
  delayMs: milliseconds.optional(),
  delayMsMax: milliseconds.optional(),
  connection: z.enum(['closed', 'open']).optional(),
  message: z.string().optional(),
  status: z.int().min(400).max(599).optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
  copies: z.int().min(2).max(100).optional(),
  output: decimal.optional(),
  percent: z.int().min(0).max(100).optional(),
  fee: decimal.optional(),
  bytes: z.int().positive().max(200_000_000).optional(),
  when: z.enum(['before-broadcast', 'after-broadcast']).optional(),
  /** For the `http-…` scenarios: whether the request is executed all the same. */
  committed: z.boolean().default(false),
};

/** A scenario for the next `times` requests; with `note` (a part of it) or `address`, for the next that match. */
export const scenarioRule = z.strictObject({
  ...common,
  times: z.int().positive().default(1),
  note: z.string().min(1).optional(),
  address: z.string().min(1).optional(),
});

/** A scenario that a request meets by chance, when no rule was waiting for it. */
export const randomFaults = z.strictObject({
  seed: z.string().default('faults'),
  faults: z
    .array(z.strictObject({ ...common, probability: z.number().min(0).max(1) }))
    .refine((faults) => faults.reduce((total, { probability }) => total + probability, 0) <= 1, 'more than 1 in all'),
});

export type ScenarioRule = z.infer<typeof scenarioRule>;
export type RandomFaults = z.infer<typeof randomFaults>;
/** What is the same for a rule and a random fault. */
export type Scenario = Omit<ScenarioRule, 'times' | 'note' | 'address'>;

/** How a withdrawal will be treated after its creation. */
export interface Behaviour {
  readonly approver?: 'silent' | 'swallows';
  readonly offerCopies?: number;
  readonly fails?: 'before-broadcast' | 'after-broadcast';
  readonly broadcasts?: number;
  readonly swapOutput?: string;
  readonly slippagePercent?: number;
  readonly networkFee?: string;
}
