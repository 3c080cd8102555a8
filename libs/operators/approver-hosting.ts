import { accept, reject, type Decision } from '../decider/decider.js';
import type { ApproverHost, ApproverHostingRecorded, OnboardingStep, OperatorEvent } from './operator.events.js';

/** Who runs the operator's approver, where, and in which version (IN-03). */
export interface RecordHosting {
  readonly hostedBy: ApproverHost;
  readonly endpoint: string;
  readonly version: string;
  readonly by: string;
  readonly now: Date;
}

export type HostingRejection =
  | { readonly code: 'approver-endpoint-malformed' }
  | { readonly code: 'approver-version-malformed' }
  | { readonly code: 'approver-hosted-otherwise'; readonly hostedBy: ApproverHost };

/** No path, no user, no query: those are where secrets stand. Short labels, so that no token passes for a host. */
const endpointShape = /^(?:https?:\/\/)?[A-Za-z0-9-]{1,32}(?:\.[A-Za-z0-9-]{1,32}){0,7}(?::\d{1,5})?$/;
const versionShape = /^[A-Za-z0-9][A-Za-z0-9.+-]{0,31}$/;

/** `paired`: the step of its pairing, while that holds. The host of a paired approver changes with its pairing only. */
export function recordHosting(
  operatorId: string,
  { now: recordedAt, ...hosting }: RecordHosting,
  before: { readonly hosting: ApproverHostingRecorded | undefined; readonly paired: OnboardingStep | undefined },
): Decision<OperatorEvent, HostingRejection> {
  const { hostedBy, endpoint, version } = hosting;
  if (!endpointShape.test(endpoint)) return reject({ code: 'approver-endpoint-malformed' });
  if (!versionShape.test(version)) return reject({ code: 'approver-version-malformed' });
  const { hosting: last, paired } = before;
  if (paired?.step === 'approver-paired' && paired.hostedBy !== hostedBy)
    return reject({ code: 'approver-hosted-otherwise', hostedBy: paired.hostedBy });
  const isSame = last?.hostedBy === hostedBy && last.endpoint === endpoint && last.version === version;
  return isSame ? accept() : accept({ type: 'ApproverHostingRecorded', data: { operatorId, ...hosting, recordedAt } });
}
