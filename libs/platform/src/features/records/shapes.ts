import { HumanReference } from '@passerelle/domain/human-reference';
import { ChangedAt, Instant } from '@passerelle/domain/instant';
import { z } from 'zod';

/** The fields that every record has. */
const common = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
};

const retractedAt = Instant.optional().describe('When it was taken back, as registered in error');

/**
 * The shapes of a record, from its fields: `State` is stored and goes into facts, `View` is what its readers see, `Summary` is an item
 * of a list with the fields that it shows.
 */
export function shapesOf<Fields extends z.ZodRawShape>(
  name: string,
  fields: Fields,
  shown: readonly (keyof Fields & string)[],
) {
  const state = { ...common, ...fields, retractedAt };
  const summary = Object.fromEntries(shown.map((field) => [field, state[field]]));
  return {
    State: z.object(state).meta({ id: `${name}State` }),
    View: z.object({ href: z.url(), ...state, changedAt: ChangedAt }).meta({ id: name }),
    Summary: z.object({ href: z.url(), ...common, ...summary, changedAt: ChangedAt }).meta({ id: `${name}Summary` }),
  };
}
