import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { By } from '@passerelle/platform/data/database';
import { map, type Observable } from 'rxjs';
import { MandateRecord } from './mandate.entity.js';

/**
 * Whoever may see the body may read its mandates; the person's id is shown to the home region only. Acts need no such care: the policy
 * leaves them to the home region.
 */
export class PersonForHome implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { actor } = context.switchToRpc().getData<By>();
    const isHome = actor.reach(MandateRecord.relations).sees === undefined;
    const shown = (answer: unknown) => (answer instanceof MandateRecord && !isHome ? answer.withoutPerson() : answer);
    return next.handle().pipe(map(shown));
  }
}
