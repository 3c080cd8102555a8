/**
 * What the approver understands (fact sheet §5.5): a verdict, for ever, or anything but 2xx, after which it asks again
 * in 3 minutes, 10 times in all.
 */
export type ApprovalReply =
  | { readonly status: 200; readonly body: { readonly approved: boolean } }
  | { readonly status: 503; readonly body: { readonly reason: string } };

export function verdict(approved: boolean): ApprovalReply {
  return { status: 200, body: { approved } };
}

/** In doubt: never a no, which would be for ever, and never a yes. */
export function noVerdict(reason: string): ApprovalReply {
  return { status: 503, body: { reason } };
}
