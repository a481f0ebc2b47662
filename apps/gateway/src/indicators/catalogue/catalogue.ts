import { Injectable } from '@nestjs/common';
import type { Definition } from '../definition.schema.js';
import { a11 } from './a1-1.js';
import { a12 } from './a1-2.js';
import { a13, a13b } from './a1-3.js';
import { a14 } from './a1-4.js';
import { a15 } from './a1-5.js';
import { a21 } from './a2-1.js';
import { a22 } from './a2-2.js';
import { a23 } from './a2-3.js';
import { a25 } from './a2-5.js';
import { a31 } from './a3-1.js';
import { a32 } from './a3-2.js';
import { a33 } from './a3-3.js';
import { a34 } from './a3-4.js';
import { a35 } from './a3-5.js';
import { a41 } from './a4-1.js';
import { a42, a42b } from './a4-2.js';
import { a43 } from './a4-3.js';
import { a44 } from './a4-4.js';
import { o11 } from './o1-1.js';
import { o12 } from './o1-2.js';
import { o13 } from './o1-3.js';
import { o14 } from './o1-4.js';
import { o15, o15b } from './o1-5.js';
import { o21 } from './o2-1.js';
import { o22 } from './o2-2.js';
import { o23 } from './o2-3.js';
import { o24 } from './o2-4.js';
import { o31, o31First } from './o3-1.js';
import { o32 } from './o3-2.js';
import { o33 } from './o3-3.js';
import { o34 } from './o3-4.js';
import { r11, r11b } from './r1-1.js';
import { r12, r12b } from './r1-2.js';
import { r14, r14b, r14v1 } from './r1-4.js';
import { r21 } from './r2-1.js';
import { r22 } from './r2-2.js';
import { r23, r23b } from './r2-3.js';
import { r24 } from './r2-4.js';
import { r31, r31b } from './r3-1.js';
import { r32 } from './r3-2.js';
import { r33 } from './r3-3.js';
import { r34 } from './r3-4.js';
import { r35, r35b } from './r3-5.js';
import { x1 } from './x1.js';

/** The definitions that are computed, each version of each code. */
@Injectable()
export class Catalogue {
  readonly definitions: readonly Definition[] = [
    a11,
    a12,
    a13,
    a13b,
    a14,
    a15,
    a21,
    a22,
    a23,
    a25,
    a31,
    a32,
    a33,
    a34,
    a35,
    a41,
    a42,
    a42b,
    a43,
    a44,
    o11,
    o12,
    o13,
    o14,
    o15,
    o15b,
    o21,
    o22,
    o23,
    o24,
    o31First,
    o31,
    o32,
    o33,
    o34,
    r11,
    r11b,
    r12,
    r12b,
    r14v1,
    r14,
    r14b,
    r21,
    r22,
    r23,
    r23b,
    r24,
    r31,
    r31b,
    r32,
    r33,
    r34,
    r35,
    r35b,
    x1,
  ];

  /** The requested version, else the newest. */
  find(code: string, version?: number): Definition | undefined {
    const versions = this.definitions.filter((definition) => definition.code === code);
    if (version !== undefined) return versions.find((definition) => definition.version === version);
    return [...versions].sort((a, b) => b.version - a.version)[0];
  }

  /** One per code, ordered by code. */
  newest(): Definition[] {
    const codes = [...new Set(this.definitions.map(({ code }) => code))].sort();
    return codes.flatMap((code) => this.find(code) ?? []);
  }
}
