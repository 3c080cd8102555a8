import type { Clock } from '#libs/platform/clock.js';
import { errorField } from '../error-field.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import type { InabitLog } from '../inabit-log.js';
import { loginTokenQuery } from '../operations.js';
import { jwtExpiry } from './jwt.js';
import { loginTokenState, type LoginTokenState } from './login-token-state.js';
import { readTokenAnswer } from './token-answer.js';
import type { TokenFile } from './token-file.js';

const day_ms = 24 * 60 * 60_000;
const rotation_due_ms = 15 * day_ms;
const rotation_retry_ms = 10 * 60_000;

export interface LoginTokenSource {
  /** The token that inabit handed over. */
  readonly configured: string;
  /** Where rotated tokens are kept. Without it nothing is rotated: the new token would be lost with the process. */
  readonly file?: TokenFile | undefined;
}

/**
 * The 30-day login token. Rotated once fewer than 15 days are left; a new one is persisted before its first use, so a
 * crash in between costs nothing. Whichever of the configured and the persisted token expires later is used.
 */
export class LoginTokens {
  #token: string;
  /** Received and not persisted yet, because the disk refused: persisted first of all next time. */
  #unpersisted: string | undefined;
  #rotationTriedAt = -Infinity;

  constructor(
    private readonly source: LoginTokenSource,
    private readonly client: GraphqlClient,
    private readonly clock: Clock,
    private readonly log: InabitLog,
  ) {
    this.#token = source.configured;
  }

  /** The token to use now. Not for concurrent calls: the access tokens' single flight calls it. */
  async current(): Promise<string> {
    await this.adoptPersisted();
    await this.#persistLeftOver();
    if (this.#isRotationDue()) await this.#rotate();
    return this.#token;
  }

  /** Takes the token of the file if it expires later, such as one that another process wrote. @returns whether it did */
  async adoptPersisted(): Promise<boolean> {
    const persisted = await this.#readFile();
    if (persisted === undefined || expiryMs(persisted) <= expiryMs(this.#token)) return false;
    this.#token = persisted;
    return true;
  }

  /** Of the token that was used last. */
  state(): LoginTokenState {
    return loginTokenState(jwtExpiry(this.#token), this.clock.now());
  }

  async #readFile(): Promise<string | undefined> {
    try {
      return await this.source.file?.read();
    } catch (error) {
      this.log.error({ code: errorField(error, 'code') }, 'The file of the inabit login token cannot be read');
      return undefined;
    }
  }

  #isRotationDue(): boolean {
    const { status, expiresAt: expiry } = this.state();
    if (!expiry) return false;
    const now = this.clock.now().getTime();
    const left = expiry.getTime() - now;
    if (status !== 'valid') this.log.error({ expiry }, 'The inabit login token expires soon');
    const possible = this.source.file && this.#unpersisted === undefined;
    return Boolean(possible) && left < rotation_due_ms && now - this.#rotationTriedAt >= rotation_retry_ms;
  }

  async #rotate(): Promise<void> {
    this.#rotationTriedAt = this.clock.now().getTime();
    const exchange = await this.client.send({ document: loginTokenQuery, bearer: this.#token });
    const answer = readTokenAnswer(exchange, 'refreshApiUserLoginToken');
    if (!answer.ok) {
      this.log.warn({ observation: answer.observation }, 'The inabit login token could not be rotated');
      return;
    }
    this.#unpersisted = answer.token;
    await this.#persistLeftOver();
  }

  async #persistLeftOver(): Promise<void> {
    if (this.#unpersisted === undefined) return;
    try {
      await this.source.file?.write(this.#unpersisted);
      this.#token = this.#unpersisted;
      this.#unpersisted = undefined;
    } catch (error) {
      this.log.error(
        { code: errorField(error, 'code') },
        'The rotated inabit login token could not be persisted and is not used',
      );
    }
  }
}

/** A token that does not tell its expiry loses against one that does. */
function expiryMs(token: string): number {
  return jwtExpiry(token)?.getTime() ?? -Infinity;
}
