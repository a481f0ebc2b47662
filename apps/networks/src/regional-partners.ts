import { distinct } from '@passerelle/domain/distinct';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';

/** The other actors of the Region that take part: an action with one of them is a joint regional one. */
export const RegionalPartners = z
  .array(CodeOf('regionalPartners'))
  .max(10)
  .refine(distinct, 'must not name a regional partner twice')
  .describe('The partners of the Region that took part, of the list regionalPartners');
