/** Postgres takes no NUL in a text; nothing that it stored has one. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
