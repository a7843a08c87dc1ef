import { describe, expect, it } from 'vitest';
import { marked } from './marked';

const hits = (text: string, asked: string) => marked(text, asked).filter((part) => part.hit).map((part) => part.text);

describe('what was asked for, in a text', () => {
  it('is found in either case, every time', () => {
    expect(hits('Shoe covers, and more shoe covers', 'SHOE')).toEqual(['Shoe', 'shoe']);
    expect(hits('门口套好鞋套', '鞋套 门口')).toEqual(['门口', '鞋套']);
  });
  it('leaves the text whole', () => {
    for (const asked of ['', ' ', '鞋', 'xyz', '套好鞋套']) expect(marked('门口套好鞋套', asked).map((part) => part.text).join('')).toBe('门口套好鞋套');
  });
});
