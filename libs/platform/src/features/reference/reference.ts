import { Controller, Module, type Type } from '@nestjs/common';
import { ReferenceList, referenceList, type ReferenceListId } from '@passerelle/domain/reference-list';
import { z } from 'zod';
import { Operation } from '../../runtime/operations/index.js';

// Every service announces each code list that it owns as an operation, so that a client finds the codes next to the operations
// that accept them. The lists are data of libs/domain; the controllers are generated.

/** A code list at its own address. */
export const CodeList = z.object({ href: z.url(), ...ReferenceList.shape }).meta({ id: 'CodeList' });

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const inWords = (list: string): string => list.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** A module that answers `GET /refData/<list>` for each of `lists`; a list belongs to one service. */
export function referenceModule(lists: readonly ReferenceListId[]): Type {
  class ReferenceController {}
  for (const list of lists) addOperation(ReferenceController, list);
  Controller()(ReferenceController);
  class ReferenceModule {}
  Module({ controllers: [ReferenceController] })(ReferenceModule);
  return ReferenceModule;
}

function addOperation(controller: Type, list: ReferenceListId): void {
  const prototype: object = controller.prototype;
  const method = `read${capital(list)}`;
  const descriptor = { value: (): ReferenceList => referenceList(list), configurable: true, writable: true };
  Object.defineProperty(prototype, method, descriptor);
  const declared = Operation({
    route: `GET /refData/${list}`,
    summary: `Read the code list of ${inWords(list)}`,
    scope: 'public',
    returns: CodeList,
  });
  declared(prototype, method, descriptor);
}
