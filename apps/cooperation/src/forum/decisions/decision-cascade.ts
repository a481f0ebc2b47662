import { Injectable } from '@nestjs/common';
import { cascadeVisibility } from '../../shared/visibility/cascade-visibility.js';
import { AgreementFollowers } from '../agreements/agreements.api.js';
import { ActionItemRecord } from './action-item.entity.js';
import { actionChanged } from './action-item.facts.js';
import { DecisionRecord } from './decision.entity.js';
import { decisionChanged } from './decision.facts.js';

const column = 'agreement_id';

/** Decisions and their action items copy the visibility of the agreement. */
@Injectable()
export class DecisionCascade {
  constructor(followers: AgreementFollowers) {
    followers.register({
      depth: 2,
      lock: (tx, id) => tx.query(`SELECT 1 FROM decision WHERE ${column} = $1 ORDER BY id FOR UPDATE`, [id]),
      follow: async (tx, agreement) => {
        await cascadeVisibility(tx, agreement, { entity: DecisionRecord, column, changed: decisionChanged });
        await cascadeVisibility(tx, agreement, { entity: ActionItemRecord, column, changed: actionChanged });
      },
    });
  }
}
