import { beforeEach, describe, expect, it, vi } from 'vitest';

vi.stubGlobal('window', globalThis);
const saved: string[] = [];
vi.mock('vue', async (original) => ({ ...(await original<typeof import('vue')>()), onBeforeUnmount: () => undefined }));
vi.mock('../api/generated', () => ({
  calls: { save_draft: async (_job: string, _slot: string, value: string) => void saved.push(value), drop_draft: async () => undefined },
}));
const { useDraft } = await import('./draft');

describe('what is being typed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    saved.length = 0;
  });
  it('is kept within 300 ms', () => {
    const draft = useDraft('job', 'note', '', {});
    draft.typed('门铃坏了');
    vi.advanceTimersByTime(300);
    expect(saved).toEqual(['门铃坏了']);
  });
  it('is no draft any more once a record was made of it', () => {
    const drafts: Record<string, string> = {};
    const draft = useDraft('job', 'note', '', drafts);
    draft.typed('门铃坏了 ');
    draft.kept('门铃坏了');
    vi.advanceTimersByTime(300);
    expect([draft.dirty.value, drafts, saved]).toEqual([false, {}, []]);
  });
  it('stays and is kept anew where it was added to while the record was made', () => {
    const drafts: Record<string, string> = {};
    const draft = useDraft('job', 'note', '', drafts);
    draft.typed('门铃坏了');
    draft.typed('门铃坏了，敲门');
    draft.kept('门铃坏了');
    vi.advanceTimersByTime(300);
    expect([draft.dirty.value, draft.text.value, drafts, saved]).toEqual([true, '门铃坏了，敲门', { note: '门铃坏了，敲门' }, ['门铃坏了，敲门']]);
  });
});
