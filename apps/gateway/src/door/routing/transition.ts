import { inputFault } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import type { OperationRoute, TransitionsRoute } from './router.js';

const Named = z.looseObject({ transition: z.string() });

/** The act that the body names; a refusal for any other name. The rest of the body is checked by the service. */
export function transitionIn({ service, transitions }: TransitionsRoute, body: Uint8Array): OperationRoute {
  const operation = transitions.get(Named.safeParse(jsonOf(body)).data?.transition ?? '');
  if (operation !== undefined) return { service, operation };
  const known = [...transitions.keys()].join(', ');
  throw inputFault('body', 'transition', 'schemaViolation', `must be one of: ${known}`);
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw inputFault(
      'body',
      '',
      'schemaViolation',
      body.length === 0 ? 'a JSON body is required' : 'is not JSON in UTF-8',
    );
  }
}
