/**
 * Why a text is no destination: it looks like no address of the chain; its checksum does not fit; it is a good address,
 * but of another kind of chain; or what is sent there is lost.
 */
export type AddressProblem = 'wrong-format' | 'bad-checksum' | 'wrong-chain' | 'forbidden-address';

export type AddressCheck = { readonly ok: true } | { readonly ok: false; readonly problem: AddressProblem };

/** How the chains of one family write addresses. */
export interface AddressFamily {
  readonly check: (text: string) => AddressCheck;
  /** Of two texts that both passed `check`. */
  readonly same: (a: string, b: string) => boolean;
}

export const goodAddress: AddressCheck = Object.freeze({ ok: true });

export function badAddress(problem: AddressProblem): AddressCheck {
  return { ok: false, problem };
}

/** A payload that nobody has a key for: one byte all over, as in zero addresses. */
export function isUniform(payload: Uint8Array): boolean {
  return payload.every((byte) => byte === payload[0]);
}

export function orUndefined<Result>(decode: () => Result): Result | undefined {
  try {
    return decode();
  } catch {
    return undefined; // The decoders throw for whatever they cannot read.
  }
}
