import { Text } from '@passerelle/domain/text';

// What the agenda of a meeting and a position for one of its items have in common.

export const mostItems = 30;

/** The number under which the Parliament and the Council keep a procedure: 2018/0197(COD). */
export const ProcedureNumber = Text(3, 40).describe('The number of the procedure, as its institution writes it');
