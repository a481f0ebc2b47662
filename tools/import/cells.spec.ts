import { tableOf } from './an-export.ts';
import { readBudget, readDate, readMoney, readText, reader, shortened, slug } from './cells.ts';
import type { Cell } from './tables.ts';

const cell = (value: Cell) => {
  const table = { ...tableOf('t', ['C'], []), rows: [{ number: 2, cells: [value] }] };
  return reader(table, { missing: ['', 'n/a'] })({ number: 2, cells: [value] });
};

describe('a text', () => {
  const text = (value: Cell, max = 300) => readText(cell(value), 'c.', { max });

  it('is trimmed, put in one line and freed of what no text may hold, and says so', () => {
    expect(text(' Gent ')).toEqual({ value: 'Gent', repairs: ['padded'] });
    expect(text('Gent\r\nBrugge')).toEqual({ value: 'Gent Brugge', repairs: ['lineBreaks'] });
    expect(text('Ge\u001ant')).toEqual({ value: 'Gent', repairs: ['controlCharacters'] });
    expect(text('Gala<U+021B>i')).toEqual({ value: 'Galați', repairs: ['unescaped'] });
    expect(text('Hungary\u00a0- Serbia')).toEqual({ value: 'Hungary - Serbia', repairs: [] });
  });

  it('keeps its line breaks where the mapping asks for them', () => {
    expect(readText(cell('One\r\n\r\n\r\n\r\n two'), 'C', { max: 300, lines: true }).value).toBe('One\n\ntwo');
  });

  it('is nothing where the cell says nothing, and a number is its digits', () => {
    expect([text(null), text('  '), text('N/A')]).toEqual([{}, {}, {}]);
    expect(text(26)).toEqual({ value: '26', repairs: [] });
  });

  it('is shortened with an ellipsis, never silently and never inside a character', () => {
    expect(text('Bridges between', 12)).toEqual({ value: 'Bridges bet…', repairs: ['shortened'] });
    expect(shortened(`${'word '.repeat(30)}end`, 100)).toMatch(/^(word )+word…$/);
    expect(shortened('aaa😀bbb', 5)).toBe('aaa…');
  });
});

describe('a date', () => {
  const formats = ['yyyy/mm/dd', 'dd.mm.yyyy'];
  const date = (value: Cell) => readDate(cell(value), 'C', formats);

  it('is read in each format of the mapping, and from a cell that is a date', () => {
    expect(date('2015/10/27').value).toBe('2015-10-27');
    expect(date('7.1.2016').value).toBe('2016-01-07');
    expect(date(new Date('2016-01-07T00:00:00Z')).value).toBe('2016-01-07');
    expect(date('n/a')).toEqual({});
  });

  it('is a fault when there is no such day, or when it cannot be read', () => {
    expect(date('2019/02/30')).toEqual({ fault: 'impossibleDate: C is 2019/02/30' });
    expect(date('20//06/2011')).toEqual({ fault: 'unreadableDate: C is 20//06/2011' });
  });
});

describe('an amount', () => {
  it.each([
    ['892,228.58', '892228.58', ['amountWasText']],
    ['1 234 567', '1234567.00', ['amountWasText']],
    [499815164, '499815164.00', []],
    [626199.99999984, '626200.00', []],
    ['1.732084396E7', '17320843.96', []],
  ])('reads %s', (value, amount, repairs) => {
    expect(readMoney(cell(value), 'C')).toEqual({ value: amount, repairs });
  });

  it('is left out, and told, when it is no amount', () => {
    expect(readMoney(cell('12,34'), 'C')).toEqual({ repairs: ['amountUnreadable'] });
    expect(readMoney(cell('-5'), 'C')).toEqual({ repairs: ['amountUnreadable'] });
  });

  it('makes a budget in three states', () => {
    const published = { state: 'published', amount: { amount: '1000.00', currency: 'EUR' } };
    expect(readBudget(cell('1,000.00'), 'C').value).toEqual(published);
    expect(readBudget(cell(0), 'C').value).toEqual({ state: 'publishedZero' });
    expect(readBudget(cell(''), 'C').value).toBeUndefined();
  });
});

describe('a code made from a name', () => {
  it('is the name where it fits', () => {
    expect(slug('2014 – 2020 INTERREG VB Öresund / North.', 60)).toBe('2014-2020-INTERREG-VB-Oresund-North');
  });

  it('ends in a mark of its own where the name does not go into it whole', () => {
    const long = slug(`2014 - 2020 ${'Germany - Austria '.repeat(6)}`, 60);
    expect(long).toMatch(/^[A-Za-z0-9-]{51}-[0-9a-f]{8}$/);
    expect(slug(`2014 - 2020 ${'Germany - Austria '.repeat(7)}`, 60)).not.toBe(long);
    expect(slug('ΕΛΛΑΔΑ', 60)).toMatch(/^[0-9a-f]{8}$/);
  });
});
