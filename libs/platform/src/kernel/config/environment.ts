import { readFileSync } from 'node:fs';
import { z } from 'zod';

// One schema per service declares its environment variables, which are read once, at start. Every value may also come from a
// file (`NATS_PASSWORD_FILE=/run/secrets/nats`), as orchestrators pass secrets.

type Environment = Readonly<Record<string, string | undefined>>;

export class ConfigurationError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Reads `schema` from the environment; throws one error that lists every fault and no value. */
export function readEnvironment<Settings>(
  schema: z.ZodObject & z.ZodType<Settings>,
  env: Environment = process.env,
): Settings {
  const unreadable: string[] = [];
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, valueOf(name, env, unreadable)]));
  const parsed = parseAs<Settings>(schema, given);
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  if (unreadable.length > 0 || !parsed.success) throw new ConfigurationError([...unreadable, ...faults]);
  return parsed.data;
}

const parseAs = <Settings>(schema: z.ZodType<Settings>, given: unknown): z.ZodSafeParseResult<Settings> =>
  schema.safeParse(given);

/** An empty variable is an absent one: that is how compose files and shells write "not set". */
function valueOf(name: string, env: Environment, unreadable: string[]): string | undefined {
  const given = env[name] || undefined;
  const file = env[`${name}_FILE`];
  if (!file) return given;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    unreadable.push(`${name}_FILE: cannot read ${file}`);
    return given;
  }
}

/** What `--print-config` shows: each variable, whether it is required, what it means; never a value. */
export function describeEnvironment(schema: z.ZodObject): string {
  const lines = Object.entries(schema.shape).map(([name, field]) => {
    const optional = z.safeParse(field, undefined).success;
    const description = field instanceof z.ZodType ? (field.description ?? '') : '';
    return `${name.padEnd(24)} ${(optional ? 'optional' : 'required').padEnd(9)} ${description}`;
  });
  return ['Each may also be given as <NAME>_FILE.', ...lines].join('\n');
}
