import { Injectable } from '@nestjs/common';
import type { ReferenceList } from '@passerelle/domain/reference-list';
import { refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { Descriptions } from '../door/routing/descriptions.api.js';
import type { CodeListSummary } from './code-list.schema.js';

interface OwnedList {
  readonly list: ReferenceList;
  readonly services: readonly string[];
}

/** The code lists that the services announce: a service that is deployed later brings its own. */
@Injectable()
export class CodeLists {
  private lists: ReadonlyMap<string, OwnedList> = new Map();

  constructor(descriptions: Descriptions) {
    descriptions.onChange((served) => {
      this.lists = listsOf(served);
    });
  }

  /** By name. */
  index(): Omit<CodeListSummary, 'href'>[] {
    return [...this.lists.values()].map(({ list: { id, title, entries }, services }) => ({
      id,
      title,
      size: entries.length,
      services: [...services],
    }));
  }

  read(id: string): ReferenceList {
    const found = this.lists.get(id);
    if (found === undefined) throw refusal(resourceNotFound);
    return found.list;
  }
}

/** Services may own a list together: the composition of the door accepts it from several only where it is the same. */
function listsOf(descriptions: readonly ServiceDescription[]): Map<string, OwnedList> {
  const owned = descriptions.flatMap(({ service, codeLists }) => codeLists.map((list) => ({ service, list })));
  const groups = [...Map.groupBy(owned, ({ list }) => list.id)].sort(([one], [other]) => one.localeCompare(other));
  return new Map(
    groups.flatMap(([id, [first, ...others]]) => {
      if (first === undefined) return [];
      const services = [first, ...others].map(({ service }) => service).sort();
      return [[id, { list: first.list, services }] as const];
    }),
  );
}
