import { createI18n } from 'vue-i18n';
import type { Words } from '../api/generated';
import { en } from './en';
import { zh } from './zh';

export type Language = 'zh' | 'en';

const stored = localStorage.getItem('doorstep.language');

export const i18n = createI18n({
  legacy: false,
  locale: stored === 'en' ? 'en' : 'zh',
  fallbackLocale: 'zh',
  messages: { zh, en },
});

export function current(): Language {
  return i18n.global.locale.value === 'en' ? 'en' : 'zh';
}

export function setLanguage(language: Language, keep = true): void {
  i18n.global.locale.value = language;
  if (keep) localStorage.setItem('doorstep.language', language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}

/** The standard's words in the person's language. */
export function words(of: Words | null | undefined): string {
  return of ? of[current()] : '';
}
