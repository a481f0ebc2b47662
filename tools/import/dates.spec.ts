import fc from 'fast-check';
import { tableOf } from './an-export.ts';
import { reader } from './cells.ts';
import { readDate } from './dates.ts';
import type { Cell } from './tables.ts';

const formats = ['yyyy/mm/dd', 'yyyy-mm-dd', 'dd/mm/yyyy', 'mm/dd/yyyy', 'dd.mm.yyyy'];

/** The result of reading each cell of one column. */
function dates(...cells: Cell[]) {
  const rows = cells.map((cell, at) => ({ number: at + 2, cells: [cell] }));
  const read = reader({ ...tableOf('Projects', ['Start'], []), rows }, { missing: ['', 'n/a'] });
  return rows.map((row) => readDate(read(row), 'Start', formats));
}
const values = (...cells: Cell[]) => dates(...cells).map(({ value, fault }) => value ?? fault?.replace(/:.*/, ''));

describe('a date', () => {
  it('is read in each format of the mapping, and from a cell that is a date', () => {
    const days = ['2015/10/27', '7.1.2016', '27/10/2015', new Date('2016-01-07T00:00:00Z'), 'n/a', '01/01/2015'];
    expect(values(...days)).toEqual(['2015-10-27', '2016-01-07', '2015-10-27', '2016-01-07', undefined, '2015-01-01']);
  });

  it('is a fault when the day does not exist, or when it cannot be read', () => {
    expect(dates('2019/02/30')).toEqual([{ fault: 'impossibleDate: Start is 2019/02/30' }]);
    expect(dates('20//06/2011')).toEqual([{ fault: 'unreadableDate: Start is 20//06/2011' }]);
    expect(dates(42064)).toEqual([{ fault: 'unreadableDate: Start is 42064' }]);
    expect(values(true)).toEqual(['notText']);
  });

  it('that is ambiguous is decided by its column, or refused with its cell', () => {
    const mended = 'and no other cell of its column decides: write the one that is meant';
    const where = 'export.xlsx, sheet "Projects", cell A2 (Start), "03/04/2015",';
    expect(dates('03/04/2015')).toEqual([{ fault: `ambiguousDate: ${where} is 2015-04-03 or 2015-03-04, ${mended}` }]);
    expect(values('03/04/2015', '27/10/2015')).toEqual(['2015-04-03', '2015-10-27']);
    expect(values('03/04/2015', '10/27/2015')).toEqual(['2015-03-04', '2015-10-27']);
    expect(values('03/04/2015', '10/27/2015', '27/10/2015')[0]).toBe('ambiguousDate');
    expect(values('03/04/2015', '2015/10/27', '27.10.2015')[0]).toBe('ambiguousDate');
  });

  it('is never read as another day', () => {
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2030-12-31'), noInvalidDate: true });
    const write = (date: Date, isAmerican: boolean) => {
      const [year, month, dayOfMonth] = date.toISOString().slice(0, 10).split('-');
      return isAmerican ? `${month}/${dayOfMonth}/${year}` : `${dayOfMonth}/${month}/${year}`;
    };
    const law = fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), fc.boolean(), (days, isAmerican) => {
      const isClear = days.some((date) => date.getUTCDate() > 12);
      for (const [at, value] of values(...days.map((date) => write(date, isAmerican))).entries()) {
        const meant = days[at]?.toISOString().slice(0, 10);
        expect(isClear ? [meant] : [meant, 'ambiguousDate']).toContain(value);
      }
    });
    fc.assert(law, { numRuns: 1_000 });
  });
});
