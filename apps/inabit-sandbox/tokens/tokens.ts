import { workingLoginToken } from '#apps/inabit-sandbox/world/lookups.js';
import type { User } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { readJwt, signJwt, type Claims } from './jwt.js';

const day_ms = 86_400_000;

/** Who a request is from, and with which of the two tokens. */
export interface Identity {
  readonly user: User;
  readonly kind: Claims['kind'];
  readonly token: string;
}

/** The two tokens of the Platform API: a login token for 30 days, which buys access tokens for 15 minutes. */
export class Tokens {
  constructor(private readonly store: WorldStore) {}

  /** The same one after a restart, as long as it works. */
  loginToken(user: User): string {
    return workingLoginToken(this.store.world, user.id, this.store.now())?.token ?? this.issueLoginToken(user);
  }

  /** Whether the old one still works afterwards is a setting, since the provider does not say. */
  refreshLoginToken({ user, token }: Identity): string {
    const fresh = this.issueLoginToken(user);
    if (this.store.world.settings.oldLoginTokenDies) this.store.record({ type: 'LoginTokenRevoked', token });
    return fresh;
  }

  accessToken(user: User): string {
    return this.sign('access', user, this.store.world.settings.accessTokenSeconds);
  }

  /** @param authorization the header; undefined is returned for anything but a working token of ours. */
  identify(authorization: string | undefined): Identity | undefined {
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const claims = token === undefined ? undefined : readJwt(token, this.secret());
    const user = claims && this.store.world.users.get(claims.id);
    if (token === undefined || !user || !this.isValid(claims, token)) return undefined;
    return { user, kind: claims.kind, token };
  }

  private isValid({ kind, exp, epoch }: Claims, token: string): boolean {
    const { loginTokens, tokenEpoch } = this.store.world;
    if (exp * 1_000 <= this.store.now()) return false;
    if (kind === 'access') return epoch === tokenEpoch;
    return !loginTokens.some((each) => each.token === token && each.revoked);
  }

  private issueLoginToken(user: User): string {
    const life = this.store.world.settings.loginTokenDays * day_ms;
    const token = this.sign('login', user, Math.floor(life / 1_000));
    this.store.record({ type: 'LoginTokenIssued', userId: user.id, token, expiresAt: this.store.now() + life });
    return token;
  }

  private sign(kind: Claims['kind'], { id }: User, seconds: number): string {
    const { world } = this.store;
    const iat = Math.floor(this.store.now() / 1_000);
    const jti = world.random.uuid(`token ${id}`, world.counters.loginTokens);
    return signJwt({ id, kind, epoch: world.tokenEpoch, jti, iat, exp: iat + seconds }, this.secret());
  }

  private secret(): string {
    return this.store.world.random.hex('jwt secret');
  }
}
