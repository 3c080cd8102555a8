const text_max = 300;
const secretShapes = /\beyJ[\w-]+\.[\w-]+\.[\w-]*|\bBearer\s+\S+|\bsub_[\w-]+/gi;
const controlCharacters = /\p{Cc}+/gu;

/** A text of the provider, fit for logs and facts: without tokens and control characters, and short. */
export function redact(text: string, secret: string): string {
  const clean = text
    .slice(0, text_max * 10)
    .replaceAll(secret, '[redacted]')
    .replace(secretShapes, '[redacted]');
  return shorten(clean.replace(controlCharacters, ' '));
}

/** Shows that something was left out, so that a pattern that ends in `$` never matches a cut text. */
function shorten(text: string): string {
  return text.length <= text_max ? text : `${text.slice(0, text_max - 1)}…`;
}
