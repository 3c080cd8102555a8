/**
 * What we are told to use and what inabit offers do not fit: an unknown asset, another precision, an unusable URL.
 * Needs a person; never retried. The message holds no secrets.
 */
export class InabitConfigError extends Error {
  override readonly name = 'InabitConfigError';
}
