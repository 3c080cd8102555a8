/** Options that the client knows, in lower case, but for those below. */
const known: ReadonlySet<string> = new Set([
  'maxdiscoverattempts',
  'connectionname',
  'defaultdeadline',
  'discoveryinterval',
  'gossiptimeout',
  'nodepreference',
  'tls',
  'tlscafile',
  'usercertfile',
  'userkeyfile',
  'keepaliveinterval',
  'keepalivetimeout',
]);

/** Options that would do harm or nothing, and why they are refused. */
const refused: ReadonlyMap<string, string> = new Map([
  ['throwonappendfailure', 'makes the client answer wrong revisions'],
  ['tlsverifycert', 'is ignored by the client: give tlsCAFile instead'],
]);

/**
 * What the client would warn about, or pass over in silence, is an error here. Messages never quote the string, for it
 * may hold a password (S-37); the client's own do.
 * @throws Error that says what is wrong with it.
 */
export function checkConnectionString(text: string): void {
  const match = /^esdb(?:\+discover)?:\/\/(?<credentials>[^@/?]+@)?[^@?]+(?:\?(?<options>[^?]*))?$/.exec(text);
  if (!match) throw new Error('The connection string of the event store is malformed');
  const options = new Map((match.groups?.['options'] ?? '').split('&').filter(Boolean).map(splitOption));
  for (const name of options.keys()) {
    const reason = refused.get(name) ?? (known.has(name) ? undefined : 'is unknown');
    if (reason !== undefined) throw new Error(`Option ${name} of the event store's connection string ${reason}`);
  }
  if (match.groups?.['credentials'] !== undefined && options.get('tls') === 'false')
    throw new Error('Without TLS the client drops the credentials of the connection string: give one or the other');
}

function splitOption(option: string): [name: string, value: string] {
  const [name = '', value = ''] = option.split('=');
  return [name.toLowerCase(), value];
}
