/** Our words are in kebab case, those of the API in snake case. */
export function snakeCase(word: string): string {
  return word.replaceAll('-', '_');
}
