import { describe, expect, it, vi } from 'vitest';
import type { Mark } from '../api/generated';
import { useDrawing } from './drawing';

const ring = (x: number): Mark => ({ kind: 'ring', from: [x, 0], to: [x + 100, 100] });

describe('what is drawn on a shot', () => {
  it('is told after every change, so that it can be kept', () => {
    const changed = vi.fn();
    const drawing = useDrawing(changed);
    drawing.add(ring(1));
    drawing.add(ring(2));
    drawing.undo();
    expect(changed).toHaveBeenCalledTimes(3);
    expect(drawing.marks.value).toEqual([ring(1)]);
  });
  it('that was cleared comes back whole', () => {
    const drawing = useDrawing(() => undefined);
    drawing.add(ring(1));
    drawing.add(ring(2));
    drawing.clear();
    expect(drawing.marks.value).toEqual([]);
    drawing.undo();
    expect(drawing.marks.value).toEqual([ring(1), ring(2)]);
  });
  it('before a restart goes mark by mark, and no further', () => {
    const drawing = useDrawing(() => undefined);
    drawing.load([ring(1), ring(2)]);
    drawing.undo();
    expect(drawing.marks.value).toEqual([ring(1)]);
    drawing.undo();
    expect(drawing.undoable.value).toBe(false);
    drawing.undo();
    expect(drawing.marks.value).toEqual([]);
  });
  it('as words is one step, however many letters', () => {
    const drawing = useDrawing(() => undefined);
    drawing.add({ kind: 'text', at: [5, 5], text: '' });
    drawing.rewrite(0, { kind: 'text', at: [5, 5], text: '缝' });
    drawing.rewrite(0, { kind: 'text', at: [5, 5], text: '缝隙' });
    drawing.undo();
    expect(drawing.marks.value).toEqual([]);
  });
  it('loses its last mark to the delete key, and that can be undone', () => {
    const drawing = useDrawing(() => undefined);
    drawing.load([ring(1), ring(2)]);
    drawing.removeLast();
    expect(drawing.marks.value).toEqual([ring(1)]);
    drawing.undo();
    expect(drawing.marks.value).toEqual([ring(1), ring(2)]);
  });
});
