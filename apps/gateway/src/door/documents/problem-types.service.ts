import { Injectable } from '@nestjs/common';
import * as problems from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { Directory } from '../routing/directory.js';
import { remedyFor } from './problem-remedies.js';
import { ProblemType } from './problem-type.schema.js';

/** Every problem type that a caller can meet: those of the platform, and those that services announce. */
@Injectable()
export class ProblemTypes {
  constructor(
    private readonly context: ServiceContext,
    private readonly directory: Directory,
  ) {}

  list(): ProblemType[] {
    const announced = [...this.directory.composition.accepted.values()].flatMap(({ operations }) =>
      operations.flatMap(({ refusals }) => refusals),
    );
    const known = new Map([...platformKinds, ...announced].map((kind) => [kind.code, kind]));
    return [...known.values()]
      .flatMap(
        (kind) =>
          ProblemType.safeParse({ ...kind, href: this.addressOf(kind.code), remedy: remedyFor(kind) }).data ?? [],
      )
      .sort((one, other) => one.code.localeCompare(other.code));
  }

  read(code: string): ProblemType {
    const found = this.list().find((kind) => kind.code === code);
    if (found === undefined) throw problems.refusal(problems.resourceNotFound);
    return found;
  }

  private addressOf(code: string): string {
    return `${this.context.settings.PUBLIC_URL}/v1/refData/problemTypes/${code}`;
  }
}

const platformKinds = Object.values(problems).filter(
  (exported): exported is problems.RefusalKind =>
    typeof exported === 'object' && 'code' in exported && 'detail' in exported,
);
