import { Injectable } from '@nestjs/common';
import type { Definition } from '../definition.schema.js';
import { a21 } from './a2-1.js';
import { o11 } from './o1-1.js';
import { o31 } from './o3-1.js';
import { r14 } from './r1-4.js';
import { r24 } from './r2-4.js';
import { x1 } from './x1.js';

/** The definitions that are computed, each version of each code. */
@Injectable()
export class Catalogue {
  readonly definitions: readonly Definition[] = [a21, o11, o31, r14, r24, x1];

  /** The version asked for, else the newest. */
  find(code: string, version?: number): Definition | undefined {
    const versions = this.definitions.filter((definition) => definition.code === code);
    if (version !== undefined) return versions.find((definition) => definition.version === version);
    return [...versions].sort((a, b) => b.version - a.version)[0];
  }

  /** One per code, in the order of codes. */
  newest(): Definition[] {
    const codes = [...new Set(this.definitions.map(({ code }) => code))].sort();
    return codes.flatMap((code) => this.find(code) ?? []);
  }
}
