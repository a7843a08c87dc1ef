import { describe, expect, it } from 'vitest';
import { isBranch } from './branch';

describe('a branch', () => {
  it('is where no step of the main line follows, and the visit is not over', () => {
    expect(isBranch('nobody_home') && isBranch('rescheduling') && isBranch('refused')).toBe(true);
    expect(isBranch('working') || isBranch('signing') || isBranch('left') || isBranch('uploaded')).toBe(false);
  });
});
