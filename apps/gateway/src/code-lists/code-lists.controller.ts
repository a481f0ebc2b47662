import { Controller } from '@nestjs/common';
import type { ReferenceList } from '@passerelle/domain/reference-list';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { CodeList, CodeListIndex } from './code-list.schema.js';
import { CodeLists } from './code-lists.js';

@Controller()
export class CodeListsController {
  constructor(private readonly codeLists: CodeLists) {}

  @Operation({
    id: 'listCodeLists',
    route: 'GET /refData',
    summary: 'List the code lists of all services',
    scope: 'public',
    returns: CodeListIndex,
  })
  list(): { items: object[] } {
    return { items: this.codeLists.index() };
  }

  @Operation({
    id: 'readCodeList',
    route: 'GET /refData/{list}',
    summary: 'Read a code list',
    scope: 'public',
    returns: CodeList,
    refuses: [resourceNotFound],
  })
  read({ params }: Call<undefined, 'list'>): ReferenceList {
    return this.codeLists.read(params.list);
  }
}
