import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultyDecision, faultyDecisions } from './decisions.ts';

const good = '# 7. Ids\n\n**Context.** a\n\n**Decision.** b\n\n**Consequences.** c\n\n**What would change it.** d\n';

describe('decision records', () => {
  it('are short, numbered and complete', () => {
    expect(faultyDecisions(join(import.meta.dirname, '../..'))).toEqual([]);
    expect(faultyDecision('docs/adr/0007-ids.md', good)).toEqual([]);
  });

  it('must fail with a twenty-sixth line', () => {
    expect(faultyDecision('docs/adr/0007-ids.md', good + 'more\n'.repeat(17))).toEqual([
      'docs/adr/0007-ids.md has 26 lines, 25 are allowed',
    ]);
  });

  it('must fail under another number', () => {
    expect(faultyDecision('docs/adr/0008-ids.md', good)).toEqual(['docs/adr/0008-ids.md does not carry its number']);
  });

  it('must fail without what would change it', () => {
    expect(faultyDecision('docs/adr/0007-ids.md', good.replace('What would', 'What might'))).toEqual([
      'docs/adr/0007-ids.md has no section What would change it',
    ]);
  });

  it('must fail when two share a number', () => {
    const root = mkdtempSync(join(tmpdir(), 'decisions-'));
    mkdirSync(join(root, 'docs/adr'), { recursive: true });
    for (const name of ['0007-ids.md', '0007-names.md']) writeFileSync(join(root, 'docs/adr', name), good);
    expect(faultyDecisions(root)).toEqual(['two decisions are number 0007']);
  });
});
