import { ReferenceListId } from '@passerelle/domain/reference-list';
import { parts } from '../services.ts';

// A schema names a list of the vocabulary by its id (`CodeOf`), and its refusals send the caller to /v1/refData/<id>.
it('every list of the vocabulary, so each that a schema may name, is announced by one service', () => {
  const owned = parts.flatMap(({ codeLists = [] }) => codeLists.map(({ id }) => id));
  expect(owned.toSorted()).toEqual(ReferenceListId.options.toSorted());
});
