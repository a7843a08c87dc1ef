import { expect, test } from 'vitest';
import { withSerial } from './serial';

test('serials follow one another, each once', () => {
  expect(withSerial('', 'A1')).toBe('A1');
  expect(withSerial(' A1 ', 'B2')).toBe('A1、B2');
  expect(withSerial('A1、B2', 'B2')).toBe('A1、B2');
  expect(withSerial('A1, B2', 'A1')).toBe('A1, B2');
  expect(withSerial('A12', 'A1')).toBe('A12、A1');
});
