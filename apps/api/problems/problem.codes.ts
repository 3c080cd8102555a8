import { problemStatus as publishedStatus } from '#libs/platform/problem.js';
import { keysOf } from '../fields/keys-of.js';

/** Every code of an error that the API answers with, and its HTTP status: those of S1, and those S1 leaves out. */
export const problemStatus = {
  ...publishedStatus,
  method_not_allowed: 405,
  invalid_state: 409,
  operator_not_live: 409,
  destination_not_in_book: 422,
  network_not_allowed: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid_amount: 422,
  invalid_destination: 422,
  unknown_asset: 422,
  wallet_not_eligible: 422,
  wallet_address_unknown: 422,
  service_unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export const problemCodes = keysOf(problemStatus);

interface ProblemGuide {
  readonly meaning: string;
  /** What the caller does about it. */
  readonly remedy: string;
}

/** What each code means: the page that `docs_url` leads to (API-18). */
export const problemGuides: Readonly<Record<ProblemCode, ProblemGuide>> = {
  invalid_request: {
    meaning: 'The request is malformed: no JSON, a field missing, unknown or of the wrong type, a bad header.',
    remedy: 'Correct what `details` names and send it again. Nothing was stored; the key is still unused.',
  },
  authentication_failed: {
    meaning: 'The API key is missing, unknown, revoked, or belongs to the other environment.',
    remedy: 'Send `Authorization: Bearer pk_test_…` (or `pk_live_…`) with a valid key.',
  },
  forbidden_for_tenant: {
    meaning: 'The key is valid, but lacks the role for this action.',
    remedy: 'Use a key whose role allows it.',
  },
  resource_not_found: {
    meaning: 'It does not exist, or is not visible to this tenant. Both look the same on purpose.',
    remedy: 'Check the id, and that the key belongs to the right tenant.',
  },
  method_not_allowed: {
    meaning: 'The path exists, the method does not.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  idempotency_conflict: {
    meaning: 'The idempotency key was used before, with another request body.',
    remedy: 'Send the first body again, or use a new key for a new instruction.',
  },
  invalid_state: {
    meaning: 'The resource is not in a state in which this can be done.',
    remedy: 'Read the resource again and decide anew.',
  },
  operator_not_live: {
    meaning:
      'The operator’s onboarding is not complete, so its money does not move; `details` names the missing steps.',
    remedy: 'Have the steps done, then send it again. Nothing was stored; the key is still unused.',
  },
  destination_not_in_book: {
    meaning: 'The operator pays to approved addresses of its address book only, and this is none.',
    remedy: 'Have the address added and approved, then send it again. Nothing was stored; the key is still unused.',
  },
  network_not_allowed: {
    meaning: 'The asset is on a blockchain that this environment does not use: a test network in live, for example.',
    remedy:
      'Use an asset on another blockchain, or the other environment. Nothing was stored; the key is still unused.',
  },
  payload_too_large: { meaning: 'The body is larger than 64 kB.', remedy: 'Send less.' },
  unsupported_media_type: {
    meaning: 'The body is not declared as JSON.',
    remedy: 'Send `Content-Type: application/json`, in UTF-8.',
  },
  invalid_amount: {
    meaning: 'The amount is no plain decimal, has more decimals than the asset, is zero, or is too large.',
    remedy: 'Send a decimal string such as `"12.50"`. Nothing was stored; the key is still unused.',
  },
  invalid_destination: {
    meaning: 'The destination is no address on the asset’s chain that money can safely be sent to.',
    remedy: 'Check the address and its chain; `details` gives the reason. Nothing was stored; the key is still unused.',
  },
  unknown_asset: {
    meaning: 'The ledger does not know this asset.',
    remedy: 'Use one of the known assets, such as `USDT@tron`. Nothing was stored; the key is still unused.',
  },
  wallet_not_eligible: {
    meaning: 'The wallet exists and has another role than is needed here; `details` names it.',
    remedy: 'Name a Master Wallet to pay and an operator’s wallet to receive. The key is still unused.',
  },
  wallet_address_unknown: {
    meaning: 'The receiving wallet has no recorded address on the asset’s blockchain.',
    remedy: 'Have the address recorded, or use another wallet or asset. Nothing was stored; the key is still unused.',
  },
  player_limit_exceeded: {
    meaning: 'The amount exceeds the player’s daily, weekly or monthly limit.',
    remedy: 'Wait until the limit’s period ends, or send a smaller amount.',
  },
  method_unavailable: {
    meaning: 'The method is not available for the player’s market or KYC tier.',
    remedy: 'Use another method.',
  },
  rate_limited: {
    meaning: 'Too many requests of this tenant.',
    remedy: 'Wait as long as `Retry-After` says, then back off exponentially.',
  },
  internal_error: {
    meaning: 'A defect of ours. Whether the request had an effect is not known to you yet.',
    remedy: 'Send the same request with the same key again; tell us the `request_id` if it stays.',
  },
  route_degraded: {
    meaning: 'The chosen rail is temporarily degraded.',
    remedy: 'Send the same request with the same key again later.',
  },
  service_unavailable: {
    meaning: 'A store did not answer in time. The request was stored completely or not at all.',
    remedy: 'Wait as long as `Retry-After` says, then send the same request with the same key again.',
  },
};
