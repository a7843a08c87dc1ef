import { describe, expect, it } from 'vitest';
import type { Mark } from '../api/generated';
import { besideFinger, boxOf, breadth, cells, contained, corners, covered, dragged, head, label, measure, sent, shaft, thousandths, wrapped, writtenAt } from './marks';

const TALL = { width: 3000, height: 4000 };
const WIDE = { width: 4000, height: 3000 };

describe('a picture in a box', () => {
  it('is as large as it fits, in the middle', () => {
    expect(contained({ width: 400, height: 600 }, WIDE)).toEqual({ x: 0, y: 150, width: 400, height: 300 });
    expect(contained({ width: 400, height: 300 }, TALL)).toEqual({ x: 87.5, y: 0, width: 225, height: 300 });
  });
  it('has no place before its size is known', () => {
    expect(contained({ width: 400, height: 300 }, { width: 0, height: 0 })).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('a pointer', () => {
  const shown = contained({ width: 400, height: 600 }, WIDE);
  it('is told in whole thousandths of the picture, not of the box around it', () => {
    expect(thousandths(100, 300, shown)).toEqual([250, 500]);
    expect(thousandths(133, 151, shown)).toEqual([333, 3]);
  });
  it('beside the picture is at its edge', () => {
    expect(thousandths(-20, 20, shown)).toEqual([0, 0]);
    expect(thousandths(500, 590, shown)).toEqual([1000, 1000]);
  });
  it('on a picture that is not there yet is nowhere but in its corner', () => {
    expect(thousandths(10, 10, { x: 0, y: 0, width: 0, height: 0 })).toEqual([0, 0]);
  });
});

describe('a pull', () => {
  it('up and to the left is the same ring as down and to the right', () => {
    expect(dragged('ring', [600, 700], [200, 300], TALL)).toEqual({ kind: 'ring', from: [200, 300], to: [600, 700] });
    expect(dragged('blur', [200, 700], [600, 300], TALL)).toEqual({ kind: 'blur', from: [200, 300], to: [600, 700] });
  });
  it('keeps the way an arrow points', () => {
    expect(dragged('arrow', [600, 700], [200, 300], TALL)).toEqual({ kind: 'arrow', from: [600, 700], to: [200, 300] });
  });
  it('of a finger that only slipped draws nothing', () => {
    expect(dragged('ring', [500, 500], [505, 505], TALL)).toBeNull();
    expect(dragged('arrow', [500, 500], [500, 500], TALL)).toBeNull();
  });
  it('along one side still covers something, as wide in pixels across as down', () => {
    expect(dragged('blur', [100, 500], [900, 500], TALL)).toEqual({ kind: 'blur', from: [100, 485], to: [900, 515] });
    expect(dragged('blur', [500, 100], [500, 900], TALL)).toEqual({ kind: 'blur', from: [480, 100], to: [520, 900] });
  });
  it('at the edge stays whole, and inside the picture', () => {
    expect(corners([1000, 0], [990, 4], TALL)).toEqual([[960, 0], [1000, 30]]);
    expect(corners([0, 1000], [3, 1000], TALL)).toEqual([[0, 970], [40, 1000]]);
  });
  it('as a ring lies in its box', () => {
    expect(boxOf({ from: [250, 100], to: [500, 200] }, TALL)).toEqual({ x: 750, y: 400, width: 750, height: 400 });
  });
});

describe('an arrow', () => {
  it('has a head that lies behind its point, as far to either side', () => {
    const { tip, left, right, neck } = head({ from: [0, 500], to: [1000, 500] }, WIDE);
    expect(tip).toEqual([4000, 1500]);
    expect(neck).toEqual([4000 - measure(30, WIDE), 1500]);
    expect(left[0]).toBeCloseTo(right[0]);
    expect(left[1] - 1500).toBeCloseTo(1500 - right[1]);
    expect(left[1] - 1500).toBeCloseTo(measure(13.2, WIDE));
  });
  it('has a shaft from where it was begun to its neck', () => {
    expect(shaft({ from: [0, 500], to: [1000, 500] }, WIDE)).toEqual([[0, 1500], [3880, 1500]]);
  });
  it('that is shorter than its head is a head alone', () => {
    expect(shaft({ from: [500, 500], to: [520, 500] }, WIDE)).toBeNull();
  });
  it('points the same way in a tall picture, where a thousandth across is less than one down', () => {
    const { neck } = head({ from: [0, 0], to: [1000, 1000] }, TALL);
    expect(neck[1] / neck[0]).toBeCloseTo(4000 / 3000);
  });
});

describe('words on a picture', () => {
  const at = (x: number, y: number, text = '胶条断裂') => ({ kind: 'text' as const, at: [x, y] as [number, number], text });
  it('begin at their spot', () => {
    expect(label(at(500, 500), WIDE)).toMatchObject({ x: 2000, y: 1500, lines: ['胶条断裂'], letter: 120 });
  });
  it('at the edge are moved inside', () => {
    expect(label(at(0, 0), WIDE)).toMatchObject({ x: 36, y: 36 });
    const box = label(at(1000, 1000), WIDE);
    expect([box.x + box.width, box.y + box.height].map(Math.round)).toEqual([3964, 2964]);
  });
  it('that are too long go on below, never out of the picture', () => {
    const box = label(at(900, 500, '长'.repeat(40)), WIDE);
    expect(box.lines.map((line) => line.length)).toEqual([16, 16, 8]);
    expect(box.x + box.width).toBeLessThanOrEqual(4000);
  });
  it('break between any two Han, and elsewhere at blanks', () => {
    expect(wrapped('胶条断裂', 3)).toEqual(['胶条断', '裂']);
    expect(wrapped('seal is torn', 5)).toEqual(['seal is', 'torn']);
    expect(wrapped('', 5)).toEqual(['']);
  });
  it('are level with the finger that put them there', () => {
    const [x, y] = besideFinger([300, 500], WIDE);
    const box = label(at(x, y), WIDE);
    expect(x).toBe(300);
    expect(Math.abs(box.y + box.height / 2 - 1500)).toBeLessThan(4);
    expect(besideFinger([300, 5], WIDE)).toEqual([300, 0]);
  });
  it('of Han are as broad as they are many, Latin ones narrower', () => {
    expect(breadth('胶条')).toBe(2);
    expect(breadth('ab')).toBeLessThan(2);
  });
  it('are found again by a tap on them, the upper of two first', () => {
    const marks: Mark[] = [at(500, 500), { kind: 'ring', from: [400, 400], to: [600, 600] }, at(505, 500)];
    expect(writtenAt(marks, [510, 510], WIDE)).toBe(2);
    expect(writtenAt(marks, [500, 800], WIDE)).toBe(-1);
  });
  it('that were begun and never written are not kept', () => {
    expect(sent([at(1, 1, '  '), at(2, 2, ' 缝 '), { kind: 'blur', from: [0, 0], to: [100, 100] }])).toEqual([at(2, 2, '缝'), { kind: 'blur', from: [0, 0], to: [100, 100] }]);
  });
});

describe('a blur', () => {
  it('leaves two colours across its shorter side, however large it is', () => {
    expect(cells({ width: 800, height: 400 }, WIDE)).toEqual([4, 2]);
    expect(cells({ width: 4000, height: 3000 }, WIDE)).toEqual([2, 2]);
  });
  it('covers whole squares of the JPEG, and never less than two cells', () => {
    expect(covered({ from: [250, 100], to: [500, 200] }, TALL)).toEqual({ x: 736, y: 400, width: 768, height: 400 });
    const small = covered({ from: [500, 500], to: [501, 501] }, TALL);
    expect([small.width >= 120, small.height >= 120, small.x % 16, small.y % 16]).toEqual([true, true, 0, 0]);
  });
  it('at the edge ends with the picture', () => {
    const box = covered({ from: [990, 990], to: [1000, 1000] }, { width: 3001, height: 4001 });
    expect([box.x + box.width, box.y + box.height]).toEqual([3001, 4001]);
  });
});
