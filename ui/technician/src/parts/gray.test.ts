import { describe, expect, it } from 'vitest';
import { luma } from './gray';

describe('a picture for the code reader', () => {
  it('has one byte a pixel, white brightest and black none', () => {
    expect([...luma(new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 255, 0, 0, 255]))]).toEqual([255, 0, 76]);
  });
});
