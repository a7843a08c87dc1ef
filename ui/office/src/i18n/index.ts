import { createI18n } from 'vue-i18n'
import { en } from './en'
import { zh } from './zh'

export type Language = 'zh' | 'en'
const KEPT = 'doorstep.language'

function kept(): Language {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

export const i18n = createI18n({ legacy: false, locale: kept() as Language, fallbackLocale: 'zh', messages: { zh, en } })

/** Changes the page's language and keeps it on this computer. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(KEPT, language)
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
setLanguage(kept())
