import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const secretsFile = z.strictObject({
  apiKey: z.string().regex(/^pk_test_[A-Za-z0-9]+_[\w-]{43}$/),
  gatePathSecret: z.string().regex(/^[\w-]{24,}$/),
});

/** Made at the first start of a data folder. */
export type Secrets = Readonly<z.output<typeof secretsFile>>;

const testOperator = 'acme';
const platform = 'platform';

/** Reads `secrets.json`, or writes it, for its owner only. @throws when it is there and not what we wrote. */
export function openSecrets(folder: string): Secrets {
  const file = path.join(folder, 'secrets.json');
  if (!existsSync(file)) create(file);
  chmodSync(file, 0o600);
  return read(file);
}

function create(file: string): void {
  const keyId = randomBytes(6).toString('hex');
  const secrets: Secrets = {
    apiKey: `pk_test_${keyId}_${randomBytes(32).toString('base64url')}`,
    gatePathSecret: randomBytes(32).toString('base64url'),
  };
  writeFileSync(`${file}.new`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function read(file: string): Secrets {
  try {
    return secretsFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Error(`${file} is damaged; remove it to get new secrets (API keys given out so far stop working)`);
  }
}

/** Further secrets follow from one that is in every folder, so that older folders have them too. */
export function derivedSecret({ gatePathSecret }: Pick<Secrets, 'gatePathSecret'>, purpose: string): string {
  return createHash('sha256').update(`${purpose} ${gatePathSecret}`).digest('base64url');
}

/** The key of the organisation itself, which moves money between its wallets. */
export function platformApiKey(secrets: Pick<Secrets, 'gatePathSecret'>): string {
  const keyId = createHash('sha256')
    .update(derivedSecret(secrets, 'id of the platform key'))
    .digest('hex')
    .slice(0, 12);
  return `pk_test_${keyId}_${derivedSecret(secrets, 'platform key')}`;
}

/** The keys as the API is told of them: `keyId:operatorId:sha256[:platform]`. */
export function hashedApiKeys(secrets: Secrets): readonly string[] {
  return [hashed(secrets.apiKey, testOperator), `${hashed(platformApiKey(secrets), platform)}:platform`];
}

function hashed(apiKey: string, operatorId: string): string {
  const keyId = apiKey.split('_')[2] ?? '';
  return `${keyId}:${operatorId}:${createHash('sha256').update(apiKey).digest('hex')}`;
}
