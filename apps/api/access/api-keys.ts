import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKey, ApiRole } from '#libs/platform/api.config.js';

/** Who asks. The tenant comes from the credential and from nowhere else (S-09). */
export interface Caller {
  readonly keyId: string;
  readonly operatorId: string;
  readonly role: ApiRole;
}

const bearer = /^Bearer (pk_(test|live)_([A-Za-z0-9]{1,64})_[\x21-\x7e]{1,256})$/i;

/** The keys that this installation takes (API-05): by id, and only those of its own environment (S-02). */
export class ApiKeys {
  private readonly byId: ReadonlyMap<string, ApiKey>;

  constructor(
    keys: readonly ApiKey[],
    private readonly environment: 'test' | 'live',
  ) {
    this.byId = new Map(keys.map((key) => [key.keyId, key]));
  }

  /**
   * Who an `Authorization` header belongs to. Only digests are compared, in constant time, and for an unknown id as
   * well, so that nothing is learnt from how long it takes (S-01).
   */
  authenticate(authorization: string | undefined): Caller | undefined {
    const [, text, environment, keyId] = bearer.exec(authorization ?? '') ?? [];
    if (text === undefined || keyId === undefined) return undefined;
    const key = this.byId.get(keyId);
    const matches = timingSafeEqual(digest(text), key ? Buffer.from(key.sha256, 'hex') : unknownDigest);
    if (!matches || !key || environment !== this.environment) return undefined;
    return { keyId: key.keyId, operatorId: key.operatorId, role: key.role };
  }
}

const unknownDigest = Buffer.alloc(32);

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
