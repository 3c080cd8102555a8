import type { TimelineStep } from '#libs/trace/timeline.js';
import type { Trace } from '#libs/trace/trace.js';
import type { Caller } from '../access/api-keys.js';
import type { TraceDto, TracedEventDto } from './trace.dto.js';

export function traceResource(trace: Trace, { role }: Pick<Caller, 'role'>): TraceDto {
  const { resource, resourceId, steps, notKnownYet, isCut } = trace;
  return {
    object: 'trace',
    resource,
    id: resourceId,
    url: `/v1/${resource}s/${resourceId}`,
    events: steps.map((step) => eventResource(step, role)),
    not_known_yet: notKnownYet,
    is_cut: isCut,
  };
}

function eventResource(step: TimelineStep, role: Caller['role']): TracedEventDto {
  const { recordedAt, elapsedMs, position, stream, revision, event, actor, sentence, amounts, postings } = step;
  return {
    recorded_at: recordedAt.toISOString(),
    elapsed_ms: elapsedMs,
    position: position.toString(),
    stream,
    revision: revision.toString(),
    event,
    // Who works for the platform is no tenant's business.
    actor: role === 'tenant' && actor.startsWith('user:') ? 'user' : actor,
    description: sentence,
    amounts,
    postings,
  };
}
