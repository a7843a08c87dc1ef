import type { Refused } from './generated';

/** Refusals whose own words carry the system's reason, which no person reads. */
const PLAIN: Record<string, Pick<Refused, 'zh' | 'en'>> = {
  'net.unreachable': {
    zh: '现在连不上公司；已保存的都在这台设备上，有网后自己发。',
    en: 'The office cannot be reached now; what you saved stays on this device and is sent when the network is back.',
  },
  'net.untrusted': {
    zh: '对方不是公司的服务器，什么都没有发给它。请先登录这个 Wi-Fi 或换个网络，还不行就问公司。',
    en: 'This is not the office’s server, and nothing was sent to it. Sign in to this Wi-Fi first or use another network; if that does not help, ask the office.',
  },
};

/** Whatever a call rejected with, as words for the person. Only the shell's own `Refused` is shown as it is. */
export function asRefused(error: unknown): Refused {
  if (typeof error === 'object' && error !== null && 'code' in error && 'zh' in error && 'en' in error) {
    const refused = error as Refused;
    return { ...refused, ...PLAIN[refused.code] };
  }
  keepError(error);
  return {
    code: 'app.broken',
    zh: '这一步没有做成，已存的内容都在。再试一次；还不行就重开应用。',
    en: 'That did not work; what was saved is safe. Try again, or reopen the app.',
  };
}

declare global {
  interface Window {
    /** Every unexpected error of this window, for tests and for support. */
    __errors?: string[];
  }
}

/** Keeps an unexpected error where tests look for it; people never see its text. */
export function keepError(error: unknown): void {
  const words = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error);
  (window.__errors ??= []).push(words);
}
