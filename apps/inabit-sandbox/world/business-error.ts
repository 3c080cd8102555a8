/** What the provider says no to; the text is what a person would read. */
export class BusinessError extends Error {
  override readonly name = 'BusinessError';
}
