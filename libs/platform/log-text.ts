/** Secrets as they turn up inside of texts that others wrote, such as the messages of errors. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [secret]'],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, '[token]'],
  [/\b(pk_(?:test|live)_[A-Za-z0-9]+)_[\w-]+/g, '$1_[secret]'],
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, '$1[secret]@'],
  [/(\/inabit\/validation\/)[\w-]+/g, '$1[secret]'],
  [/((?:token|secret|password|authorization|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi, '$1[secret]'],
];

const textMax = 4_000;

/** A text that may go into a log: secrets are replaced and its length is bounded (S-37). */
export function scrub(text: string): string {
  const clean = secrets.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text.slice(0, textMax));
  return text.length > textMax ? `${clean}…` : clean;
}

/** Everything that moves a cursor, hides text or changes its direction, other than what JSON escapes anyway. */
const invisible = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Inside of JSON: the remaining control characters as escapes, so that a line is one line on any screen (S-38). */
export function escapeInvisible(json: string): string {
  return json.replace(invisible, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
