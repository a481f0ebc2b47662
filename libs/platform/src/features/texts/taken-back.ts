import { z } from 'zod';
import { fact } from '../../events/facts/index.js';

const TakenBackTexts = z
  .object({
    id: z.uuid(),
    version: z.int().min(1),
    eventIds: z.array(z.uuid()).min(1).max(500).describe('The facts that have lost a text: to be read again'),
    classification: z.literal('internal'),
  })
  .meta({ id: 'TakenBackTexts' });

export const textsTakenBack = fact('texts', 'takenBack', TakenBackTexts, {
  summary: 'A text was taken back from earlier facts, which have to be read again from the stream.',
});

/** Nothing was changed; `places` says where, and never the words. */
export class TakeBackRefused extends Error {
  constructor(
    message: string,
    readonly places: readonly string[] = [],
  ) {
    super(message);
  }
}
