/** A request to the control API. */
export interface ControlRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One endpoint of the control API; the descriptions are what `GET /control` answers. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly does: string;
  readonly body?: string;
  readonly handle: (request: ControlRequest) => unknown;
}

/** An answer other than 200, with the text for people. */
export class ControlError extends Error {
  override readonly name = 'ControlError';

  constructor(
    readonly status: 404 | 409,
    message: string,
  ) {
    super(message);
  }
}
